/**
 * A tree of SmolLM2 through the whole core: its sums, and its numbers against another way to the same tokens.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelId } from '#contract/ids.ts';
import type { GrowInput, TreeEvent } from '#contract/tree.ts';
import { applyExpansion, continuationsOf, createTree, massesOf, tokensTo } from '#probability/tree/tree.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { openRealCore, type RealCore } from '../generation/testing/real-core.ts';

let real: RealCore;
let modelId: ModelId;
beforeAll(async () => {
  const path = realModelPath('smolLm2');
  real = await openRealCore(path);
  const { models } = await real.client.models.list({});
  const model = models.find(({ fileName }) => path.endsWith(fileName));
  if (model === undefined) throw new Error('SmolLM2 is in the model folder');
  modelId = model.id;
});
afterAll(() => real.close());

const limits = { depth: 4, children: 4, coverage: 0.95, minPathProbability: 0.001, nodes: 400, seconds: 120 };

async function grow(changes: Partial<GrowInput> = {}) {
  const events: TreeEvent[] = [];
  const tree = createTree();
  const request: GrowInput = {
    modelId,
    start: { kind: 'reading', reading: { kind: 'raw', text: 'Once upon a' } },
    limits,
    seed: 7,
    beam: { width: 3, length: 4, isNormalised: true },
    ...changes,
  };
  for await (const event of await real.client.tree.grow(request)) {
    events.push(event);
    if (event.kind === 'expansion') applyExpansion(tree, event.expansion);
  }
  const [start] = events;
  if (start?.kind !== 'start') throw new Error('the first event is the start');
  const paths = events.flatMap((event) => (event.kind === 'path' ? [event.path] : []));
  const progress = events.findLast((event) => event.kind === 'progress');
  return { events, tree, start, paths, progress };
}

describe('a tree of SmolLM2', () => {
  it('has nodes whose children and "other" sum to them', async () => {
    const { tree, events, paths } = await grow();
    expect(events.at(-1)).toEqual({ kind: 'end', reason: 'complete' });
    expect(paths.map(({ kind }) => kind)).toEqual(['greedy', 'sampled', 'beam', 'beam', 'beam']);
    for (const { children, other } of tree.nodes) {
      if (children === null || other === null) continue;
      const listed = children.reduce((sum, id) => sum + (tree.nodes[id]?.probability ?? 0), 0);
      expect(listed + other.probability).toBeCloseTo(1, 9);
      expect(children.length + other.count).toBe(49_152);
    }
    const { covered, open, other } = massesOf(tree, limits.depth);
    expect(covered + open + other).toBeCloseTo(1, 9);
    expect(covered).toBeGreaterThan(0.01);
  });

  it('gives its paths the probability that the same tokens have when they are put there', async () => {
    const { tree, start, paths } = await grow();
    const leaves = continuationsOf(tree, limits.depth, 2).map(({ id }) => id);
    const lastOfPaths = paths.flatMap(({ nodeIds }) => nodeIds.slice(-1));
    await real.forget();
    for (const id of new Set([...leaves, ...lastOfPaths])) {
      const { tokens } = await real.client.inspection.continuation({
        place: { kind: 'tokens', modelId, tokenIds: start.tokenIds },
        tokenIds: [...tokensTo(tree, id)],
      });
      const logprob = tokens.reduce((sum, token) => sum + token.logprob, 0);
      // The f32 sum behind ln Z is short by at most 2.6e-4 nat a token on a vocabulary of this size.
      expect(tree.nodes[id]?.logprob).toBeCloseTo(logprob, 3);
    }
  });

  it('evaluates fewer tokens than without the cache, and none again for other beams', async () => {
    await real.forget();
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(4);
    const start = { kind: 'reading', reading: { kind: 'raw', text } } as const;
    const { progress } = await grow({ start });
    expect(progress).toMatchObject({ remembered: 0 });
    const { evaluatedTokens = 0, uncachedTokens = 0 } = progress ?? {};
    expect(evaluatedTokens).toBeLessThan(uncachedTokens / 4);
    const again = await grow({ start, beam: { width: 3, length: 4, isNormalised: false } });
    expect(again.progress).toMatchObject({ evaluations: 0 });
  });

  it('ends at once when its reader leaves, and leaves the model to others', async () => {
    const stop = new AbortController();
    const events = await real.client.tree.grow(
      {
        modelId,
        start: { kind: 'reading', reading: { kind: 'raw', text: 'Stars are' } },
        limits: { ...limits, depth: 32, minPathProbability: 0, nodes: 5_000 },
        seed: 7,
        beam: null,
      },
      { signal: stop.signal },
    );
    let expansions = 0;
    for await (const event of events) {
      if (event.kind === 'expansion' && ++expansions === 10) break;
    }
    stop.abort();
    const { tokens } = await real.client.inspection.continuation({
      place: { kind: 'tokens', modelId, tokenIds: [1, 2, 3] },
      tokenIds: [4],
    });
    expect(tokens).toHaveLength(1);
    expect(expansions).toBe(10);
  });
});
