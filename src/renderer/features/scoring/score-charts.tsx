/**
 * The cumulative curve and the two histograms of a scored text, each with its table. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure } from '../../components/figure/figure.tsx';
import { useBinNames } from '../../components/heat-map/bin-names.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { surprisalEdges, type ScoreTotals } from './score-totals.ts';

const width = 320;
const height = 140;
const labelHeight = 18;
/** More points than pixels would add nothing to the curve. */
const mostPoints = 320;

type Props = { readonly totals: ScoreTotals; readonly provenance: string };

export function ScoreCharts({ totals, provenance }: Props): ReactNode {
  return (
    <div className="mt-8 grid gap-8 border-t border-line pt-6 sidebar:grid-cols-2 inspector:grid-cols-3">
      <Cumulative totals={totals} provenance={provenance} />
      <RankHistogram totals={totals} provenance={provenance} />
      <SurprisalHistogram totals={totals} provenance={provenance} />
    </div>
  );
}

function pointsOf({ cumulative }: ScoreTotals): readonly (readonly [token: number, bits: number])[] {
  const count = cumulative.length;
  const points = Math.min(count, mostPoints);
  return Array.from({ length: points }, (_, index) => {
    const token = points === 1 ? 0 : Math.round((index * (count - 1)) / (points - 1));
    return [token + 1, cumulative.at(token)] as const;
  });
}

function Cumulative({ totals, provenance }: Props): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const points = pointsOf(totals);
  const tokens = totals.cumulative.length;
  const bits = points.at(-1)?.[1] ?? 0;
  const path = points
    .map(([token, value], index) => {
      const x = (token / Math.max(1, tokens)) * width;
      const y = height - (value / Math.max(1e-9, bits)) * (height - 8);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <Figure
      title={t('cumulative')}
      provenance={provenance}
      fileName="cumulative-surprise"
      table={{ columns: [t('columns.token'), t('columns.cumulative')], rows: points }}
    >
      <svg
        role="img"
        aria-label={t('cumulativeLabel', { tokens: format.integer(tokens), bits: format.significant(bits) })}
        viewBox={`0 0 ${width} ${height + labelHeight}`}
        className="w-full"
      >
        <line x1="0" x2={width} y1={height} y2={height} stroke="var(--color-line-strong)" />
        <path d={path} fill="none" stroke="var(--color-accent)" strokeWidth="1.5" />
        <text x="0" y={height + 14} fontSize="11" fill="var(--color-ink-faint)">
          1
        </text>
        <text x={width} y={height + 14} fontSize="11" textAnchor="end" fill="var(--color-ink-faint)">
          {format.integer(tokens)}
        </text>
        <text x="0" y="12" fontSize="11" fill="var(--color-ink-faint)">
          {format.significant(bits)}
        </text>
      </svg>
    </Figure>
  );
}

function RankHistogram({ totals, provenance }: Props): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const names = useBinNames('rank');
  const counts = totals.ranks;
  const sum = total(counts);
  return (
    <Figure
      title={t('rankHistogram')}
      provenance={provenance}
      fileName="ranks"
      table={{
        columns: [t('columns.rank'), t('columns.tokens'), t('columns.share')],
        rows: counts.map((count, bin) => [names[bin] ?? '', count, share(count, sum)]),
      }}
    >
      <Bars label={t('rankLabel', { tokens: format.integer(sum) })} counts={counts} names={names} />
    </Figure>
  );
}

function SurprisalHistogram({ totals, provenance }: Props): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const counts = totals.surprisals;
  const sum = total(counts);
  const edge = (bits: number): string => format.bits(bits).replace(/[.,]?0+$/, '') || '0';
  const names = counts.map((_, bin) =>
    bin < surprisalEdges.length
      ? `<${edge(surprisalEdges[bin] ?? 0)}`
      : `≥${edge(surprisalEdges.at(-1) ?? 0)}`,
  );
  const ranges = counts.map(
    (_, bin) => `${edge(surprisalEdges[bin - 1] ?? 0)}–${edge(surprisalEdges[bin] ?? Infinity)}`,
  );
  return (
    <Figure
      title={t('surprisalHistogram')}
      provenance={provenance}
      fileName="surprise"
      table={{
        columns: [t('columns.range'), t('columns.tokens'), t('columns.share')],
        rows: counts.map((count, bin) => [ranges[bin] ?? '', count, share(count, sum)]),
      }}
    >
      <Bars label={t('surprisalLabel', { tokens: format.integer(sum) })} counts={counts} names={names} />
    </Figure>
  );
}

/** One bar a bin; under it what the bin is called, above it its share. */
function Bars({
  label,
  counts,
  names,
}: {
  readonly label: string;
  readonly counts: readonly number[];
  readonly names: readonly string[];
}): ReactNode {
  const format = useTokenFormat();
  const most = Math.max(1, ...counts);
  const sum = total(counts);
  const step = width / counts.length;
  const isWide = counts.length <= 6;
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height + labelHeight}`} className="w-full">
      {counts.map((count, bin) => {
        const bar = (count / most) * (height - 20);
        return (
          <g key={names[bin]} transform={`translate(${bin * step} 0)`}>
            <rect x="2" width={step - 4} y={height - bar} height={bar} fill="var(--color-heat-5)" />
            {isWide && (
              <text
                x={step / 2}
                y={height - bar - 5}
                fontSize="11"
                textAnchor="middle"
                fill="var(--color-ink)"
              >
                {format.share(share(count, sum))}
              </text>
            )}
            <text
              x={step / 2}
              y={height + 14}
              fontSize={isWide ? 11 : 10}
              textAnchor="middle"
              fill="var(--color-ink-faint)"
            >
              {names[bin]}
            </text>
          </g>
        );
      })}
      <line x1="0" x2={width} y1={height} y2={height} stroke="var(--color-line-strong)" />
    </svg>
  );
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function share(count: number, sum: number): number {
  return sum === 0 ? 0 : count / sum;
}
