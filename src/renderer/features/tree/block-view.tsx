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
import { textOfTokens } from '../../components/token-text.ts';
import { useWidth } from '../../components/figure/use-width.ts';
import { blockMove, parentRow } from './block-keys.ts';
import {
  BlockShape,
  blocksHeightPx,
  ChosenOutline,
  type DrawnProps,
  firstColumnPx,
  legendHeightPx,
  PathLegend,
  PathLines,
} from './block-drawing.tsx';
import { layOutBlocks, type Block } from './block-layout.ts';
import { chooseRow } from './tree-actions.ts';
import { nodeIdOfRow } from './tree-rows.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';
import { treeTable } from './tree-table.ts';

type Props = { readonly run: TreeRun; readonly vocabulary: VocabularyTable; readonly provenance: string };

const leastColumnPx = 112;
/** Lower blocks could not be told apart. */
const leastPx = 1.5;

export function BlockView({ run, vocabulary, provenance }: Props): ReactNode {
  const { t } = useTranslation('tree');
  const [ref, widthPx] = useWidth();
  const { zoomId, chosenRow } = useTree();
  const columns = Math.max(
    2,
    Math.min(run.limits.depth + 1, 1 + Math.floor((widthPx - firstColumnPx) / leastColumnPx)),
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
        <Button isSmall disabled={zoomId === 0} onClick={() => zoomTo(parentRow(run.tree, zoomId))}>
          {t('zoomOut')}
        </Button>
        <span className="truncate">{zoomId === 0 ? t('zoomStart') : t('zoomed', { text: zoomed })}</span>
      </div>
      <Figure title={t('blocksTitle')} provenance={provenance} fileName="prisme-tree" table={table}>
        <Blocks
          run={run}
          blocks={blocks}
          vocabulary={vocabulary}
          columnPx={(widthPx - firstColumnPx) / (columns - 1)}
          widthPx={widthPx}
        />
      </Figure>
    </div>
  );
}

function useBlocks({ tree, revision }: TreeRun, zoomId: number, columns: number): readonly Block[] {
  return useMemo(
    () => layOutBlocks(tree, zoomId, columns, leastPx / blocksHeightPx),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same tree grows: `revision` says when
    [tree, revision, zoomId, columns],
  );
}

function zoomTo(id: number): void {
  useTree.setState({ zoomId: id });
}

function Blocks({
  run,
  blocks,
  vocabulary,
  columnPx,
  widthPx,
}: DrawnProps & { readonly widthPx: number }): ReactNode {
  const { t } = useTranslation('tree');
  const hatchId = useId();
  const heightPx = blocksHeightPx + legendHeightPx;
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
            zoomTo(row === zoomId ? parentRow(run.tree, row) : row);
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
          <PathLegend run={run} />
        </svg>
      </div>
      <p className="mt-2 text-xs text-ink-faint">{t('blocksHint')}</p>
    </>
  );
}
