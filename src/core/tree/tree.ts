/**
 * Grows trees of continuations with the model's engine. Runs in the core. The growing itself is portable
 * (probability/tree/); here is where its numbers come from.
 */
import type { Distribution, ProbeEvent } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { TreeEvent, TreeRequest, TreeStart } from '#contract/tree.ts';
import { growTree, type TreeEvent as GrowthEvent } from '#probability/tree/grow-tree.ts';
import {
  type AskNext,
  type KnownNext,
  type NextTokens,
  rememberingNext,
} from '#probability/tree/next-tokens.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { readAs } from '../tokenizer/tokenizer.ts';

export type TreeContext = {
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
  readonly now: () => number;
};

export type TreeService = {
  /** @throws model.*, engine.*, generation.contextFull, app.invalidInput */
  grow(request: TreeRequest, signal: AbortSignal | undefined): AsyncGenerator<TreeEvent, void, void>;
};

/** What the engine did for one tree. */
type Work = { evaluations: number; evaluatedTokens: number };

/** The numbers of one start, for growing it further. One is kept: a tree of 5,000 nodes holds some megabytes. */
type Memory = { readonly key: string; readonly engine: RunningEngine; readonly known: KnownNext };

export function createTrees({ library, queue, now }: TreeContext): TreeService {
  let memory: Memory | null = null;

  function knownFor(modelId: ModelId, engine: RunningEngine, promptIds: readonly number[]): KnownNext {
    const key = `${modelId} ${promptIds.join(' ')}`;
    // Another engine can have another profile: its numbers are not mixed with those of the one before.
    if (memory?.key !== key || memory.engine !== engine) memory = { key, engine, known: new Map() };
    return memory.known;
  }

  return {
    grow: async function* ({ modelId, start, limits, seed, beam }, signal) {
      const engine = await library.load(modelId);
      const promptIds = await promptOf(engine, start);
      if (promptIds.length === 0) throw new PrismeError('app.invalidInput', { field: 'start' });
      yield { kind: 'start', promptIds: [...promptIds], profile: engine.model.profile };
      const work: Work = { evaluations: 0, evaluatedTokens: 0 };
      const ask = askEngine({ queue, modelId, engine, promptIds, signal, work });
      const startedAtMs = now();
      const endTokenIds = new Set(engine.model.endTokenIds);
      const events = growTree({
        ask: rememberingNext(ask, knownFor(modelId, engine, promptIds)),
        limits,
        seed,
        beam,
        isEnd: (tokenId) => endTokenIds.has(tokenId),
        isTimeOver: () => now() - startedAtMs > limits.seconds * 1_000,
      });
      for await (const event of events)
        yield toContract(event, { ...work, elapsedMs: Math.max(0, now() - startedAtMs) });
    },
  };
}

function toContract(event: GrowthEvent, progress: Work & { readonly elapsedMs: number }): TreeEvent {
  if (event.kind === 'end') return event;
  if (event.kind === 'path')
    return { kind: 'path', path: { ...event.path, nodeIds: [...event.path.nodeIds] } };
  const { expansion } = event;
  return { kind: 'expansion', expansion: { ...expansion, children: [...expansion.children] }, ...progress };
}

async function promptOf(engine: RunningEngine, start: TreeStart): Promise<readonly number[]> {
  return start.kind === 'tokens' ? start.tokenIds : (await readAs(engine, start.reading)).tokenIds;
}

type Asking = {
  readonly queue: EngineQueue;
  readonly modelId: ModelId;
  readonly engine: RunningEngine;
  readonly promptIds: readonly number[];
  readonly signal: AbortSignal | undefined;
  /** Counted up. */
  readonly work: Work;
};

/** One turn in the model's queue for each place: a chat reply waits for one evaluation at most. */
function askEngine({ queue, modelId, engine, promptIds, signal, work }: Asking): AskNext {
  return async (path, count) => {
    const events = queue.stream(modelId, signal, () =>
      engine.probe({ prompt: [...promptIds], reply: [...path], topN: count, isExact: false, wanted: [] }),
    );
    for await (const event of events) {
      countWork(work, event);
      if (event.kind === 'result') return nextTokens(event.distribution);
    }
    return null;
  };
}

function countWork(work: Work, event: ProbeEvent): void {
  if (event.kind === 'result') work.evaluations++;
  else if (event.evaluated === event.total) work.evaluatedTokens += event.total - event.reused;
}

function nextTokens({ ids, logits, logZ, endLogprob, vocabularySize }: Distribution): NextTokens {
  const tokenIds = new Uint32Array(ids.slice().buffer);
  const values = new Float32Array(logits.slice().buffer);
  const maxLogit = values[0] ?? 0;
  return {
    ids: tokenIds,
    probabilities: Float64Array.from(values, (logit) => Math.min(1, Math.exp(logit - maxLogit - logZ))),
    vocabularySize,
    endProbability: endLogprob === null ? null : Math.exp(endLogprob),
  };
}
