/**
 * q laid end to end from 0 to 1 in the order of the survivors, with the draw on it. Page.
 */
import type { ReactNode } from 'react';
import { useWidth } from '../../components/figure/use-width.ts';

export type BarPart = {
  /** Null: tokens that are not shown one by one. */
  readonly id: number | null;
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

type Props = {
  readonly parts: readonly BarPart[];
  readonly draw: number;
  readonly drawnId: number | null;
  readonly label: string;
};

const height = 62;
const top = 16;
const barHeight = 28;
/** Of the monospaced 12 px label, with the room beside it. */
const characterPx = 7.4;

export function CumulativeBar({ parts, draw, drawnId, label }: Props): ReactNode {
  const [ref, width] = useWidth();
  const drawX = Math.min(width - 1, Math.max(1, draw * width));
  return (
    <div ref={ref}>
      <svg
        role="img"
        aria-label={label}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block"
      >
        {parts.map((part, index) => (
          <Part
            key={part.id ?? 'others'}
            part={part}
            index={index}
            width={width}
            isDrawn={part.id === drawnId}
          />
        ))}
        <line
          x1={drawX}
          x2={drawX}
          y1={top - 4}
          y2={top + barHeight + 4}
          className="stroke-ink"
          strokeWidth={1.5}
        />
        <text
          x={Math.min(width - 4, Math.max(4, drawX))}
          y={10}
          textAnchor="middle"
          className="fill-ink text-xs"
        >
          u
        </text>
        <text x={0} y={height - 4} className="fill-ink-faint text-xs">
          0
        </text>
        <text x={width} y={height - 4} textAnchor="end" className="fill-ink-faint text-xs">
          1
        </text>
      </svg>
    </div>
  );
}

type PartProps = {
  readonly part: BarPart;
  readonly index: number;
  readonly width: number;
  readonly isDrawn: boolean;
};

function Part({ part, index, width, isDrawn }: PartProps): ReactNode {
  const x = part.from * width;
  const partWidth = (part.to - part.from) * width;
  const room = Math.floor((partWidth - 8) / characterPx);
  const text = part.text.length <= room ? part.text : room >= 3 ? `${part.text.slice(0, room - 1)}…` : '';
  const fill = part.id === null ? 'fill-sunken' : index % 2 === 0 ? 'fill-heat-2' : 'fill-heat-1';
  return (
    <>
      <rect
        x={x}
        y={top}
        width={Math.max(0.5, partWidth)}
        height={barHeight}
        className={isDrawn ? 'fill-heat-4' : fill}
      />
      {text === '' ? null : (
        <text
          x={x + partWidth / 2}
          y={top + barHeight / 2 + 4}
          textAnchor="middle"
          className={`font-mono text-xs ${part.id === null ? 'fill-ink-soft' : 'fill-heat-ink'}`}
        >
          {text}
        </text>
      )}
    </>
  );
}
