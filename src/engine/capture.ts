/**
 * Reads the raw distribution after a token: the most probable tokens with their logits, and the exact normaliser over
 * the whole vocabulary. Runs in the engine. It chooses no token and knows no settings.
 *
 * node-llama-cpp's public API allows one sampler chain for each evaluated position, and reports logits after that
 * chain. Two things are wanted of the same logits: the top K (a chain that only truncates: a partial sort) and
 * Z = Σ exp(logit − max) (`totalLogitWeight` of a chain that truncates nothing: no sort at all). One public call that
 * gives both sorts the whole vocabulary, which costs as much as evaluating a small model. So exact-probe.ts goes
 * through two members that the package marks internal, in version 3.22.1:
 *
 *   sequence._decodeTokens(tokens, logits, priority, meter, contextShift, mapper, afterBatch)
 *     evaluates and calls `mapper(batchLogitIndex, tokenIndex)` for each position that wants logits;
 *   context._ctx.sampleToken(batchLogitIndex, sampler, probabilities, confidence, logits, totalLogitWeight)
 *     applies one chain to these logits; `logits` is [tokens, max, min, selected, top]; the answer's fourth element is
 *     a flat list of id, logit, id, logit …, the fifth the total weight.
 *
 * The logits stay readable until the next evaluation on the context, so positions can be read after `_decodeTokens`
 * has answered, as often as needed. `openProbe` checks all of it against the public API's numbers on the loaded model;
 * when anything differs, `public-probe.ts` takes over: the public API alone, without the exact normaliser.
 */
import type { LlamaContextSequence } from 'node-llama-cpp';
import { createExactProbe } from './exact-probe.ts';
import { findInternals } from './llama-internals.ts';
import type { Probe } from './probe.ts';
import { createPublicProbe, publicReading } from './public-probe.ts';

export type ProbeOptions = {
  /** Evaluated once to compare both ways of reading. */
  readonly checkTokenId: number;
  readonly vocabularySize: number;
  readonly endTokenIds: readonly number[];
};

/**
 * A probe for this sequence: exact when node-llama-cpp's internals are what this file expects, checked with one token
 * against the public API. Empties the sequence.
 */
export async function openProbe(sequence: LlamaContextSequence, options: ProbeOptions): Promise<Probe> {
  const internals = findInternals(sequence);
  if (internals !== null) {
    const probe = createExactProbe(internals, options);
    const agrees = await agreesWithPublicApi(probe, sequence, options).catch(() => false);
    await sequence.clearHistory();
    if (agrees) return probe;
    probe.close();
  }
  return createPublicProbe(sequence);
}

async function agreesWithPublicApi(
  probe: Probe,
  sequence: LlamaContextSequence,
  { checkTokenId, endTokenIds }: ProbeOptions,
): Promise<boolean> {
  await sequence.clearHistory();
  const expected = await publicReading(sequence, checkTokenId, 8, endTokenIds);
  await sequence.clearHistory();
  const [position] = await probe.read([checkTokenId], [0]);
  if (position === undefined || sequence.nextTokenIndex !== 1) return false;
  const { top, endLogits } = await position.topWithEnds(8);
  const normaliser = await position.normaliser(1, endTokenIds);
  return (
    normaliser !== null &&
    near(normaliser.logZ, expected.logZ) &&
    allNear(top.logits, expected.logits) &&
    allNear(normaliser.wanted, expected.wanted) &&
    (endLogits === null || allNear(endLogits, expected.wanted))
  );
}

function allNear(left: Float32Array, right: Float32Array): boolean {
  return (
    left.length === right.length && left.every((value, index) => near(value, right[index] ?? Number.NaN))
  );
}

// The same token evaluated twice; a GPU may differ in the last digits, and a damaged model gives NaN both times.
function near(left: number, right: number): boolean {
  return Math.abs(left - right) < 1e-2 || Object.is(left, right);
}
