/**
 * Grows a tree of continuations: first the drawn paths (greedy, sampled, beams), then best first, the most probable
 * path that was not read yet. Portable. It loads no model and keeps no time: both are handed in.
 */
import { searchBeam, type BeamSettings, type Hypothesis } from './beam-search.ts';
import type { AskNext, NextTokens } from './next-tokens.ts';
import { createPathQueue } from './path-queue.ts';
import { chooseGreedy, chooseSampled, type ChooseNext } from './single-paths.ts';
import { applyExpansion, createTree, tokensTo, type Expansion, type Tree, type TreeNode } from './tree.ts';
import { leastLogprob, listedPositions, tokensNeeded, type TreeLimits } from './tree-limits.ts';

export type PathKind = 'greedy' | 'sampled' | 'beam';

export type TreePath = {
  readonly kind: PathKind;
  /** Among the beams, best first, from 1; 1 for the others. */
  readonly place: number;
  /** From the first token on. */
  readonly nodeIds: readonly number[];
  /** ln p of the whole path, nats. */
  readonly logprob: number;
  /** Beams: what they are ranked by; the others: `logprob`. */
  readonly score: number;
  /** It ends with an end token. */
  readonly isEnded: boolean;
};

/** `complete`: nothing within the limits is left to read. */
export type EndReason = 'complete' | 'nodes' | 'time' | 'stopped';

export type TreeEvent =
  | { readonly kind: 'expansion'; readonly expansion: Expansion }
  | { readonly kind: 'path'; readonly path: TreePath }
  | { readonly kind: 'end'; readonly reason: EndReason };

export type GrowRequest = {
  /** Best put behind a memory (next-tokens.ts): the drawn paths and the growth ask for the same places. */
  readonly ask: AskNext;
  readonly limits: TreeLimits;
  /** 0..2³²−1: of the sampled path. */
  readonly seed: number;
  readonly beam: BeamSettings | null;
  readonly isEnd: (tokenId: number) => boolean;
  /** Asked before every place that is read. */
  readonly isTimeOver: () => boolean;
};

/** What goes through all steps of one growth. */
type Growth = GrowRequest & { readonly tree: Tree; readonly count: number };

/** The last event is `end`. `isTimeOver` and a null answer of `ask` end it early; the tree so far stays consistent. */
export async function* growTree(request: GrowRequest): AsyncGenerator<TreeEvent, void, void> {
  const count = tokensNeeded(request.limits, request.beam?.width ?? 0);
  const growth: Growth = { ...request, tree: createTree(), count };
  const reason =
    (yield* followPath(growth, 'greedy', chooseGreedy)) ??
    (yield* followPath(growth, 'sampled', chooseSampled(request.seed))) ??
    (request.beam ? yield* followBeams(growth, request.beam) : null) ??
    (yield* growBestFirst(growth));
  yield { kind: 'end', reason };
}

type Steps = AsyncGenerator<TreeEvent, EndReason | null, void>;

/** Null when the time is over or it was stopped: `reason` says which. */
async function askInTime(
  { ask, isTimeOver, count }: Growth,
  path: readonly number[],
): Promise<NextTokens | 'time' | 'stopped'> {
  if (isTimeOver()) return 'time';
  return (await ask(path, count)) ?? 'stopped';
}

async function* followPath(growth: Growth, kind: PathKind, choose: ChooseNext): Steps {
  const { tree, limits } = growth;
  const path: TreeNode[] = [];
  const tokenIds: number[] = [];
  let node = tree.nodes[0];
  while (node !== undefined && !node.isEnd && node.depth < limits.depth) {
    const next = await askInTime(growth, tokenIds);
    if (typeof next === 'string') return next;
    const tokenId = await choose(next, tokenIds, growth.ask);
    if (tokenId === null) return 'stopped';
    const row = await rowWith(growth, next, tokenIds, tokenId);
    if (row === null) return 'stopped';
    yield* expand(growth, node, row, tokenId);
    node = childOf(tree, node.id, tokenId);
    if (node !== undefined) path.push(node);
    tokenIds.push(tokenId);
  }
  yield { kind: 'path', path: pathOf(kind, 1, path, null) };
  return null;
}

/** The row, or the complete one when the token is not in it. */
async function rowWith(
  { ask }: Growth,
  next: NextTokens,
  path: readonly number[],
  tokenId: number,
): Promise<NextTokens | null> {
  return positionOf(next, tokenId) >= 0 ? next : ask(path, next.vocabularySize);
}

async function* followBeams(growth: Growth, beam: BeamSettings): Steps {
  let ended: EndReason = 'stopped';
  const beams = await searchBeam(
    async (path) => {
      const next = await askInTime(growth, path);
      if (typeof next !== 'string') return next;
      ended = next;
      return null;
    },
    beam,
    growth.isEnd,
  );
  if (beams === null) return ended;
  for (const [index, hypothesis] of beams.entries()) {
    const stopped = yield* showBeam(growth, hypothesis, index + 1);
    if (stopped !== null) return stopped;
  }
  return null;
}

/** Puts the tokens of a beam into the tree. Every place was read while searching: nothing is evaluated again. */
async function* showBeam(growth: Growth, { tokenIds, score }: Hypothesis, place: number): Steps {
  const { tree, ask, count } = growth;
  const path: TreeNode[] = [];
  let node = tree.nodes[0];
  for (const [index, tokenId] of tokenIds.entries()) {
    const next = await ask(tokenIds.slice(0, index), count);
    if (next === null || node === undefined) return 'stopped';
    yield* expand(growth, node, next, tokenId);
    node = childOf(tree, node.id, tokenId);
    if (node !== undefined) path.push(node);
  }
  yield { kind: 'path', path: pathOf('beam', place, path, score) };
  return null;
}

async function* growBestFirst(growth: Growth): AsyncGenerator<TreeEvent, EndReason, void> {
  const { tree, limits } = growth;
  const queue = createPathQueue();
  const isReadable = (node: TreeNode): boolean =>
    !node.isEnd &&
    node.children === null &&
    node.depth < limits.depth &&
    node.logprob >= leastLogprob(limits);
  for (const node of tree.nodes) if (isReadable(node)) queue.push(node);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (tree.nodes.length - 1 + limits.children > limits.nodes) return 'nodes';
    const next = await askInTime(growth, tokensTo(tree, node.id));
    if (typeof next === 'string') return next;
    yield* expand(growth, node, next, null);
    for (const id of tree.nodes[node.id]?.children ?? []) {
      const child = tree.nodes[id];
      if (child !== undefined && isReadable(child)) queue.push(child);
    }
  }
  return 'complete';
}

/**
 * Lists the children of a node, `wanted` among them. A node that is listed already only gets `wanted`, when it lacks it.
 */
function* expand(
  { tree, limits, isEnd }: Growth,
  node: TreeNode,
  next: NextTokens,
  wanted: number | null,
): Generator<TreeEvent, void, void> {
  const known = new Set((node.children ?? []).map((id) => tree.nodes[id]?.tokenId));
  const hasRoom = node.depth < limits.depth && tree.nodes.length - 1 + limits.children <= limits.nodes;
  const positions = node.children === null && hasRoom ? [...listedPositions(next, node.logprob, limits)] : [];
  if (wanted !== null) positions.push(positionOf(next, wanted));
  const fresh = [...new Set(positions)].filter(
    (position) => position >= 0 && !known.has(next.ids[position] ?? -1),
  );
  if (fresh.length === 0 && node.children !== null) return;
  const children = fresh.map((position, index) => {
    const tokenId = next.ids[position] ?? 0;
    const probability = next.probabilities[position] ?? 0;
    const id = tree.nodes.length + index;
    return { id, tokenId, probability, logprob: node.logprob + Math.log(probability), isEnd: isEnd(tokenId) };
  });
  const before = (node.children ?? []).map((id) => tree.nodes[id]?.probability ?? 0);
  const listed = [...before, ...children.map(({ probability }) => probability)];
  const other = {
    probability: Math.max(0, 1 - listed.reduce((sum, probability) => sum + probability, 0)),
    count: next.vocabularySize - listed.length,
  };
  const expansion = { parentId: node.id, children, other, endProbability: next.endProbability };
  applyExpansion(tree, expansion);
  yield { kind: 'expansion', expansion };
}

function positionOf({ ids }: NextTokens, tokenId: number): number {
  return Array.prototype.indexOf.call(ids, tokenId);
}

function childOf(tree: Tree, parentId: number, tokenId: number): TreeNode | undefined {
  const children = tree.nodes[parentId]?.children ?? [];
  return children.map((id) => tree.nodes[id]).find((child) => child?.tokenId === tokenId);
}

/** `score` null: the ln p of the path. */
function pathOf(kind: PathKind, place: number, path: readonly TreeNode[], score: number | null): TreePath {
  const last = path.at(-1);
  return {
    kind,
    place,
    nodeIds: path.map(({ id }) => id),
    logprob: last?.logprob ?? 0,
    score: score ?? last?.logprob ?? 0,
    isEnded: last?.isEnd ?? false,
  };
}
