/**
 * A recomputed distribution in the form of a captured step, so that the same table shows it. Page, pure.
 */
import type { Distribution } from '#contract/engine.ts';
import type { TraceStep } from '#probability/trace.ts';

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Ids of the most probable tokens, most probable first. */
export function topIdsOf({ ids }: Distribution): Uint32Array {
  const from = view(ids);
  return Uint32Array.from({ length: ids.byteLength / 4 }, (_, index) => from.getUint32(index * 4, true));
}

function topLogitsOf({ logits }: Distribution): Float32Array {
  const from = view(logits);
  return Float32Array.from({ length: logits.byteLength / 4 }, (_, index) => from.getFloat32(index * 4, true));
}

/** @returns null when the distribution says nothing about the token */
export function stepFromDistribution(distribution: Distribution, tokenId: number): TraceStep | null {
  const wanted = distribution.wanted.find((each) => each.tokenId === tokenId);
  const topLogits = topLogitsOf(distribution);
  const [maxLogit] = topLogits;
  if (!wanted || maxLogit === undefined) return null;
  return {
    tokenId,
    origin: 'prompt',
    logit: wanted.logit,
    maxLogit,
    logZ: distribution.logZ,
    isLogZExact: distribution.isLogZExact,
    draw: null,
    xtcDraw: null,
    endLogprob: distribution.endLogprob,
    logZAtTemperature: null,
    rank: wanted.rank,
    topIds: topIdsOf(distribution),
    topLogits,
  };
}
