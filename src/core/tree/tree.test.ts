/**
 * What is asked of an engine for a tree, with a scripted engine: in which order, how often, and when no more.
 */
import { describe, expect, it } from 'vitest';
import type { Distribution, ProbeRequest } from '#contract/engine.ts';
import type { GrowInput, TreeEvent } from '#contract/tree.ts';
import { applyExpansion, createTree, massesOf } from '#probability/tree/tree.ts';
import { createEngineQueue, type EngineQueue } from '../generation/engine-queue.ts';
import { scriptedDistribution } from '../generation/testing/scripted-distribution.ts';
import { createScriptedLibrary, endToken, scriptedModelId } from '../generation/testing/scripted-library.ts';
import { createTrees } from './tree.ts';

const input: GrowInput = {
  modelId: scriptedModelId,
  start: { kind: 'reading', reading: { kind: 'raw', text: 'ab' } },
  limits: { depth: 3, children: 3, coverage: 1, minPathProbability: 0, nodes: 1_000, seconds: 10 },
  seed: 1,
  beam: null,
};

const vocabularySize = 258;

/** Tokens 1, 2 and the end with 0.5, 0.3 and 0.1 after every text; the other 255 share the last 0.1. */
function distributionOf(topN: number, profile: Distribution['profile']): Distribution {
  const first = [1, 2, endToken];
  const others = Array.from({ length: vocabularySize }, (_, id) => id).filter((id) => !first.includes(id));
  const share = 0.1 / others.length;
  const logits = [0.5, 0.3, 0.1, ...others.map(() => share)].map(Math.log);
  return {
    ...scriptedDistribution([], profile),
    ids: new Uint8Array(Uint32Array.from([...first, ...others].slice(0, topN)).buffer),
    logits: new Uint8Array(Float32Array.from(logits.slice(0, topN)).buffer),
    logZ: -Math.log(0.5),
    endLogprob: Math.log(0.1),
  };
}

function open({
  now = () => 0,
  queue = createEngineQueue(),
}: { now?: () => number; queue?: EngineQueue } = {}) {
  const library = createScriptedLibrary();
  const probes: ProbeRequest[] = [];
  const load = library.load.bind(library);
  library.load = async (modelId) => {
    const engine = await load(modelId);
    return {
      ...engine,
      get model() {
        return engine.model;
      },
      probe: async function* (request) {
        probes.push(request);
        const total = request.prompt.length + request.reply.length;
        yield { kind: 'progress', evaluated: 0, total, reused: 0 };
        yield { kind: 'progress', evaluated: total, total, reused: 0 };
        yield { kind: 'result', distribution: distributionOf(request.topN, engine.model.profile) };
      },
    };
  };
  return { library, probes, trees: createTrees({ library, queue, now }) };
}

async function collect(events: AsyncIterable<TreeEvent>): Promise<TreeEvent[]> {
  const all: TreeEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function progressOf(events: readonly TreeEvent[]) {
  return events.findLast((event) => event.kind === 'progress');
}

describe('growing a tree', () => {
  it('tells the start, every expansion, the paths and the end, and what the leaves sum to', async () => {
    const { trees, probes } = open();
    const events = await collect(
      trees.grow({ ...input, beam: { width: 2, length: 3, isNormalised: true } }, undefined),
    );
    expect(events[0]).toMatchObject({ kind: 'start', tokenIds: [97, 98], replyStart: 2 });
    expect(events.at(-1)).toEqual({ kind: 'end', reason: 'complete' });
    expect(events.flatMap((event) => (event.kind === 'path' ? [event.path.kind] : []))).toEqual([
      'greedy',
      'sampled',
      'beam',
      'beam',
    ]);
    const tree = createTree();
    for (const event of events) if (event.kind === 'expansion') applyExpansion(tree, event.expansion);
    const { covered, open: left, other } = massesOf(tree, 3);
    // The end may come at each of three places; 0.1 is lost in "other" behind the start, 0.8 and 0.64 of it.
    expect(other).toBeCloseTo(0.1 + 0.08 + 0.064, 6);
    expect(left).toBe(0);
    expect(covered + other).toBeCloseTo(1, 6);
    expect(progressOf(events)).toMatchObject({ nodes: tree.nodes.length - 1, evaluations: probes.length });
  });

  it('reads the start as a prompt and the path behind it as a reply', async () => {
    const { trees, probes } = open();
    await collect(trees.grow(input, undefined));
    expect(probes[0]).toMatchObject({ prompt: [97, 98], reply: [] });
    for (const { prompt } of probes) expect(prompt).toEqual([97, 98]);
    expect(probes.some(({ reply }) => reply.join(' ') === '1 2')).toBe(true);
    expect(probes.every(({ reply }) => !reply.includes(endToken))).toBe(true);
  });

  it('evaluates only what is new when the same start grows further', async () => {
    const { trees, probes } = open();
    await collect(trees.grow({ ...input, limits: { ...input.limits, depth: 2 } }, undefined));
    const before = probes.length;
    const again = await collect(trees.grow({ ...input, limits: { ...input.limits, depth: 2 } }, undefined));
    expect(probes).toHaveLength(before);
    expect(progressOf(again)).toMatchObject({ evaluations: 0 });
    const further = await collect(trees.grow(input, undefined));
    expect(
      probes.slice(before).filter(({ reply, topN }) => reply.length < 2 && topN < vocabularySize),
    ).toEqual([]);
    expect(progressOf(further)).toMatchObject({ evaluations: probes.length - before });
    await collect(trees.grow({ ...input, start: { kind: 'tokens', tokenIds: [5] } }, undefined));
    expect(probes.at(-1)?.prompt).toEqual([5]);
  });

  it('lets other work for the model come between two distributions', async () => {
    const queue = createEngineQueue();
    const { trees, probes } = open({ queue });
    const growing = collect(trees.grow(input, undefined));
    await queue.run(scriptedModelId, new Promise(() => undefined), async () => undefined);
    const readBefore = probes.length;
    await growing;
    expect(readBefore).toBeLessThan(probes.length);
  });

  it('reads nothing more once it is aborted', async () => {
    const { trees, probes } = open();
    const stop = new AbortController();
    for await (const event of trees.grow(input, stop.signal)) {
      if (event.kind === 'expansion') stop.abort();
      expect(event.kind).not.toBe('end');
    }
    const read = probes.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(probes).toHaveLength(read);
    expect(read).toBeLessThan(4);
  });

  it('ends when its seconds are over, which begin when the start has been read', async () => {
    let now = 0;
    const { trees } = open({ now: () => (now += 3_000) });
    const events = await collect(trees.grow(input, undefined));
    expect(events.at(-1)).toEqual({ kind: 'end', reason: 'time' });
    expect(events.some(({ kind }) => kind === 'expansion')).toBe(true);
  });

  it('refuses a start that leaves no room for its depth, and one without a token', async () => {
    const { trees, library } = open();
    library.setContextTokens(4);
    await expect(collect(trees.grow(input, undefined))).rejects.toMatchObject({
      code: 'generation.contextFull',
      details: { needTokens: 5, contextTokens: 4 },
    });
    const empty = { kind: 'reading', reading: { kind: 'raw', text: '' } } as const;
    await expect(collect(trees.grow({ ...input, start: empty }, undefined))).rejects.toMatchObject({
      code: 'app.invalidInput',
    });
  });

  it('says where the beginning of a reply stands', async () => {
    const { trees } = open();
    const reading = { kind: 'chat', system: '', user: 'Hi', reply: 'xy' } as const;
    const [start] = await collect(trees.grow({ ...input, start: { kind: 'reading', reading } }, undefined));
    expect(start).toMatchObject({ kind: 'start', tokenIds: [72, 105, 124, 120, 121], replyStart: 3 });
  });
});
