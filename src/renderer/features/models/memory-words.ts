/**
 * What a model needs in memory and what computes it, in words. Page.
 */
import { useTranslation } from 'react-i18next';
import type { Graphics } from '#contract/engine.ts';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';

/** The need with where it is known from, and the parts that it is estimated from. */
export function useMemoryNeedWords({ memoryNeed }: Model): { readonly need: string; readonly parts: string } {
  const { t } = useTranslation('memory');
  const format = useFormat();
  const need = format.bytes(memoryNeed.bytes);
  return {
    need: memoryNeed.isMeasured ? t('needMeasured', { need }) : t('needEstimated', { need }),
    parts: t('parts', {
      weights: format.bytes(memoryNeed.weightsBytes),
      cache: format.bytes(memoryNeed.cacheBytes),
      compute: format.bytes(memoryNeed.computeBytes),
      engine: format.bytes(memoryNeed.engineBytes),
    }),
  };
}

/** What computes a loaded model; null: its engine does not say. */
export function useProcessorWords(model: Model): string | null {
  const { t } = useTranslation('memory');
  const graphics = model.state.kind === 'loaded' ? model.state.model.graphics : undefined;
  if (graphics === undefined) return null;
  const { used, notUsed, found, reason } = graphics;
  if (used !== null) return t('onGraphics', { kind: t(`kind.${used}`) });
  const kinds = found.map((kind) => t(`kind.${kind}`)).join(', ');
  const why = whyOf(graphics);
  const words = why === null || notUsed === null ? '' : `. ${t(`notUsed.${why}`, { kinds })}`;
  return `${t('onCpu')}${words}${reason === null ? '' : ` ${reason}`}`;
}

/** Nothing needs to be said of a card that was switched off and is not there. */
function whyOf({ notUsed, found }: Graphics): Graphics['notUsed'] {
  if (found.length > 0) return notUsed;
  return notUsed === 'off' ? null : 'none';
}
