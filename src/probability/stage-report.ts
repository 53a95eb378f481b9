/**
 * What one stage of the sampler chain did to the distribution, for the inspector. Portable, pure. The engine's hot
 * path does not use it.
 */
import { headWeight, weightsOf, type ChainStage, type ChainState } from './chain-state.ts';
import { entropyBounds, type Interval } from './entropy.ts';

/** The distribution between two stages, normalised over what is still in. */
export type Snapshot = {
  readonly ids: Uint32Array;
  readonly probabilities: Float64Array;
  /** Mass of the tokens outside the row that are still in. */
  readonly tailMass: number;
  readonly tailCount: number;
  /** Highest probability that a token of the tail can have. */
  readonly largestTail: number;
};

export type StageReport = {
  readonly stage: ChainStage;
  /** Tokens that are in after the stage, those outside the row included. */
  readonly survivors: number;
  /** Tokens of the row that the stage removed, most probable first. */
  readonly removedIds: Uint32Array;
  /** How many tokens outside the row it removed. */
  readonly removedTailCount: number;
  /** Mass of everything that it removed, as a share of what came in; 0..1. */
  readonly removedMass: number;
  readonly entropyBeforeBits: Interval;
  readonly entropyAfterBits: Interval;
};

export function snapshot(state: ChainState): Snapshot {
  const weights = weightsOf(state);
  const tail = state.tail.weight;
  const total = headWeight(state) + tail;
  const largest = state.tail.count > 0 ? Math.exp(state.tail.maxLogit - state.reference) / total : 0;
  return {
    ids: state.ids,
    probabilities: weights.map((weight) => weight / total),
    tailMass: tail / total,
    tailCount: state.tail.count,
    largestTail: largest,
  };
}

function entropyOf({ probabilities, tailMass, tailCount, largestTail }: Snapshot): Interval {
  return entropyBounds(probabilities, tailMass, tailCount, largestTail);
}

export function reportStage(stage: ChainStage, before: Snapshot, after: Snapshot): StageReport {
  const removed: number[] = [];
  let removedMass = before.tailCount > 0 && after.tailCount === 0 ? before.tailMass : 0;
  if (after.ids.length < before.ids.length) {
    const kept = new Set(after.ids);
    for (const [index, id] of before.ids.entries()) {
      if (kept.has(id)) continue;
      removed.push(id);
      removedMass += before.probabilities[index] ?? 0;
    }
  }
  return {
    stage,
    survivors: after.ids.length + after.tailCount,
    removedIds: Uint32Array.from(removed),
    removedTailCount: before.tailCount - after.tailCount,
    removedMass: Math.min(1, removedMass),
    entropyBeforeBits: entropyOf(before),
    entropyAfterBits: entropyOf(after),
  };
}
