/**
 * The tokens behind the end of a text: the end token with its probability, and what a stop text cut off. Page.
 */
import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { binOf } from '../heat-map/bins.ts';
import { useTokenFormat } from '../heat-map/token-format.ts';
import { visibleText } from '../heat-map/visible-text.ts';
import { useTokenName } from '../heat-map/token-name.ts';
import type { TokenLayer } from './token-layer.ts';

const decoder = new TextDecoder();
/** A reply that a stop text ended has a few tokens behind it; a text that does not match its trace could have many. */
const mostShown = 24;

function cellsBehind({ trace }: TokenLayer, textLength: number): readonly number[] {
  const cells: number[] = [];
  for (let cell = trace.cells.count - 1; cell >= 0 && trace.cells.start(cell) >= textLength; cell--)
    cells.unshift(cell);
  return cells.slice(0, mostShown);
}

/** Behind `textLength` characters; `chosenPosition` is the chosen token of this text, or −1. */
export function TrailingTokens({
  layer,
  textLength,
  chosenPosition,
}: {
  layer: TokenLayer;
  textLength: number;
  chosenPosition: number;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const name = useTokenName();
  const getCount = (): number => layer.trace.count;
  useSyncExternalStore(layer.store.subscribe, getCount, getCount);
  const { trace } = layer;
  const cells = cellsBehind(layer, textLength);
  if (cells.length === 0) return null;
  return (
    <p className="trailing-tokens">
      {cells.map((cell) => {
        const position = trace.cells.tokens(cell).first;
        const piece = trace.vocabulary.piece(trace.tokenId(position));
        const endLogprob = trace.head(position)?.endLogprob ?? null;
        const isEnd = trace.isEnd(trace.tokenId(position));
        const bin = binOf(layer.measure, trace.cellValues(cell));
        const isChosen = position === chosenPosition;
        return (
          <span
            key={cell}
            data-cell={cell}
            className={`token token-end ${bin >= 0 ? `heat-${bin}` : ''} ${isChosen ? 'token-chosen' : ''}`}
            title={isEnd ? t('text.stopExplanation') : t('text.cutExplanation')}
            {...(isChosen
              ? { tabIndex: 0, role: 'button', 'aria-pressed': true, 'aria-label': name(trace, position) }
              : {})}
          >
            {isEnd && endLogprob !== null
              ? t('text.stop', { probability: format.probability(Math.exp(endLogprob)) })
              : visibleText(decoder.decode(piece.bytes))}
          </span>
        );
      })}
    </p>
  );
}
