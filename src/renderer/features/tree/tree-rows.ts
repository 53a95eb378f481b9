/**
 * The rows of an indented list of a tree: its nodes with the "other" leaf of each, as far as they are open. Page, pure.
 */
import { pathTo, type OtherLeaf, type Tree, type TreeNode } from '#probability/tree/tree.ts';

/** What a row stands for has a number: a node its id, the "other" leaf of a node −1 − id. */
export type TreeRow = {
  readonly row: number;
  /** From 1: the first tokens behind the start. */
  readonly level: number;
  readonly parentId: number;
  /** From 1, among the rows of the same parent. */
  readonly place: number;
  readonly siblings: number;
} & (
  | {
      readonly kind: 'node';
      readonly node: TreeNode;
      /** Null: nothing to open. */
      readonly isOpen: boolean | null;
    }
  | { readonly kind: 'other'; readonly other: OtherLeaf; readonly parent: TreeNode }
);

export function otherRowOf(nodeId: number): number {
  return -1 - nodeId;
}

/** The node that a row stands for, or the one whose other continuations it stands for. */
export function nodeIdOfRow(row: number): number {
  return row < 0 ? -1 - row : row;
}

const openPathProbability = 0.02;

/** Probable beginnings are open, and so is the greedy path. */
export function opensByItself({ id, depth, logprob }: TreeNode, greedyIds: ReadonlySet<number>): boolean {
  return (depth <= 1 && Math.exp(logprob) >= openPathProbability) || greedyIds.has(id);
}

/** All rows, from top to bottom. */
export function rowsOf(tree: Tree, isOpen: (node: TreeNode) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (parent: TreeNode): void => {
    const { id: parentId, depth, children, other } = parent;
    if (children === null || other === null) return;
    // What is listed completely leaves nothing over.
    const hasOther = other.count > 0;
    const shared = { level: depth + 1, parentId, siblings: children.length + (hasOther ? 1 : 0) };
    for (const [index, id] of children.entries()) {
      const node = tree.nodes[id];
      if (node === undefined) continue;
      const isNodeOpen = node.children === null ? null : isOpen(node);
      rows.push({ ...shared, kind: 'node', row: id, place: index + 1, node, isOpen: isNodeOpen });
      if (isNodeOpen === true) add(node);
    }
    if (hasOther)
      rows.push({
        ...shared,
        kind: 'other',
        row: otherRowOf(parentId),
        place: shared.siblings,
        other,
        parent,
      });
  };
  const [start] = tree.nodes;
  if (start) add(start);
  return rows;
}

/** The nodes that must be open for this one to be seen. */
export function nodesAbove(tree: Tree, id: number): readonly number[] {
  return pathTo(tree, id)
    .slice(0, -1)
    .map((node) => node.id);
}
