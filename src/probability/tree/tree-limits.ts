/**
 * How far a tree grows, and which tokens after a node are listed. Portable, pure.
 */
import type { NextTokens } from './next-tokens.ts';

export type TreeLimits = {
  /** Most tokens behind the start, at least 1. */
  readonly depth: number;
  /** Most listed children of a node, at least 1. */
  readonly children: number;
  /** Children are listed until their probabilities sum to this much, 0..1. */
  readonly coverage: number;
  /** Least probability of a listed path, 0..1. */
  readonly minPathProbability: number;
  /** Most listed nodes; only the nodes of a drawn path may go beyond. */
  readonly nodes: number;
};

/** How many tokens of a distribution a tree under these limits can need, unless a draw goes beyond them. */
export function tokensNeeded({ children }: TreeLimits, beamWidth: number): number {
  return Math.max(64, children, 2 * beamWidth);
}

/**
 * Positions in `next.ids` of the children to list after a node whose path has this `logprob`, most probable first: up
 * to `children`, until `coverage` is reached, none below `minPathProbability`.
 */
export function listedPositions(next: NextTokens, logprob: number, limits: TreeLimits): readonly number[] {
  const least = leastLogprob(limits);
  const positions: number[] = [];
  let listed = 0;
  for (let position = 0; position < Math.min(next.ids.length, limits.children); position++) {
    const probability = next.probabilities[position] ?? 0;
    if (listed >= limits.coverage || probability <= 0) break;
    if (logprob + Math.log(probability) < least) break;
    positions.push(position);
    listed += probability;
  }
  return positions;
}

/** ln of `minPathProbability`; −∞ when there is none. */
export function leastLogprob({ minPathProbability }: TreeLimits): number {
  return Math.log(minPathProbability);
}
