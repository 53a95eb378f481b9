/**
 * How new conversations with a model choose their tokens. Page. Conversations that are there keep their settings.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { presetOf, shownPresets, type ShownPreset } from '../../components/sampler/presets.ts';
import { Segmented } from '../../components/segmented.tsx';

type Props = {
  readonly sampler: GenerationSettings | null;
  readonly onChange: (sampler: GenerationSettings) => void;
};

export function SamplerDefault({ sampler, onChange }: Props): ReactNode {
  const { t } = useTranslation(['memory', 'conversation-settings']);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm">{t('memory:sampler')}</span>
      <div>
        <Segmented<ShownPreset>
          label={t('memory:sampler')}
          value={presetOf(sampler ?? samplerPresets.balanced)}
          options={shownPresets.map((value) => ({
            value,
            label: t(`conversation-settings:presets.${value}`),
          }))}
          onChange={(preset) => onChange(samplerPresets[preset])}
        />
      </div>
    </div>
  );
}
