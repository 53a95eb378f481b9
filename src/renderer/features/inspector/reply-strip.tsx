/**
 * The whole reply at a glance: surprisal from the first token to the last, and its totals. Page. A click goes to a
 * token; the keyboard has the navigator.
 */
import {
  memo,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { measureText } from '#probability/text-measures.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { stripLayout, stripPath } from './strip-path.ts';

const rowHeight = 14;
const rowGap = 3;
const widthBeforeMeasuring = 340;

type RowProps = {
  readonly trace: TokenTrace;
  readonly from: number;
  readonly to: number;
  readonly columnWidth: number;
};

/** Rows that are full never change again while a reply grows. */
const StripRow = memo(function StripRow({ trace, from, to, columnWidth }: RowProps): ReactNode {
  return (
    <path
      d={stripPath(from, to, columnWidth, rowHeight, (position) => trace.values(position).surprisalBits)}
    />
  );
});

function useWidth(): { readonly ref: RefObject<HTMLDivElement | null>; readonly widthPx: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [widthPx, setWidth] = useState(widthBeforeMeasuring);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(80, Math.floor(element.clientWidth))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, widthPx };
}

/** Control tokens have no bytes of text and stay out of the totals. */
function* scoredTokens(
  trace: TokenTrace,
  count: number,
): Generator<{ logprob: number | null; bytes: number }> {
  for (let position = 0; position < count; position++) {
    const { surprisalBits } = trace.values(position);
    const tokenId = trace.tokenId(position);
    const { bytes } = trace.vocabulary.piece(tokenId);
    const isScored = !Number.isNaN(surprisalBits) && !trace.isMark(tokenId);
    yield { logprob: isScored ? -surprisalBits * Math.LN2 : null, bytes: isScored ? bytes.length : 0 };
  }
}

function Totals({ trace, count }: { trace: TokenTrace; count: number }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const {
    totalBits,
    bitsPerByte,
    perplexity,
    scoredTokens: scored,
  } = useMemo(() => measureText(scoredTokens(trace, count)), [trace, count]);
  if (scored === 0) return null;
  const values = {
    bits: format.significant(totalBits),
    bitsPerByte: format.significant(bitsPerByte ?? Number.NaN),
    perplexity: format.significant(perplexity ?? Number.NaN),
  };
  return (
    <p className="totals" title={t('strip.scope')}>
      {t('strip.totals', values)}{' '}
      <small>({t('strip.scored', { count: scored, shown: format.integer(scored) })})</small>
    </p>
  );
}

type Props = {
  readonly trace: TokenTrace;
  /** How many tokens there are now. */
  readonly count: number;
  readonly position: number;
  /** Changes when numbers change. */
  readonly version: string;
  readonly onMove: (position: number) => void;
};

export function ReplyStrip({ trace, count, position, version, onMove }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const { ref, widthPx } = useWidth();
  const { perRow, columnWidth } = stripLayout(count, widthPx);
  const rows = Math.max(1, Math.ceil(count / perRow));
  const height = rows * (rowHeight + rowGap);
  const onClick = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / (rowHeight + rowGap));
    onMove(
      Math.max(0, Math.min(count - 1, row * perRow + Math.floor((event.clientX - box.left) / columnWidth))),
    );
  };
  return (
    <section className="strip" aria-label={t('strip.title')} ref={ref}>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the navigator below has the keys for the same */}
      <svg
        role="img"
        aria-label={t('strip.label', { total: count })}
        width={widthPx}
        height={height}
        onClick={onClick}
      >
        {Array.from({ length: rows }, (_, row) => (
          <g key={row} transform={`translate(0 ${row * (rowHeight + rowGap)})`}>
            <line
              x1="0"
              x2={Math.min(widthPx, (count - row * perRow) * columnWidth)}
              y1={rowHeight + 0.5}
              y2={rowHeight + 0.5}
            />
            <StripRow
              key={version}
              trace={trace}
              from={row * perRow}
              to={Math.min(count, (row + 1) * perRow)}
              columnWidth={columnWidth}
            />
          </g>
        ))}
        {position >= 0 && (
          <rect
            className="strip-marker"
            x={(position % perRow) * columnWidth - 1}
            y={Math.floor(position / perRow) * (rowHeight + rowGap)}
            width={columnWidth + 2}
            height={rowHeight + 1}
          />
        )}
      </svg>
      <Totals key={version} trace={trace} count={count} />
    </section>
  );
}
