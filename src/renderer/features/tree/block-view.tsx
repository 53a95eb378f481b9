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
const columnPx = 112;
/** Lower blocks could not be told apart. */
const leastPx = 1.5;
const labelPx = 15;
const characterPx = 7;

export function BlockView({ run, vocabulary, provenance }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const [ref, widthPx] = useWidth();
  const { zoomId, chosenRow } = useTree();
  const columns = Math.max(2, Math.min(run.limits.depth + 1, Math.floor(widthPx / columnPx)));
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
          columnPx={widthPx / columns}
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

function Blocks({ run, blocks, vocabulary, columnPx: width, widthPx }: DrawnProps): ReactNode {
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
              widthPx={width}
              hatch={`url(#${hatchId})`}
            />
          ))}
          <ChosenOutline block={blocks.find(({ row }) => row === chosenRow)} widthPx={width} />
          <PathLines run={run} blocks={blocks} widthPx={width} />
        </svg>
      </div>
      <p className="mt-2 text-xs text-ink-faint">{t('blocksHint')}</p>
    </>
  );
}

function boxOf({ column, top, height }: Block, widthPx: number) {
  return {
    x: column * widthPx + 0.5,
    y: top * heightPx + 0.5,
    width: Math.max(1, widthPx - 1),
    height: Math.max(0.5, height * heightPx - 1),
  };
}

function BlockShape({
  block,
  run,
  vocabulary,
  widthPx,
  hatch,
}: Pick<DrawnProps, 'run' | 'vocabulary' | 'widthPx'> & {
  readonly block: Block;
  readonly hatch: string;
}): ReactNode {
  const { t } = useTranslation('tree');
  const format = useTokenFormat();
  const box = boxOf(block, widthPx);
  const node = block.row >= 0 ? run.tree.nodes[block.row] : undefined;
  const share = node ? node.probability : (run.tree.nodes[nodeIdOfRow(block.row)]?.other?.probability ?? 0);
  const text = node
    ? node.parentId < 0
      ? t('start')
      : visibleBytes(vocabulary.piece(node.tokenId).bytes)
    : t('otherShort');
  const room = Math.floor((widthPx - 12) / characterPx);
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
          x={box.x + 6}
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
  widthPx,
}: {
  readonly block: Block | undefined;
  readonly widthPx: number;
}): ReactNode {
  if (!block) return null;
  return (
    <rect
      {...boxOf(block, widthPx)}
      fill="none"
      stroke="var(--color-ink)"
      strokeWidth="2"
      pointerEvents="none"
    />
  );
}

/** Beams lie under the others: they often take the same way. */
function PathLines({ run, blocks, widthPx }: Pick<DrawnProps, 'run' | 'blocks' | 'widthPx'>): ReactNode {
  const paths = useShownPaths(run);
  const offsets = { beam: 4, sampled: 0, greedy: -4 } as const;
  return (
    <g pointerEvents="none">
      {paths.toReversed().map((path) => {
        const points = blocksOfPath(blocks, path).map(({ column, top, height }) => {
          const box = boxOf({ row: 0, column, top, height }, widthPx);
          const offset =
            Math.min(Math.abs(offsets[path.kind]), box.height / 2) * Math.sign(offsets[path.kind]);
          return [box.x + box.width - 8, box.y + box.height / 2 + offset] as const;
        });
        if (points.length === 0) return null;
        const { stroke, dash } = lineOf[path.kind];
        return (
          <g key={`${path.kind}${path.place}`} stroke={stroke} strokeWidth="1.5" fill={stroke}>
            <polyline
              points={points.map((point) => point.join(',')).join(' ')}
              fill="none"
              strokeDasharray={dash}
            />
            {points.map(([x, y]) => (
              <circle key={x} cx={x} cy={y} r="2" stroke="none" />
            ))}
          </g>
        );
      })}
    </g>
  );
}
