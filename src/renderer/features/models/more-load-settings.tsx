/**
 * The settings of a model that few people change: they trade memory and speed for each other, and some move the numbers.
 * Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { kvCacheTypes } from '#contract/engine.ts';
import type { LoadSettings } from '#contract/models.ts';
import { LabelledChoice } from './labelled-choice.tsx';
import { OptionalNumber } from './optional-number.tsx';

type Props = {
  readonly settings: LoadSettings;
  readonly onChange: (change: Partial<LoadSettings>) => void;
};

export function MoreLoadSettings({ settings, onChange }: Props): ReactNode {
  const { t } = useTranslation('memory');
  return (
    <details>
      <summary className="w-fit text-sm text-ink-soft">{t('more')}</summary>
      <div className="mt-3 flex flex-wrap gap-4">
        <OptionalNumber
          label={t('batchSetting')}
          hint={t('batchSettingHint')}
          value={settings.batchTokens}
          min={1}
          max={4_096}
          onChange={(batchTokens) => onChange({ batchTokens })}
        />
        {settings.gpu === 'auto' ? (
          <OptionalNumber
            label={t('layersSetting')}
            hint={t('layersSettingHint')}
            value={settings.gpuLayers}
            min={0}
            max={10_000}
            onChange={(gpuLayers) => onChange({ gpuLayers })}
          />
        ) : null}
        <LabelledChoice
          label={t('flashSetting')}
          value={settings.flashAttention || settings.kvCacheType !== 'f16' ? 'on' : 'off'}
          options={[
            { value: 'off', label: t('flashOff') },
            { value: 'on', label: t('flashOn') },
          ]}
          onChange={(flash) =>
            // A cache of fewer bits is only read that way: without it, the cache is as it was.
            onChange(
              flash === 'on' ? { flashAttention: true } : { flashAttention: false, kvCacheType: 'f16' },
            )
          }
        />
        <LabelledChoice
          label={t('cacheSetting')}
          value={settings.kvCacheType}
          options={kvCacheTypes.map((type) => ({ value: type, label: type }))}
          onChange={(kvCacheType) => onChange({ kvCacheType })}
        />
        <LabelledChoice
          label={t('mmapSetting')}
          value={settings.useMmap ? 'mapped' : 'whole'}
          options={[
            { value: 'mapped', label: t('mmapOn') },
            { value: 'whole', label: t('mmapOff') },
          ]}
          onChange={(reading) => onChange({ useMmap: reading === 'mapped' })}
        />
      </div>
      <p className="mt-3 text-xs text-ink-faint">
        {t('cacheHint')} {t('numbersMove')}
      </p>
    </details>
  );
}
