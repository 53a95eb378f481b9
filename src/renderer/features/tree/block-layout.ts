/**
 * The tree as blocks: a column for each token, and for each continuation a height that is its probability. Page, pure.
 * The node that fills the view counts as 1: going into a node renormalises what is behind it.
 */
import type { TreePath } from '#probability/tree/grow-tree.ts';
import type { Tree, TreeNode } from '#probability/tree/tree.ts';
import { otherRowOf } from './tree-rows.ts';

export type Block = {
  /** As in tree-rows.ts. */
  readonly row: number;
  /** 0: the node that fills the view. */
  readonly column: number;
  /** Of the whole height, 0..1. */
  readonly top: number;
  readonly height: number;
};

/**
 * @param columns how many columns are drawn, that of the zoomed node included
 * @param least blocks lower than this part of the height are left out, and what is behind them
 */
export function layOutBlocks(tree: Tree, zoomId: number, columns: number, least: number): readonly Block[] {
  const blocks: Block[] = [];
  const add = (node: TreeNode, column: number, top: number, height: number): void => {
    blocks.push({ row: node.id, column, top, height });
    if (node.children === null || node.other === null || column + 1 >= columns) return;
    let at = top;
    for (const id of node.children) {
      const child = tree.nodes[id];
      if (child === undefined) continue;
      const share = height * child.probability;
      if (share >= least) add(child, column + 1, at, share);
      at += share;
    }
    const rest = height * node.other.probability;
    // The sum of many parts may miss the end by a rounding error.
    const bottom = Math.min(at, top + height);
    if (rest >= least)
      blocks.push({ row: otherRowOf(node.id), column: column + 1, top: bottom, height: rest });
  };
  const root = tree.nodes[zoomId];
  if (root) add(root, 0, 0, 1);
  return blocks;
}

/** The blocks that a path goes through, in order; those that are not drawn are left out. */
export function blocksOfPath(
  blocks: readonly Block[],
  { nodeIds }: Pick<TreePath, 'nodeIds'>,
): readonly Block[] {
  const byRow = new Map(blocks.map((block) => [block.row, block]));
  return nodeIds.flatMap((id) => byRow.get(id) ?? []);
}
