/**
 * How one model is loaded: context, threads, graphics card. Page. Each change is kept at once and holds from the next
 * loading on.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { loadSettingsSchema, type LoadSettings, type Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { attempt, putModel } from '../../state/actions.ts';
import { type ModelList, queryClient, queryKeys } from '../../state/queries.ts';
import { LabelledChoice } from './labelled-choice.tsx';
import { MoreLoadSettings } from './more-load-settings.tsx';
import { SamplerDefault } from './sampler-default.tsx';
import { OptionalNumber } from './optional-number.tsx';

export function LoadSettingsForm({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('models');
  const settings = model.loadSettings;
  const change = async (next: Partial<LoadSettings>): Promise<void> => {
    // A field that is left by a click changes a moment before what was clicked does: the screen does not show it yet.
    const known = queryClient.getQueryData<ModelList>(queryKeys.models)?.models ?? [];
    const latest = known.find(({ id }) => id === model.id) ?? model;
    const loadSettings = loadSettingsSchema.safeParse({ ...latest.loadSettings, ...next });
    if (!loadSettings.success) return;
    putModel({ ...latest, loadSettings: loadSettings.data });
    const changed = await attempt(() =>
      core.models.configure({ modelId: model.id, loadSettings: loadSettings.data }),
    );
    if (changed) putModel(changed);
    else await queryClient.invalidateQueries({ queryKey: queryKeys.models });
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
        <LabelledChoice
          label={t('gpuSetting')}
          value={settings.gpu}
          options={[
            { value: 'auto', label: t('gpuAuto') },
            { value: 'off', label: t('gpuOff') },
          ]}
          onChange={(gpu) => void change({ gpu })}
        />
      </div>
      <SamplerDefault sampler={settings.sampler} onChange={(sampler) => void change({ sampler })} />
      <MoreLoadSettings settings={settings} onChange={(next) => void change(next)} />
      {model.state.kind === 'loaded' ? (
        <p className="text-xs text-ink-faint">{t('settingsNeedReload')}</p>
      ) : null}
    </fieldset>
  );
}
