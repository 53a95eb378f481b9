/**
 * Sampler settings in one line: what differs from the model's own distribution. Page.
 */
import { useTranslation } from 'react-i18next';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { parameters } from './parameters.ts';

/** "Temperature 0.4 · Top-k 20". Lists are counted. */
export function useSamplerWords(): (settings: GenerationSettings) => string {
  const { t } = useTranslation('conversation-settings');
  const format = useFormat();
  return (settings) => {
    const numbers = parameters
      .filter(({ key }) => settings[key] !== samplerPresets.neutral[key])
      .map(({ key, digits }) => `${t(`parameters.${key}.name`)} ${format.decimal(settings[key], digits)}`);
    const counts = (
      [
        ['maxTokens', settings.maxTokens],
        ['stopStrings', settings.stopStrings.length],
        ['logitBias', settings.logitBias.length],
      ] as const
    ).map(([key, count]) =>
      count === null || count === 0 ? null : `${t(`parameters.${key}.name`)} ${format.integer(count)}`,
    );
    return [...numbers, ...counts].filter((words) => words !== null).join(' · ') || t('presetHints.custom');
  };
}
