/**
 * How one model is loaded: context, threads, graphics card. Page. Each change is kept at once and holds from the next
 * loading on.
 */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { loadSettingsSchema, type LoadSettings, type Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { Segmented } from '../../components/segmented.tsx';
import { attempt, putModel } from '../../state/actions.ts';

export function LoadSettingsForm({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('models');
  const settings = model.loadSettings;
  const change = async (next: Partial<LoadSettings>): Promise<void> => {
    const loadSettings = loadSettingsSchema.safeParse({ ...settings, ...next });
    if (!loadSettings.success) return;
    const changed = await attempt(() =>
      core.models.configure({ modelId: model.id, loadSettings: loadSettings.data }),
    );
    if (changed) putModel(changed);
  };
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-3 text-sm font-semibold">{t('settings')}</legend>
      <div className="flex flex-wrap gap-4">
        <OptionalNumber
          label={t('contextSetting')}
          hint={t('contextSettingHint')}
          value={settings.contextTokens}
          min={8}
          max={1_048_576}
          onChange={(contextTokens) => void change({ contextTokens })}
        />
        <OptionalNumber
          label={t('threadsSetting')}
          hint={t('threadsSettingHint')}
          value={settings.threads}
          min={1}
          max={1_024}
          onChange={(threads) => void change({ threads })}
        />
        <div className="flex flex-col gap-1">
          <span className="text-sm">{t('gpuSetting')}</span>
          <Segmented
            label={t('gpuSetting')}
            value={settings.gpu}
            options={[
              { value: 'auto', label: t('gpuAuto') },
              { value: 'off', label: t('gpuOff') },
            ]}
            onChange={(gpu) => void change({ gpu })}
          />
        </div>
      </div>
      {model.state.kind === 'loaded' ? (
        <p className="text-xs text-ink-faint">{t('settingsNeedReload')}</p>
      ) : null}
    </fieldset>
  );
}

type NumberProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number | null) => void;
};

/** Empty means null. The value is taken when the field is left or Enter is pressed, and only within its range. */
function OptionalNumber({ label, hint, value, min, max, onChange }: NumberProps): ReactNode {
  const id = useId();
  const [text, setText] = useState(value === null ? '' : String(value));
  const commit = (): void => {
    const next = text.trim() === '' ? null : Math.min(max, Math.max(min, Math.round(Number(text))));
    if (Number.isNaN(next)) return;
    setText(next === null ? '' : String(next));
    if (next !== value) onChange(next);
  };
  return (
    <div className="flex w-56 flex-col gap-1">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <input
        id={id}
        className="field !w-32"
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <p id={`${id}-hint`} className="text-xs text-ink-faint">
        {hint}
      </p>
    </div>
  );
}
