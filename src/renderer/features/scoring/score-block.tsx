/**
 * A block of the scored text: its units with their colours, or plain text while it is far from the viewport. Page.
 */
import { memo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { binOf } from '../../components/heat-map/bins.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleText } from '../../components/heat-map/visible-text.ts';
import { useNearViewport } from '../../components/markdown/near-viewport.ts';
import { unscored } from '../../state/traces/step-values.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { unitValues } from './unit-values.ts';
import { unitsOf, type CellRange, type Unit } from './units.ts';

type Props = {
  readonly trace: TokenTrace;
  /** Cells of the block: `first` up to (not including) `end`. */
  readonly first: number;
  readonly end: number;
  readonly unit: Unit;
  readonly language: string;
  /** First cell of the chosen unit when it is in this block, else −1. */
  readonly chosen: number;
};

export const ScoreBlock = memo(function ScoreBlock(props: Props): ReactNode {
  const element = useRef<HTMLSpanElement>(null);
  const isNear = useNearViewport(element, true);
  const { trace, first, end, chosen } = props;
  const { cells } = trace;
  return (
    <span ref={element} data-block={first}>
      {isNear || chosen !== -1 ? (
        <Units {...props} />
      ) : (
        cells.text.slice(cells.start(first), cells.start(end))
      )}
    </span>
  );
});

function Units({ trace, first, end, unit, language, chosen }: Props): ReactNode {
  return unitsOf(trace.cells, { first, end }, unit, language).map((range) => (
    <UnitSpan
      key={range.first}
      trace={trace}
      range={range}
      isChosen={chosen >= range.first && chosen < range.end}
    />
  ));
}

function UnitSpan({
  trace,
  range,
  isChosen,
}: {
  readonly trace: TokenTrace;
  readonly range: CellRange;
  readonly isChosen: boolean;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { bits, tokens } = unitValues(trace, range);
  const text = unitText(trace, range);
  const bin = binOf('surprisal', { ...unscored, surprisalBits: bits / tokens });
  const label = Number.isNaN(bits)
    ? t('unitNameUnscored', { text: visibleText(text) })
    : t('unitName', { text: visibleText(text), bits: format.bits(bits) });
  return (
    <span
      className={['token', bin >= 0 ? `heat-${bin}` : '', isChosen ? 'token-chosen' : '']
        .filter(Boolean)
        .join(' ')}
      data-first={range.first}
      data-end={range.end}
      {...(isChosen ? { tabIndex: 0, role: 'button', 'aria-pressed': true, 'aria-label': label } : {})}
    >
      {text}
    </span>
  );
}

export function unitText({ cells }: TokenTrace, { first, end }: CellRange): string {
  return cells.text.slice(cells.start(first), cells.start(end));
}
