/**
 * A run of prompt tokens, each with its place, its boundaries and its colour. Page. Away from the viewport it is
 * plain text of the same length.
 */
import { memo, useRef, type ReactNode } from 'react';
import { binOf } from '../../components/heat-map/bins.ts';
import { useTokenName } from '../../components/heat-map/token-name.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { useNearViewport } from '../../components/near-viewport.ts';
import type { HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';

type Props = {
  readonly trace: TokenTrace;
  /** Positions `from` up to (not including) `to`. */
  readonly from: number;
  readonly to: number;
  readonly measure: HeatMapMeasure;
  /** The chosen token when it is in this run, else −1. */
  readonly chosen: number;
  /** Changes when numbers change. */
  readonly version: string;
};

function textAt(trace: TokenTrace, position: number): string {
  const visible = visibleBytes(trace.vocabulary.piece(trace.tokenId(position)).bytes);
  // The glyph of a line break, and the line break itself.
  return visible.replaceAll('⏎', '⏎\n');
}

function positions(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function TokenSpans({ trace, from, to, measure, chosen }: Props): ReactNode {
  const name = useTokenName();
  return positions(from, to).map((position) => {
    const bin = binOf(measure, trace.values(position));
    const isChosen = position === chosen;
    const { type } = trace.vocabulary.piece(trace.tokenId(position));
    const classes = [
      'token',
      'token-piece',
      bin >= 0 ? `heat-${bin}` : '',
      type === 'control' ? 'token-special' : '',
      isChosen ? 'token-chosen' : '',
    ];
    return (
      <span
        key={position}
        className={classes.filter(Boolean).join(' ')}
        data-cell={trace.cells.cellOfToken(position)}
        data-position={position}
        {...(isChosen
          ? { tabIndex: 0, role: 'button', 'aria-pressed': true, 'aria-label': name(trace, position) }
          : {})}
      >
        {textAt(trace, position)}
      </span>
    );
  });
}

export const PromptTokens = memo(function PromptTokens(props: Props): ReactNode {
  const element = useRef<HTMLSpanElement>(null);
  const isNear = useNearViewport(element, true);
  const { trace, from, to, chosen } = props;
  const isShown = isNear || chosen !== -1;
  return (
    <span ref={element}>
      {isShown ? (
        <TokenSpans {...props} />
      ) : (
        positions(from, to)
          .map((position) => textAt(trace, position))
          .join('')
      )}
    </span>
  );
});
