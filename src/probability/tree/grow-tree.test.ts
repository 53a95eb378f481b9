/**
 * The tree on a synthetic model whose every path can be counted.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growTree, type EndReason, type GrowRequest, type TreePath } from './grow-tree.ts';
import { rememberingNext } from './next-tokens.ts';
import { allPaths, createMarkovSource, endToken, type MarkovSource } from './testing/markov-source.ts';
import { applyExpansion, continuationsOf, createTree, massesOf, tokensTo, type Tree } from './tree.ts';
import type { TreeLimits } from './tree-limits.ts';

const size = 5;
const all: TreeLimits = { depth: 4, children: size, coverage: 1.1, minPathProbability: 0, nodes: 100_000 };

type Grown = {
  readonly tree: Tree;
  readonly paths: readonly TreePath[];
  readonly reason: EndReason | undefined;
  readonly source: MarkovSource;
};

async function grow(
  limits: TreeLimits,
  more: Partial<GrowRequest> & { source?: MarkovSource } = {},
): Promise<Grown> {
  const source = more.source ?? createMarkovSource(more.seed ?? 1, size);
  const tree = createTree();
  const paths: TreePath[] = [];
  let reason: EndReason | undefined;
  for await (const event of growTree({
    ask: rememberingNext(source.ask, new Map()),
    limits,
    seed: 1,
    beam: null,
    isEnd: (tokenId) => tokenId === endToken,
    isTimeOver: () => false,
    ...more,
  })) {
    if (event.kind === 'expansion') applyExpansion(tree, event.expansion);
    else if (event.kind === 'path') paths.push(event.path);
    else reason = event.reason;
  }
  return { tree, paths, reason, source };
}

const anyLimits = fc.record({
  depth: fc.integer({ min: 1, max: 5 }),
  children: fc.integer({ min: 1, max: size }),
  coverage: fc.double({ min: 0.1, max: 1, noNaN: true }),
  minPathProbability: fc.constantFrom(0, 0.001, 0.02, 0.2),
  nodes: fc.integer({ min: 1, max: 300 }),
});
const anyBeam = fc.option(
  fc.record({
    width: fc.integer({ min: 1, max: 4 }),
    length: fc.integer({ min: 1, max: 6 }),
    isNormalised: fc.boolean(),
  }),
);
const anySeed = fc.integer({ min: 0, max: 0xffff_ffff });

describe('a tree of continuations', () => {
  it('has children and "other" that sum to their parent, and leaves that sum to 1', () =>
    fc.assert(
      fc.asyncProperty(anyLimits, anyBeam, anySeed, async (limits, beam, seed) => {
        const { tree } = await grow(limits, { beam, seed });
        for (const node of tree.nodes) {
          if (node.children === null) continue;
          const listed = node.children.reduce((sum, id) => sum + (tree.nodes[id]?.probability ?? 0), 0);
          expect(listed + (node.other?.probability ?? 0)).toBeCloseTo(1, 9);
          expect(node.children.length + (node.other?.count ?? 0)).toBe(size);
        }
        const { covered, open, other } = massesOf(tree, limits.depth);
        expect(covered + open + other).toBeCloseTo(1, 9);
      }),
    ));

  it('reads places in the order of their path probability', () =>
    fc.assert(
      fc.asyncProperty(anyLimits, anySeed, async (limits, seed) => {
        const { source } = await grow(limits, { seed });
        const drawn = 2 * limits.depth;
        const grown = source.asked.slice(drawn).map((path) => probabilityOf(source, path));
        expect(grown).toEqual(grown.toSorted((a, b) => b - a));
      }),
    ));

  it('never reads a place twice', () =>
    fc.assert(
      fc.asyncProperty(anyLimits, anyBeam, anySeed, async (limits, beam, seed) => {
        const { source } = await grow(limits, { beam, seed });
        const keys = source.asked.map((path) => path.join(' '));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    ));

  it('finds exactly all paths when nothing limits it but the depth', async () => {
    const { tree, reason, source } = await grow(all);
    const expected = allPaths(source, size, all.depth);
    const leaves = continuationsOf(tree, all.depth, 1e6);
    expect(reason).toBe('complete');
    expect(new Set(leaves.map(({ id }) => tokensTo(tree, id).join(' ')))).toEqual(new Set(expected.keys()));
    for (const { id, logprob } of leaves)
      expect(Math.exp(logprob)).toBeCloseTo(expected.get(tokensTo(tree, id).join(' ')) ?? -1, 12);
    expect(massesOf(tree, all.depth).covered).toBeCloseTo(1, 9);
  });

  it('keeps to its limits, but for the nodes of drawn paths', () =>
    fc.assert(
      fc.asyncProperty(anyLimits, anySeed, async (limits, seed) => {
        const { tree, paths } = await grow(limits, { seed });
        const drawn = new Set(paths.flatMap(({ nodeIds }) => nodeIds));
        const listed = tree.nodes.slice(1).filter(({ id }) => !drawn.has(id));
        expect(listed.length).toBeLessThanOrEqual(limits.nodes);
        for (const node of listed) {
          expect(node.depth).toBeLessThanOrEqual(limits.depth);
          expect(Math.exp(node.logprob)).toBeGreaterThanOrEqual(limits.minPathProbability - 1e-12);
        }
        for (const node of tree.nodes) {
          const children = (node.children ?? []).filter((id) => !drawn.has(id));
          expect(children.length).toBeLessThanOrEqual(limits.children);
          const allButLast = children.slice(0, -1).map((id) => tree.nodes[id]?.probability ?? 0);
          expect(allButLast.reduce((sum, p) => sum + p, 0)).toBeLessThan(limits.coverage);
          if (node.isEnd) expect(node.children).toBeNull();
        }
      }),
    ));

  it('holds the greedy path, and the sampled path of a seed again and again', async () => {
    const [first, second] = [await grow(all, { seed: 3 }), await grow(all, { seed: 3 })];
    const tokens = ({ tree, paths }: Grown, kind: string) =>
      paths.filter((path) => path.kind === kind).map(({ nodeIds }) => tokensTo(tree, nodeIds.at(-1) ?? 0));
    expect(tokens(first, 'sampled')).toEqual(tokens(second, 'sampled'));
    const path: number[] = [];
    while (path.length < all.depth && path.at(-1) !== endToken) {
      const next = await first.source.ask(path, 1);
      path.push(next?.ids[0] ?? -1);
    }
    expect(tokens(first, 'greedy')).toEqual([path]);
  });

  it('draws the sampled path as often as its probability says, tokens outside the row included', async () => {
    const source = createMarkovSource(11, 200);
    const limits: TreeLimits = { depth: 1, children: 1, coverage: 1, minPathProbability: 0, nodes: 1_000 };
    const counts = new Map<number, number>();
    const runs = 4_000;
    for (let seed = 0; seed < runs; seed++) {
      const { tree, paths } = await grow(limits, { source, seed });
      const id = paths.find(({ kind }) => kind === 'sampled')?.nodeIds[0] ?? 0;
      const tokenId = tree.nodes[id]?.tokenId ?? -1;
      counts.set(tokenId, (counts.get(tokenId) ?? 0) + 1);
    }
    const row = await source.ask([], 200);
    // Of all those beyond the 64 that a row has at first: binomial, within five standard deviations.
    const tail = new Set(Array.from(row?.ids ?? []).slice(64));
    const tailMass = [...tail].reduce((sum, id) => sum + source.probability([], id), 0);
    const drawn = [...counts].reduce((sum, [id, count]) => sum + (tail.has(id) ? count : 0), 0);
    expect(tailMass).toBeGreaterThan(0.01);
    expect(Math.abs(drawn - runs * tailMass)).toBeLessThan(5 * Math.sqrt(runs * tailMass));
  });

  it('ends when the time is over, and at once when it is stopped, with what it has', async () => {
    let places = 0;
    const late = await grow(all, { isTimeOver: () => ++places > 20 });
    expect(late.reason).toBe('time');
    expect(massesOf(late.tree, all.depth).open).toBeGreaterThan(0);
    const source = createMarkovSource(1, size);
    const stopped = await grow(all, {
      source,
      ask: (path, count) => (source.asked.length >= 6 ? Promise.resolve(null) : source.ask(path, count)),
    });
    expect(stopped.reason).toBe('stopped');
    expect(source.asked).toHaveLength(6);
    const { covered, open, other } = massesOf(stopped.tree, all.depth);
    expect(covered + open + other).toBeCloseTo(1, 9);
  });
});

function probabilityOf(source: MarkovSource, path: readonly number[]): number {
  let logprob = 0;
  for (const [index, id] of path.entries()) logprob += Math.log(source.probability(path.slice(0, index), id));
  return logprob;
}
