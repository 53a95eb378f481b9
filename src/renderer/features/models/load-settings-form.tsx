/**
 * How one model is loaded: context, threads, graphics card. Page. Each change is kept at once and holds from the next
 * loading on.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadSettings, Model } from '#contract/models.ts';
import { configureModel } from '../../state/actions.ts';
import { LabelledChoice } from './labelled-choice.tsx';
import { MoreLoadSettings } from './more-load-settings.tsx';
import { SamplerDefault } from './sampler-default.tsx';
import { OptionalNumber } from './optional-number.tsx';

export function LoadSettingsForm({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('models');
  const settings = model.loadSettings;
  const change = (next: Partial<LoadSettings>): void => void configureModel(model, next);
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
          onChange={(contextTokens) => change({ contextTokens })}
        />
        <OptionalNumber
          label={t('threadsSetting')}
          hint={t('threadsSettingHint')}
          value={settings.threads}
          min={1}
          max={1_024}
          onChange={(threads) => change({ threads })}
        />
        <LabelledChoice
          label={t('gpuSetting')}
          value={settings.gpu}
          options={[
            { value: 'auto', label: t('gpuAuto') },
            { value: 'off', label: t('gpuOff') },
          ]}
          onChange={(gpu) => change({ gpu })}
        />
      </div>
      <SamplerDefault sampler={settings.sampler} onChange={(sampler) => change({ sampler })} />
      <MoreLoadSettings settings={settings} onChange={change} />
      {model.state.kind === 'loaded' ? (
        <p className="text-xs text-ink-faint">{t('settingsNeedReload')}</p>
      ) : null}
    </fieldset>
  );
}
