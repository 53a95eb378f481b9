/**
 * A tree of continuations: its nodes, and what its leaves sum to. Portable: the core grows it, the page builds the same
 * one from what it is told. It asks for no distribution (see grow-tree.ts).
 *
 * Every node whose distribution was read has its listed children and one "other" leaf for all remaining tokens, so that
 * the children and "other" sum to the parent.
 */

export type TreeNode = {
  /** Position in `Tree.nodes`; 0 is the start. */
  readonly id: number;
  /** −1 for the start. */
  readonly parentId: number;
  /** Tokens behind the start. */
  readonly depth: number;
  /** −1 for the start. */
  readonly tokenId: number;
  /** Raw probability after the parent, 0..1; 1 for the start. */
  readonly probability: number;
  /** ln of the probability of the whole path behind the start, in nats. */
  readonly logprob: number;
  /** Ends a generation: nothing follows. */
  readonly isEnd: boolean;
  /** Most probable first; null: the distribution after this node was not read. */
  readonly children: readonly number[] | null;
  /** What the listed children leave; null as long as `children` is. */
  readonly other: OtherLeaf | null;
  /** P(end of generation) after this node; null when not read or not known. */
  readonly endProbability: number | null;
};

/** All tokens after a node that are not listed. */
export type OtherLeaf = {
  /** Given the node: 1 − Σ of its listed children. */
  readonly probability: number;
  /** How many tokens. */
  readonly count: number;
};

export type Tree = { readonly nodes: TreeNode[] };

/** Children that are added to a node, and what remains after that. Can come again for the same node, with more children. */
export type Expansion = {
  readonly parentId: number;
  readonly children: readonly Pick<TreeNode, 'id' | 'tokenId' | 'probability' | 'logprob' | 'isEnd'>[];
  readonly other: OtherLeaf;
  readonly endProbability: number | null;
};

export function createTree(): Tree {
  const start: TreeNode = {
    id: 0,
    parentId: -1,
    depth: 0,
    tokenId: -1,
    probability: 1,
    logprob: 0,
    isEnd: false,
    children: null,
    other: null,
    endProbability: null,
  };
  return { nodes: [start] };
}

/**
 * Adds the children to the tree.
 * @throws RangeError when the parent is unknown or ids do not follow on: the tree would not be the one that was grown
 */
export function applyExpansion(tree: Tree, { parentId, children, other, endProbability }: Expansion): void {
  const parent = tree.nodes[parentId];
  if (parent === undefined) throw new RangeError('a node has a parent');
  for (const child of children) {
    if (child.id !== tree.nodes.length) throw new RangeError('ids of nodes follow on');
    tree.nodes.push({
      ...child,
      parentId,
      depth: parent.depth + 1,
      children: null,
      other: null,
      endProbability: null,
    });
  }
  const all = [...(parent.children ?? []), ...children.map(({ id }) => id)];
  const probabilityOf = (id: number): number => tree.nodes[id]?.probability ?? 0;
  const sorted = all.sort((a, b) => probabilityOf(b) - probabilityOf(a) || a - b);
  // A new object: who draws nodes sees by identity which ones changed.
  tree.nodes[parentId] = { ...parent, children: sorted, other, endProbability };
}

/** The nodes from the first token to this one; empty for the start. */
export function pathTo(tree: Tree, id: number): readonly TreeNode[] {
  const path: TreeNode[] = [];
  for (let node = tree.nodes[id]; node !== undefined && node.parentId >= 0; node = tree.nodes[node.parentId])
    path.push(node);
  return path.reverse();
}

/** The tokens of a path behind the start. */
export function tokensTo(tree: Tree, id: number): readonly number[] {
  return pathTo(tree, id).map(({ tokenId }) => tokenId);
}

/** Shares of all continuations; they sum to 1. */
export type TreeMasses = {
  /** Followed to the end of generation or to the depth limit. */
  readonly covered: number;
  /** Listed, shorter than the depth limit, and not read further. */
  readonly open: number;
  /** In "other" leaves. */
  readonly other: number;
};

/** @param depth the depth limit */
export function massesOf(tree: Tree, depth: number): TreeMasses {
  let covered = 0;
  let open = 0;
  let other = 0;
  for (const node of tree.nodes) {
    const mass = Math.exp(node.logprob);
    if (node.other !== null) other += mass * node.other.probability;
    else if (isFollowed(node, depth)) covered += mass;
    else open += mass;
  }
  return { covered, open, other };
}

function isFollowed(node: TreeNode, depth: number): boolean {
  return node.isEnd || node.depth >= depth;
}

/** The leaves that were followed to their end or to the depth limit, most probable first. */
export function continuationsOf(tree: Tree, depth: number, count: number): readonly TreeNode[] {
  return tree.nodes
    .filter((node) => node.id > 0 && node.children === null && isFollowed(node, depth))
    .sort((a, b) => b.logprob - a.logprob || a.id - b.id)
    .slice(0, count);
}
