/**
 * How blocks, the chosen one and the drawn paths look. Page. Where they lie is in block-layout.ts.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { blocksOfPath, type Block } from './block-layout.ts';
import { lineOf } from './path-marks.tsx';
import { nodeIdOfRow } from './tree-rows.ts';
import type { TreeRun } from './tree-run.ts';
import { useShownPaths } from './use-path-marks.ts';

export const blocksHeightPx = 440;
export const legendHeightPx = 28;
/** The first column only says where everything begins. */
export const firstColumnPx = 64;
const labelPx = 15;
const labelInsetPx = 16;
const leastLinePx = 6;
const characterPx = 7;

export type DrawnProps = {
  readonly run: TreeRun;
  readonly blocks: readonly Block[];
  readonly vocabulary: VocabularyTable;
  readonly columnPx: number;
};

function boxOf({ column, top, height }: Block, columnPx: number) {
  return {
    x: (column === 0 ? 0 : firstColumnPx + (column - 1) * columnPx) + 0.5,
    y: top * blocksHeightPx + 0.5,
    width: (column === 0 ? firstColumnPx : columnPx) - 1,
    height: Math.max(0.5, height * blocksHeightPx - 1),
  };
}

export function BlockShape({
  block,
  run,
  vocabulary,
  columnPx,
  hatch,
}: Pick<DrawnProps, 'run' | 'vocabulary' | 'columnPx'> & {
  readonly block: Block;
  readonly hatch: string;
}): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  const box = boxOf(block, columnPx);
  const node = block.row >= 0 ? run.tree.nodes[block.row] : undefined;
  const share = node ? node.probability : (run.tree.nodes[nodeIdOfRow(block.row)]?.other?.probability ?? 0);
  const text = node
    ? node.parentId < 0
      ? t('start')
      : visibleBytes(vocabulary.piece(node.tokenId).bytes)
    : t('otherShort');
  const inset = block.column === 0 ? 6 : labelInsetPx;
  const room = Math.floor((box.width - inset - 4) / characterPx);
  const percent = block.column === 0 ? '' : format.share(share);
  const label = text.length + percent.length + 1 <= room ? `${text} ${percent}`.trim() : text.slice(0, room);
  return (
    <g data-row={block.row}>
      <title>{[text, percent].join(' ').trim()}</title>
      <rect
        {...box}
        fill={node ? 'var(--color-sunken)' : hatch}
        stroke="var(--color-line-strong)"
        strokeWidth="1"
      />
      {box.height >= labelPx && (
        <text
          x={box.x + inset}
          y={box.y + Math.min(box.height / 2, 200) + 4}
          fontSize="12"
          fill={node?.isEnd ? 'var(--color-accent)' : 'var(--color-ink)'}
        >
          {label}
        </text>
      )}
    </g>
  );
}

export function ChosenOutline({
  block,
  columnPx,
}: {
  readonly block: Block | undefined;
  readonly columnPx: number;
}): ReactNode {
  if (!block) return null;
  return (
    <rect
      {...boxOf(block, columnPx)}
      fill="none"
      stroke="var(--color-ink)"
      strokeWidth="2"
      pointerEvents="none"
    />
  );
}

/** A line of each path along the left edge of the blocks that it goes through, side by side. */
export function PathLines({
  run,
  blocks,
  columnPx,
}: Pick<DrawnProps, 'run' | 'blocks' | 'columnPx'>): ReactNode {
  const paths = useShownPaths(run);
  const places = { greedy: 3, sampled: 6.5, beam: 10 } as const;
  // Beams that share a block share its line.
  const lines = new Map(
    paths.flatMap((path) =>
      blocksOfPath(blocks, path).map(
        (block) => [`${path.kind}${block.row}`, { kind: path.kind, block }] as const,
      ),
    ),
  );
  return (
    <g pointerEvents="none">
      {[...lines].map(([key, { kind, block }]) => {
        const { x, y, height } = boxOf(block, columnPx);
        const { stroke, dash } = lineOf[kind];
        const half = Math.max(height - 2, leastLinePx) / 2;
        const middle = y + height / 2;
        const at = x + places[kind];
        return (
          <line
            key={key}
            x1={at}
            x2={at}
            y1={middle - half}
            y2={middle + half}
            stroke={stroke}
            strokeWidth="2"
            strokeDasharray={dash}
          />
        );
      })}
    </g>
  );
}

/** In the drawing itself, so that it is there in an exported picture too. */
export function PathLegend({ run }: { readonly run: TreeRun }): ReactNode {
  const { t } = useTranslation('tree');
  const paths = useShownPaths(run);
  const kinds = (['greedy', 'sampled', 'beam'] as const).filter((kind) =>
    paths.some((path) => path.kind === kind),
  );
  return kinds.map((kind, index) => {
    const { stroke, dash } = lineOf[kind];
    const y = blocksHeightPx + 18;
    return (
      <g key={kind} transform={`translate(${index * 120} 0)`}>
        <line x1="0" x2="18" y1={y} y2={y} stroke={stroke} strokeWidth="2" strokeDasharray={dash} />
        <text x="26" y={y + 4} fontSize="12" fill="var(--color-ink-soft)">
          {t(`kinds.${kind}`)}
        </text>
      </g>
    );
  });
}
