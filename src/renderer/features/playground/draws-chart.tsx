/**
 * How often each token was drawn, with what q lets expect: a bar for what came, a mark at the expected number, its
 * whisker one standard deviation to each side. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useWidth } from '../../components/figure/use-width.ts';

export type DrawnRow = {
  readonly text: string;
  readonly q: number;
  readonly observed: number;
  readonly mean: number;
  readonly sd: number;
};

const rowHeight = 24;
const labelWidth = 128;
const figuresWidth = 148;
const longestLabel = 15;

export function DrawsChart({ rows }: { readonly rows: readonly DrawnRow[] }): ReactNode {
  const { t } = useTranslation('playground');
  const [ref, measured] = useWidth();
  const width = Math.min(measured, 760);
  const full = Math.max(1, ...rows.map(({ observed, mean, sd }) => Math.max(observed, mean + sd)));
  const scale = (count: number): number => (Math.max(0, count) / full) * (width - labelWidth - figuresWidth);
  return (
    <div ref={ref}>
      <svg
        role="img"
        aria-label={t('draws.chartLabel')}
        width={width}
        height={rows.length * rowHeight + 20}
        viewBox={`0 0 ${width} ${rows.length * rowHeight + 20}`}
        className="block"
      >
        <text x={width} y={12} textAnchor="end" className="fill-ink-faint text-xs">
          {t('draws.legend')}
        </text>
        {rows.map((row, index) => (
          <Row
            key={`${row.text} ${row.q} ${row.mean}`}
            row={row}
            y={20 + index * rowHeight}
            scale={scale}
            width={width}
          />
        ))}
      </svg>
    </div>
  );
}

type RowProps = {
  readonly row: DrawnRow;
  readonly y: number;
  readonly scale: (count: number) => number;
  readonly width: number;
};

function Row({ row, y, scale, width }: RowProps): ReactNode {
  const format = useTokenFormat();
  const { text, observed, mean, sd } = row;
  const middle = y + rowHeight / 2;
  const x = (count: number): number => labelWidth + scale(count);
  const label = text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text;
  return (
    <>
      <text x={labelWidth - 8} y={middle + 4} textAnchor="end" className="fill-ink font-mono text-xs">
        {label}
      </text>
      <rect
        x={labelWidth}
        y={y + 5}
        width={scale(observed)}
        height={rowHeight - 10}
        className="fill-heat-3"
      />
      <line
        x1={x(mean - sd)}
        x2={x(mean + sd)}
        y1={middle}
        y2={middle}
        className="stroke-ink"
        strokeWidth={1}
      />
      <line
        x1={x(mean)}
        x2={x(mean)}
        y1={y + 4}
        y2={y + rowHeight - 4}
        className="stroke-ink"
        strokeWidth={2}
      />
      <text x={width} y={middle + 4} textAnchor="end" className="fill-ink-soft text-xs tabular-nums">
        {`${format.integer(observed)}  ·  ${format.choices(mean)} ± ${format.choices(sd)}`}
      </text>
    </>
  );
}
