/**
 * What a key means in the block view: right into a block, left out of it, up and down among the blocks beside it; Enter
 * makes the chosen block fill the view, Backspace goes back. Page, pure.
 */
import type { Tree } from '#probability/tree/tree.ts';
import type { Block } from './block-layout.ts';
import { nodeIdOfRow } from './tree-rows.ts';

export type BlockPlace = { readonly chosenRow: number; readonly zoomId: number };

/** What changes; null: the key means nothing here. */
export function blockMove(
  tree: Tree,
  blocks: readonly Block[],
  place: BlockPlace,
  key: string,
): Partial<BlockPlace> | null {
  if (key === 'Enter') return zoomIn(tree, place);
  if (key === 'Backspace') return place.zoomId === 0 ? null : { zoomId: parentRow(tree, place.zoomId) };
  const step = steps[key];
  if (step === undefined) return null;
  const current = blocks.find(({ row }) => row === place.chosenRow);
  const row = current === undefined ? blocks[0]?.row : step(tree, blocks, current);
  return row === undefined ? null : { chosenRow: row };
}

function zoomIn(tree: Tree, { chosenRow, zoomId }: BlockPlace): Partial<BlockPlace> | null {
  return chosenRow !== zoomId && tree.nodes[chosenRow]?.children ? { zoomId: chosenRow } : null;
}

/** Where a key leads from a block; undefined: nowhere. */
type Step = (tree: Tree, blocks: readonly Block[], current: Block) => number | undefined;

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: (_tree, blocks, { column, top, height }) =>
    blocks.find((block) => block.column === column + 1 && block.top >= top && block.top < top + height)?.row,
  ArrowLeft: (tree, _blocks, { row, column }) => (column === 0 ? undefined : parentRow(tree, row)),
  ArrowDown: (_tree, blocks, current) => beside(blocks, current, 1)?.row,
  ArrowUp: (_tree, blocks, current) => beside(blocks, current, -1)?.row,
};

/** The row that another one stands behind; that of the start is its own. */
export function parentRow(tree: Tree, row: number): number {
  return row < 0 ? nodeIdOfRow(row) : Math.max(0, tree.nodes[row]?.parentId ?? 0);
}

/** The next block in the same column, upwards or downwards. */
function beside(blocks: readonly Block[], current: Block, step: 1 | -1): Block | undefined {
  const column = blocks.filter((block) => block.column === current.column).sort((a, b) => a.top - b.top);
  return column[column.indexOf(current) + step];
}
