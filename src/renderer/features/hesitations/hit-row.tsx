/**
 * One hit: the token in its text, its numbers, and what stood against it. Page.
 */
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HesitationHit } from '#contract/hesitations.ts';
import { binOf } from '../../components/heat-map/bins.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';

type Props = {
  readonly hit: HesitationHit;
  /** The one that Tab reaches. */
  readonly isTabStop: boolean;
  readonly onOpen: () => void;
  readonly onFocus: () => void;
};

/** Line breaks as signs: the context is read as one line. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ');
}

export const HitRow = memo(function HitRow({ hit, isTabStop, onOpen, onFocus }: Props): ReactNode {
  const { t } = useTranslation('hesitations');
  const format = useTokenFormat();
  const { probability, surprisalBits, rank } = hit;
  const bin = binOf('surprisal', { probability, surprisalBits, rank: rank ?? hit.captured + 1 });
  const bound = hit.isProbabilityExact ? '' : '≤\u202f';
  return (
    <li className="border-t border-line">
      <button
        type="button"
        data-hit
        tabIndex={isTabStop ? 0 : -1}
        onClick={onOpen}
        onFocus={onFocus}
        className="grid w-full gap-x-6 gap-y-1 px-2 py-2 text-left hover:bg-hover sidebar:grid-cols-[minmax(0,1fr)_auto]"
      >
        <span className="min-w-0 text-base wrap-anywhere text-ink-soft">
          <bdi>{oneLine(hit.before)}</bdi>
          <bdi className={`token heat-${bin} mx-px px-0.5`}>{visibleBytes(hit.bytes)}</bdi>
          <bdi>{oneLine(hit.after)}</bdi>
        </span>
        <span className="text-sm whitespace-nowrap tabular-nums sidebar:text-right">
          {t('hit.bits', { bits: format.bits(surprisalBits) })} · {bound}
          {format.probability(probability)} ·{' '}
          {t('hit.rank', {
            rank: rank === null ? `>${format.integer(hit.captured)}` : format.integer(rank),
          })}
        </span>
        <Against hit={hit} bound={bound} />
      </button>
    </li>
  );
});

function Against({ hit, bound }: { readonly hit: HesitationHit; readonly bound: string }): ReactNode {
  const { t } = useTranslation(['hesitations', 'inspector']);
  const format = useTokenFormat();
  const isFavourite = hit.favouriteId === hit.tokenId;
  return (
    <span className="flex flex-wrap gap-x-3 text-xs text-ink-faint tabular-nums sidebar:col-span-2">
      <span>
        {isFavourite
          ? t('hit.isFavourite')
          : t('hit.favourite', {
              text: visibleBytes(hit.favouriteBytes),
              probability: bound + format.probability(hit.favouriteProbability),
            })}
      </span>
      <span>{t('hit.margin', { margin: format.share(hit.margin) })}</span>
      {hit.removedBy === null ? null : (
        <span className="text-ink-soft">
          {t(hit.isRemovalExact ? 'hit.removed' : 'hit.maybeRemoved', {
            stage: t(`inspector:stages.${hit.removedBy}`),
          })}
        </span>
      )}
    </span>
  );
}
