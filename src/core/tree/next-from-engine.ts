/**
 * One distribution at a time from an engine, as a tree reads it. Runs in the core. It takes the engine's turn for each
 * and gives it back, so that a reply waits for one token at most.
 */
import type { Distribution, ProbeEvent } from '#contract/engine.ts';
import type { NextTokens } from '#probability/tree/next-tokens.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';

/** What was asked of the model for one tree. */
export type EvaluationCount = { evaluations: number; evaluatedTokens: number; uncachedTokens: number };

export type EngineSource = {
  readonly queue: EngineQueue;
  readonly engine: RunningEngine;
  /** Read in batches. */
  readonly promptIds: readonly number[];
  readonly signal: AbortSignal | undefined;
  /** Counted up. */
  readonly counted: EvaluationCount;
};

/**
 * The distribution after the prompt and `path`; yields how far the model is. Null: stopped. The path is read token by
 * token, as a reply is: then its numbers do not depend on what happened to be in the cache.
 * @throws engine.*, generation.contextFull, model.invalidOutput
 */
export async function* readNext(
  { queue, engine, promptIds, signal, counted }: EngineSource,
  path: readonly number[],
  count: number,
): AsyncGenerator<Extract<ProbeEvent, { kind: 'progress' }>, NextTokens | null, void> {
  // Without the exact normaliser only the complete row says what the probabilities are.
  const isExact = !engine.model.profile.isLogZExact;
  const request = { prompt: [...promptIds], reply: [...path], topN: count, isExact, wanted: [] };
  let fresh = 0;
  for await (const event of queue.stream(engine.modelId, signal, () => engine.probe(request))) {
    if (event.kind === 'progress') {
      fresh = event.evaluated - event.reused;
      yield event;
      continue;
    }
    counted.evaluations += 1;
    counted.evaluatedTokens += fresh;
    counted.uncachedTokens += promptIds.length + path.length;
    return nextTokensFrom(event.distribution);
  }
  return null;
}

/** Probabilities of raw logits: exp(logit − highest logit − ln Z). */
export function nextTokensFrom(distribution: Distribution): NextTokens {
  const { ids, logits, logZ, endLogprob, vocabularySize } = distribution;
  const values = Float32Array.from(wordsOf(logits), (view) => view.getFloat32(0, true));
  const highest = values[0] ?? 0;
  return {
    ids: Uint32Array.from(wordsOf(ids), (view) => view.getUint32(0, true)),
    probabilities: Float64Array.from(values, (logit) => Math.min(1, Math.exp(logit - highest - logZ))),
    vocabularySize,
    endProbability: endLogprob === null ? null : Math.exp(endLogprob),
  };
}

/** The 32-bit words of an array that may lie anywhere in its buffer. */
function wordsOf(bytes: Uint8Array): readonly DataView[] {
  const words: DataView[] = [];
  for (let offset = 0; offset + 4 <= bytes.byteLength; offset += 4)
    words.push(new DataView(bytes.buffer, bytes.byteOffset + offset, 4));
  return words;
}
