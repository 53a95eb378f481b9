/**
 * Quality against size: how far each file is from the reference, and how much disk it takes. Page. Only for models of one
 * tokeniser, whose distributions can be compared.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextComparison } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { Figure } from '../../components/figure/figure.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { nameIn } from './use-names.ts';

const width = 560;
const height = 220;
const margin = { left: 64, right: 24, top: 14, bottom: 34 };

type Point = { readonly name: string; readonly bytes: number; readonly kld: number; readonly error: number };

export function QualityChart({
  comparison,
  known,
}: {
  readonly comparison: TextComparison;
  readonly known: readonly Model[];
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const points = pointsOf(comparison, known);
  if (points.length === 0) return null;
  const floor = comparison.noise?.divergence?.kldNats.mean ?? null;
  const reference = comparison.models[0];
  const nameOf = nameIn(known);
  const positions = comparison.pairs.find(({ divergence }) => divergence)?.divergence?.positions ?? 0;
  const scale = scaleOf(points, floor);
  return (
    <div className="mt-8 max-w-[46rem]">
      <Figure
        title={t('quality')}
        provenance={t('qualityProvenance', {
          model: reference ? nameOf(reference.modelId) : '—',
          positions: format.integer(positions),
        })}
        fileName="prisme-quality-size"
        table={{
          columns: [t('columns.model'), t('columns.sizeBytes'), t('columns.kld'), t('columns.error')],
          rows: points.map(({ name, bytes, kld, error }) => [name, bytes, kld, error]),
        }}
      >
        <svg role="img" aria-label={t('quality')} viewBox={`0 0 ${width} ${height}`} className="w-full">
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={height - margin.bottom}
            y2={height - margin.bottom}
            stroke="var(--color-line-strong)"
          />
          <line
            x1={margin.left}
            x2={margin.left}
            y1={margin.top}
            y2={height - margin.bottom}
            stroke="var(--color-line-strong)"
          />
          {floor !== null && <Floor y={scale.y(floor)} label={t('noiseShort')} />}
          {scale.ticks.map((tick) => (
            <text
              key={tick}
              x={margin.left - 8}
              y={scale.y(tick) + 4}
              fontSize="11"
              textAnchor="end"
              fill="var(--color-ink-faint)"
            >
              {tick}
            </text>
          ))}
          {points.map(({ name, bytes, kld }, place) => (
            <g key={name} transform={`translate(${scale.x(bytes)} ${scale.y(kld)})`}>
              <circle r="4" fill="var(--color-accent)" />
              <text
                x={scale.x(bytes) > width / 2 ? -8 : 8}
                y={place % 2 === 0 ? -6 : 14}
                fontSize="11"
                textAnchor={scale.x(bytes) > width / 2 ? 'end' : 'start'}
                fill="var(--color-ink)"
              >
                {name}
              </text>
            </g>
          ))}
          <text
            x={width - margin.right}
            y={height - 8}
            fontSize="11"
            textAnchor="end"
            fill="var(--color-ink-faint)"
          >
            {`${t('columns.size')}: ${format.bytes(0)} – ${format.bytes(scale.mostBytes)}`}
          </text>
        </svg>
      </Figure>
    </div>
  );
}

function Floor({ y, label }: { readonly y: number; readonly label: string }): ReactNode {
  return (
    <g>
      <rect
        x={margin.left}
        width={width - margin.left - margin.right}
        y={y}
        height={Math.max(0, height - margin.bottom - y)}
        fill="var(--color-sunken)"
      />
      <text
        x={width - margin.right - 4}
        y={y + 12}
        fontSize="11"
        textAnchor="end"
        fill="var(--color-ink-faint)"
      >
        {label}
      </text>
    </g>
  );
}

function pointsOf({ pairs }: TextComparison, known: readonly Model[]): readonly Point[] {
  const nameOf = nameIn(known);
  return pairs.flatMap(({ modelId, divergence }) => {
    const file = known.find(({ id }) => id === modelId);
    const { mean, error } = divergence?.kldNats ?? { mean: null, error: null };
    return file && mean !== null && mean > 0
      ? [{ name: nameOf(modelId), bytes: file.sizeBytes, kld: mean, error: error ?? 0 }]
      : [];
  });
}

/** Divergences differ by powers of ten: a logarithmic axis, with a tick at each. */
function scaleOf(points: readonly Point[], floor: number | null) {
  const values = [...points.map(({ kld }) => kld), ...(floor !== null && floor > 0 ? [floor] : [])];
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const mostBytes = 1.15 * Math.max(...points.map(({ bytes }) => bytes));
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  return {
    mostBytes,
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    x: (bytes: number) => margin.left + (bytes / mostBytes) * inner.width,
    y: (kld: number) =>
      margin.top + ((high - Math.log10(Math.max(kld, 10 ** low))) / (high - low)) * inner.height,
  };
}
