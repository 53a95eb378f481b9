/**
 * What one stage of the sampler chain did to the distribution, for the inspector. Portable, pure. The engine's hot
 * path does not use it.
 */
import { headWeight, weightsOf, type ChainStage, type ChainState } from './chain-state.ts';
import { entropyBounds, type Interval } from './entropy.ts';

/** The distribution between two stages, normalised over what is still in. */
export type Snapshot = {
  /** Tokens of the row that are in, most probable first. */
  readonly ids: Uint32Array;
  /** Of each of them; they and `tailMass` add up to 1. */
  readonly probabilities: Float64Array;
  /** Mass of the tokens outside the row that are still in. */
  readonly tailMass: number;
  readonly tailCount: number;
  /** Equal bounds: exact. */
  readonly entropyBits: Interval;
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
  /** What came out of it. */
  readonly after: Snapshot;
  /** Up to here, the tokens outside the row cannot have changed the answer. */
  readonly isExact: boolean;
};

/** @param largestTail highest probability that a token of the tail can have */
export function createSnapshot(known: Omit<Snapshot, 'entropyBits'>, largestTail: number): Snapshot {
  const { probabilities, tailMass, tailCount } = known;
  return { ...known, entropyBits: entropyBounds(probabilities, tailMass, tailCount, largestTail) };
}

export function snapshot(state: ChainState): Snapshot {
  const weights = weightsOf(state);
  const tail = state.tail.weight;
  const total = headWeight(state) + tail;
  const largest = state.tail.count > 0 ? Math.exp(state.tail.maxLogit - state.reference) / total : 0;
  const probabilities = weights.map((weight) => weight / total);
  const tailCount = state.tail.count;
  return createSnapshot({ ids: state.ids, probabilities, tailMass: tail / total, tailCount }, largest);
}

export function reportStage(
  stage: ChainStage,
  before: Snapshot,
  after: Snapshot,
  isExact: boolean,
): StageReport {
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
    entropyBeforeBits: before.entropyBits,
    entropyAfterBits: after.entropyBits,
    after,
    isExact,
  };
}
