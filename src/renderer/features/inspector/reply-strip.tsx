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
import type { EvaluationProfile } from '#contract/profile.ts';
import { measureText } from '#probability/text-measures.ts';
import { FigureExportMenu } from '../../components/exporting/figure-export-menu.tsx';
import type { FigureTable } from '../../components/figure/figure-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { useProfileWords } from '../../components/profile-words.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { fullBits, stripLayout, stripPath } from './strip-path.ts';

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
    const isScored = !Number.isNaN(surprisalBits) && !trace.isMark(trace.tokenId(position));
    yield { logprob: isScored ? -surprisalBits * Math.LN2 : null, bytes: trace.textBytes(position) };
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

/** One row a token; a token that is not scored has no bits. */
function stripTable(trace: TokenTrace, count: number, columns: readonly string[]): FigureTable {
  const rows = Array.from({ length: count }, (_, position): readonly (string | number)[] => [
    position + 1,
    visibleBytes(trace.vocabulary.piece(trace.tokenId(position)).bytes),
    trace.values(position).surprisalBits,
  ]);
  return { columns, rows };
}

type Props = {
  readonly trace: TokenTrace;
  readonly modelName: string;
  /** Null: there are no numbers. */
  readonly profile: EvaluationProfile | null;
  /** How many tokens there are now. */
  readonly count: number;
  readonly position: number;
  /** Changes when numbers change. */
  readonly version: string;
  readonly onMove: (position: number) => void;
};

export function ReplyStrip(props: Props): ReactNode {
  const { trace, count, position, version, onMove } = props;
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
      <div className="flex items-start justify-between gap-2">
        <Totals key={version} trace={trace} count={count} />
        <StripExportMenu {...props} strip={ref} />
      </div>
    </section>
  );
}

function StripExportMenu(props: Props & { readonly strip: RefObject<HTMLDivElement | null> }): ReactNode {
  const { trace, count, modelName, profile, strip } = props;
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const profileWords = useProfileWords();
  if (profile === null) return null;
  const pass = t(profile.pass === 'generation' ? 'profile.live' : 'profile.recomputed');
  return (
    <FigureExportMenu
      title={t('strip.figure', { bits: format.integer(fullBits) })}
      provenance={`${pass} · ${profileWords(modelName, profile)}`}
      fileName="prisme-surprise-of-tokens"
      table={() => stripTable(trace, count, [t('strip.position'), t('table.token'), t('strip.bits')])}
      withChart={(take) => take(strip.current?.querySelector('svg') ?? null)}
    />
  );
}
