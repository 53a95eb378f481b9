/**
 * The probabilities of several continuations of one prompt. Runs in the core. The prompt is evaluated once, in batches
 * that do not depend on what the engine's cache held before; the continuations token by token, as a reply is.
 */
import type { Distribution, ProbeRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import {
  type ContinuationRead,
  type ContinuationReading,
  continuationReads,
  ContinuationSums,
} from '#probability/choices/continuation-reads.ts';
import type { RunningEngine } from '../engines/running-engine.ts';

export type ReadContinuations = {
  /** In the order of the continuations. */
  readonly readings: readonly ContinuationReading[];
  readonly profile: EvaluationProfile;
};

/**
 * Null: `isLeft` became true.
 * @param promptIds at least one
 * @throws engine.*, generation.contextFull, model.invalidOutput
 */
export async function readContinuations(
  engine: RunningEngine,
  promptIds: readonly number[],
  continuations: readonly (readonly number[])[],
  isLeft: () => boolean,
): Promise<ReadContinuations | null> {
  const sums = new ContinuationSums();
  let { profile } = engine.model;
  for (const read of continuationReads(continuations)) {
    const distribution = await distributionAfter(engine, promptIds, read, isLeft);
    if (distribution === null) return null;
    takeWanted(sums, read, distribution);
    ({ profile } = distribution);
  }
  return { readings: continuations.map((tokenIds) => sums.of(tokenIds)), profile };
}

async function distributionAfter(
  engine: RunningEngine,
  promptIds: readonly number[],
  { path, wanted }: ContinuationRead,
  isLeft: () => boolean,
): Promise<Distribution | null> {
  const request: ProbeRequest = {
    prompt: [...promptIds],
    promptAlone: [],
    reply: [...path],
    topN: 1,
    // Without the exact normaliser only the complete row says what the probabilities are.
    isExact: !engine.model.profile.isLogZExact,
    wanted: [...wanted],
  };
  for await (const event of engine.probe(request)) {
    // Leaving early stops the engine.
    if (isLeft()) return null;
    if (event.kind === 'result') return event.distribution;
  }
  return null;
}

/** @throws engine.badMessage when the distribution is about other tokens */
function takeWanted(
  sums: ContinuationSums,
  { path, wanted }: ContinuationRead,
  distribution: Distribution,
): void {
  const { ids } = distribution;
  const first = new DataView(ids.buffer, ids.byteOffset, ids.byteLength).getUint32(0, true);
  for (const [index, tokenId] of wanted.entries()) {
    const reading = distribution.wanted[index];
    if (reading?.tokenId !== tokenId)
      throw new PrismeError('engine.badMessage', { reason: 'a distribution is about another token' });
    sums.add(path, tokenId, { logprob: reading.logprob, isFirst: tokenId === first });
  }
}
