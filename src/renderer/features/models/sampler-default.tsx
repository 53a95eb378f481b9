/**
 * How new conversations with a model choose their tokens: a preset, or what was kept from a conversation. Page.
 * Conversations that are there keep their settings.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { Button } from '../../components/button.tsx';
import { isSame, shownPresets, type ShownPreset } from '../../components/sampler/presets.ts';
import { useSamplerWords } from '../../components/sampler/use-sampler-words.ts';
import { Segmented } from '../../components/segmented.tsx';

type Props = {
  readonly sampler: GenerationSettings | null;
  readonly onChange: (sampler: GenerationSettings | null) => void;
};

export function SamplerDefault({ sampler, onChange }: Props): ReactNode {
  const { t } = useTranslation(['memory', 'conversation-settings']);
  const words = useSamplerWords();
  const settings = sampler ?? samplerPresets.balanced;
  const preset = shownPresets.find((each) => isSame(samplerPresets[each], settings)) ?? null;
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm">{t('memory:sampler')}</span>
      <div>
        <Segmented<ShownPreset>
          label={t('memory:sampler')}
          value={preset}
          options={shownPresets.map((value) => ({
            value,
            label: t(`conversation-settings:presets.${value}`),
          }))}
          onChange={(chosen) => onChange(samplerPresets[chosen])}
        />
      </div>
      {preset === null ? (
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="text-xs text-ink-faint">{t('memory:samplerOwn', { settings: words(settings) })}</p>
          <Button isSmall onClick={() => onChange(null)}>
            {t('memory:samplerReset')}
          </Button>
        </div>
      ) : (
        <p className="text-xs text-ink-faint">{t('memory:samplerHint')}</p>
      )}
    </div>
  );
}
