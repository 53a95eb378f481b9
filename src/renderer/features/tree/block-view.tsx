/**
 * The tree as blocks whose height is their probability, with the drawn paths over them. Page. The arrow keys go through
 * it; going into a block makes it fill the view.
 */
import { useId, useMemo, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { pathTo } from '#probability/tree/tree.ts';
import { Button } from '../../components/button.tsx';
import { Figure } from '../../components/figure/figure.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { textOfTokens } from '../../components/token-text.ts';
import { useWidth } from '../../components/figure/use-width.ts';
import { blockMove } from './block-keys.ts';
import { blocksOfPath, layOutBlocks, type Block } from './block-layout.ts';
import { lineOf } from './path-marks.tsx';
import { chooseRow } from './tree-actions.ts';
import { nodeIdOfRow } from './tree-rows.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';
import { treeTable } from './tree-table.ts';
import { useShownPaths } from './use-path-marks.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable; readonly provenance: string };

const heightPx = 440;
const firstPx = 64;
const leastColumnPx = 112;
/** Lower blocks could not be told apart. */
const leastPx = 1.5;
const labelPx = 15;
const labelInsetPx = 16;
const leastLinePx = 6;
const characterPx = 7;

export function BlockView({ run, vocabulary, provenance }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const [ref, widthPx] = useWidth();
  const { zoomId, chosenRow } = useTree();
  const columns = Math.max(
    2,
    Math.min(run.limits.depth + 1, 1 + Math.floor((widthPx - firstPx) / leastColumnPx)),
  );
  const blocks = useBlocks(run, zoomId, columns);
  const zoomed = textOfTokens(
    vocabulary,
    pathTo(run.tree, zoomId).map(({ tokenId }) => tokenId),
  );
  const chosenId = nodeIdOfRow(chosenRow);
  const table = useMemo(
    () => treeTable(run.tree, vocabulary, t),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same tree grows: `revision` says when
    [run.tree, run.revision, vocabulary, t],
  );
  return (
    <div ref={ref}>
      <div className="mb-3 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        <Button
          isSmall
          disabled={chosenId === zoomId || !run.tree.nodes[chosenId]?.children}
          onClick={() => zoomTo(chosenId)}
        >
          {t('zoomIn')}
        </Button>
        <Button isSmall disabled={zoomId === 0} onClick={() => zoomTo(parentOf(run, zoomId))}>
          {t('zoomOut')}
        </Button>
        <span className="truncate">{zoomId === 0 ? t('zoomStart') : t('zoomed', { text: zoomed })}</span>
      </div>
      <Figure title={t('blocksTitle')} provenance={provenance} fileName="tree" table={table}>
        <Blocks
          run={run}
          blocks={blocks}
          vocabulary={vocabulary}
          columnPx={(widthPx - firstPx) / (columns - 1)}
          widthPx={widthPx}
        />
      </Figure>
    </div>
  );
}

function useBlocks({ tree, revision }: TreeRun, zoomId: number, columns: number): readonly Block[] {
  return useMemo(
    () => layOutBlocks(tree, zoomId, columns, leastPx / heightPx),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same tree grows: `revision` says when
    [tree, revision, zoomId, columns],
  );
}

function zoomTo(id: number): void {
  useTree.setState({ zoomId: id });
}

function parentOf({ tree }: TreeRun, id: number): number {
  return Math.max(0, tree.nodes[id]?.parentId ?? 0);
}

type DrawnProps = {
  readonly run: TreeRun;
  readonly blocks: readonly Block[];
  readonly vocabulary: VocabularyTable;
  readonly columnPx: number;
  readonly widthPx: number;
};

function Blocks({ run, blocks, vocabulary, columnPx, widthPx }: DrawnProps): ReactNode {
  const { t } = useTranslation('tree');
  const hatchId = useId();
  const { chosenRow, zoomId } = useTree();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = blockMove(run.tree, blocks, { chosenRow, zoomId }, event.key);
    if (move === null) return;
    event.preventDefault();
    event.stopPropagation();
    useTree.setState(move);
  };
  const rowUnder = ({ target }: MouseEvent): number | null => {
    const drawn = target instanceof Element ? target.closest<SVGElement>('[data-row]') : null;
    return drawn ? Number(drawn.dataset['row']) : null;
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one listener for all blocks; the keys do the same */}
      <div
        role="group"
        tabIndex={0}
        aria-label={t('blocksLabel')}
        className="rounded"
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const row = rowUnder(event);
          if (row !== null) chooseRow(row);
        }}
        onDoubleClick={(event) => {
          const row = rowUnder(event);
          if (row !== null && row >= 0 && run.tree.nodes[row]?.children)
            zoomTo(row === zoomId ? parentOf(run, row) : row);
        }}
      >
        <svg
          role="img"
          aria-label={t('blocksTitle')}
          width={widthPx}
          height={heightPx}
          viewBox={`0 0 ${widthPx} ${heightPx}`}
          className="block max-w-full select-none"
        >
          <defs>
            <pattern
              id={hatchId}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line x1="0" y1="0" x2="0" y2="5" stroke="var(--color-line-strong)" strokeWidth="1.5" />
            </pattern>
          </defs>
          {blocks.map((block) => (
            <BlockShape
              key={block.row}
              block={block}
              run={run}
              vocabulary={vocabulary}
              columnPx={columnPx}
              hatch={`url(#${hatchId})`}
            />
          ))}
          <ChosenOutline block={blocks.find(({ row }) => row === chosenRow)} columnPx={columnPx} />
          <PathLines run={run} blocks={blocks} columnPx={columnPx} />
        </svg>
      </div>
      <p className="mt-2 text-xs text-ink-faint">{t('blocksHint')}</p>
    </>
  );
}

/** The first column only says where everything begins. */
function boxOf({ column, top, height }: Block, columnPx: number) {
  return {
    x: (column === 0 ? 0 : firstPx + (column - 1) * columnPx) + 0.5,
    y: top * heightPx + 0.5,
    width: (column === 0 ? firstPx : columnPx) - 1,
    height: Math.max(0.5, height * heightPx - 1),
  };
}

function BlockShape({
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

function ChosenOutline({
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
function PathLines({ run, blocks, columnPx }: Pick<DrawnProps, 'run' | 'blocks' | 'columnPx'>): ReactNode {
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
