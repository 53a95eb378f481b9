/**
 * What a model needs in memory and what computes it, in words. Page.
 */
import { useTranslation } from 'react-i18next';
import type { Graphics, GraphicsCard } from '#contract/graphics.ts';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';

/** The need with where it is known from, and the parts that it is estimated from. */
export function useMemoryNeedWords({ memoryNeed }: Model): { readonly need: string; readonly parts: string } {
  const { t } = useTranslation('memory');
  const format = useFormat();
  const need = format.bytes(memoryNeed.bytes);
  const { cardBytes } = memoryNeed;
  const onCard = cardBytes === null ? '' : `. ${t('cardMeasured', { need: format.bytes(cardBytes) })}`;
  return {
    need: `${memoryNeed.isMeasured ? t('needMeasured', { need }) : t('needEstimated', { need })}${onCard}`,
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
  const cardWords = useCardWords();
  const graphics = model.state.kind === 'loaded' ? model.state.model.graphics : undefined;
  if (graphics === undefined) return null;
  const { used, notUsed, found, reason } = graphics;
  const kindsOf = (kinds: Graphics['found']): string => kinds.map((kind) => t(`kind.${kind}`)).join(', ');
  if (used !== null) {
    const passedOver = kindsOf(found.filter((kind) => kind !== used));
    const others = reason === null ? '' : ` ${t('passedOver', { kinds: passedOver })} ${reason}`;
    return `${t('onGraphics', { kind: t(`kind.${used}`) })}${cardWords(graphics.card)}${others}`;
  }
  const why = whyOf(graphics);
  const words = why === null || notUsed === null ? '' : `. ${t(`notUsed.${why}`, { kinds: kindsOf(found) })}`;
  return `${t('onCpu')}${words}${reason === null ? '' : ` ${reason}`}`;
}

/** Which card it is, how much of the model it holds, and what is free on it. */
function useCardWords(): (card: GraphicsCard | undefined) => string {
  const { t } = useTranslation('memory');
  const format = useFormat();
  return (card) => {
    if (card === undefined) return '.';
    const { names, layers, totalLayers, heldBytes, freeBytes, totalBytes } = card;
    const counts = { layers: format.integer(layers), all: format.integer(totalLayers) };
    const sizes = { free: format.bytes(freeBytes), total: format.bytes(totalBytes) };
    const name = names.length === 0 ? '' : `: ${names.join(', ')}`;
    const share = t(layers < totalLayers ? 'someLayers' : 'allLayers', counts);
    const held = heldBytes === null ? '' : ` ${t('heldOnCard', { held: format.bytes(heldBytes) })}`;
    return `${name}. ${share}${held} ${t('freeOnCard', sizes)}`;
  };
}

/** Nothing needs to be said of a card that was switched off and is not there. */
function whyOf({ notUsed, found }: Graphics): Graphics['notUsed'] {
  if (found.length > 0) return notUsed;
  return notUsed === 'off' ? null : 'none';
}
