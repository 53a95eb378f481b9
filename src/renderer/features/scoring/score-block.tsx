/**
 * A block of the scored text: its units with their colours, or plain text while it is far from the viewport. Page.
 */
import { memo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { binOf } from '../../components/heat-map/bins.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleText } from '../../components/heat-map/visible-text.ts';
import { useNearViewport } from '../../components/near-viewport.ts';
import { unscored } from '../../state/traces/step-values.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { unitValues } from './unit-values.ts';
import type { ScoreMeasure } from './scoring-store.ts';
import { isWholeLines, unitsOf, type CellRange, type Unit } from './units.ts';

type Props = {
  readonly trace: TokenTrace;
  /** Cells of the block: `first` up to (not including) `end`. */
  readonly first: number;
  readonly end: number;
  readonly unit: Unit;
  readonly language: string;
  readonly measure: ScoreMeasure;
  /** First cell of the chosen unit when it is in this block, else −1. */
  readonly chosen: number;
};

export const ScoreBlock = memo(function ScoreBlock(props: Props): ReactNode {
  const element = useRef<HTMLSpanElement>(null);
  const isNear = useNearViewport(element, true);
  const { trace, first, end, chosen } = props;
  const { cells } = trace;
  return (
    // Whole lines are laid out apart from the rest: a change in one block then costs that block only.
    <span ref={element} data-block={first} className={isWholeLines(cells, props) ? 'block' : undefined}>
      {isNear || chosen !== -1 ? (
        <Units {...props} />
      ) : (
        cells.text.slice(cells.start(first), cells.start(end))
      )}
    </span>
  );
});

/** Plain elements: a block has hundreds of units, and only the chosen one has anything to say. */
function Units({ trace, first, end, unit, language, measure, chosen }: Props): ReactNode {
  return unitsOf(trace.cells, { first, end }, unit, language).map((range) => {
    const { bits, rank, tokens } = unitValues(trace, range);
    const bin = binOf(measure, { ...unscored, surprisalBits: bits / tokens, rank });
    const look = bin >= 0 ? `token heat-${bin}` : 'token';
    return chosen >= range.first && chosen < range.end ? (
      <ChosenUnit key={range.first} trace={trace} range={range} look={look} />
    ) : (
      <span key={range.first} className={look} data-first={range.first} data-end={range.end}>
        {unitText(trace, range)}
      </span>
    );
  });
}

function ChosenUnit({
  trace,
  range,
  look,
}: {
  readonly trace: TokenTrace;
  readonly range: CellRange;
  readonly look: string;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { bits, rank, tokens } = unitValues(trace, range);
  const text = visibleText(unitText(trace, range));
  const values = { text, bits: format.bits(bits), rank: format.integer(rank) };
  const name = tokens === 0 ? 'unitNameUnscored' : tokens === 1 ? 'tokenName' : 'unitName';
  return (
    <span
      className={`${look} token-chosen`}
      data-first={range.first}
      data-end={range.end}
      tabIndex={0}
      role="button"
      aria-pressed
      aria-label={t(name, values)}
    >
      {unitText(trace, range)}
    </span>
  );
}

export function unitText({ cells }: TokenTrace, { first, end }: CellRange): string {
  return cells.text.slice(cells.start(first), cells.start(end));
}
