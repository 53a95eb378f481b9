/**
 * What the stages of the sampler chain work on: the tokens of the row that are still in, and what is known about the
 * tokens outside the row (the tail). Portable; lives for one run of the chain (sampler-chain.ts) and is written by the
 * files in stages/ only.
 *
 * A row may hold only the K most probable tokens. The tail then stands for the others by their number, by the highest
 * logit any of them can have, and by bounds of their total weight, so that each stage can prove that the tail does not
 * change its answer, or say that it might.
 */
import type { LogitsRow } from './logits-row.ts';
import { sumOfExponentials } from './logits-row.ts';

/** The names of the stages, in llama.cpp's order. */
export const chainStages = [
  'logitBias',
  'penalties',
  'dry',
  'topNSigma',
  'topK',
  'typicalP',
  'topP',
  'minP',
  'xtc',
  'temperature',
] as const;
export type ChainStage = (typeof chainStages)[number];

/**
 * Where the temperature acts: `llamaCpp`: last, on what the truncations left; `temperatureFirst`: before them, as
 * Hugging Face's Transformers does. Replies are always generated in llama.cpp's order.
 */
export type ChainOrder = 'llamaCpp' | 'temperatureFirst';

/** The stages in the order in which they act. */
export function stagesInOrder(order: ChainOrder): readonly ChainStage[] {
  if (order === 'llamaCpp') return chainStages;
  const moves = chainStages.indexOf('topNSigma');
  return [...chainStages.slice(0, moves), 'temperature', ...chainStages.slice(moves, -1)];
}

/** Tokens outside the row. Weights are Σ exp(logit − reference) with the state's reference. */
export type Tail = {
  /** How many of them are still in; exact while the answer is exact. */
  readonly count: number;
  /** No token of the tail has a higher working logit. */
  readonly maxLogit: number;
  /** Best single value for the total weight. */
  readonly weight: number;
  /** Bounds of the total weight. */
  readonly weightLow: number;
  readonly weightHigh: number;
  /** Nothing moved a logit of the tail and nothing was cut from it, so the row's normalisers still describe it. */
  readonly isIntact: boolean;
};

export type ChainState = {
  readonly row: LogitsRow;
  /** Weights are relative to this logit: the row's highest raw one; 0 behind a temperature that comes first. */
  reference: number;
  /** The tokens of the row that are still in, most probable first, equal logits in order of id. Never written in place. */
  ids: Uint32Array;
  /** Their working logits (f32, as in llama.cpp), in the order of `ids`. Never written in place. */
  logits: Float32Array;
  /** exp(logit − reference) of each; null until a stage asks (see `weightsOf`). */
  weights: Float64Array | null;
  tail: Tail;
  /** The set of survivors and their q equal those over the whole vocabulary. */
  isExact: boolean;
  /** Even the most probable survivor could be another one. Matters at temperature 0, which needs nothing else. */
  isTopCertain: boolean;
  /** When not exact: how many tokens the row should have. */
  needsTokens: number;
};

/**
 * Relative slack on a normaliser in every proof, so that rounding never decides. The row's logZ is taken at its word:
 * where it is an f32 sum (1e-3 nat), the answer is that of llama.cpp, whose own softmax is an f32 sum as well.
 */
const normaliserSlack = 1e-6;

/** The next larger capture that is worth an attempt before the whole vocabulary. */
const largeCapture = 1_024;

const noTail: Tail = {
  count: 0,
  maxLogit: -Infinity,
  weight: 0,
  weightLow: 0,
  weightHigh: 0,
  isIntact: true,
};

function initialTail(row: LogitsRow): Tail {
  const count = Math.max(0, row.vocabularySize - row.ids.length);
  const maxLogit = row.logits[row.logits.length - 1] ?? row.maxLogit;
  if (count === 0) return noTail;
  // Every tail token weighs at most as much as the last captured one.
  const largest = count * Math.exp(maxLogit - row.maxLogit);
  if (!row.isLogZExact) {
    return { count, maxLogit, weight: largest / 2, weightLow: 0, weightHigh: largest, isIntact: true };
  }
  const total = Math.exp(row.logZ);
  const rest = total - sumOfExponentials(row.logits, row.maxLogit, 1);
  const weight = Math.min(largest, Math.max(0, rest));
  const weightHigh = Math.min(largest, Math.max(0, rest + normaliserSlack * total));
  const weightLow = Math.min(weightHigh, Math.max(0, rest - normaliserSlack * total));
  return { count, maxLogit, weight, weightLow, weightHigh, isIntact: true };
}

export function createState(row: LogitsRow): ChainState {
  return {
    row,
    reference: row.maxLogit,
    ids: row.ids,
    logits: row.logits,
    weights: null,
    tail: initialTail(row),
    isExact: true,
    isTopCertain: true,
    needsTokens: 0,
  };
}

/** exp(logit − reference) of the tokens that are in, in their order. */
export function weightsOf(state: ChainState): Float64Array {
  if (state.weights !== null) return state.weights;
  const { logits, reference } = state;
  const weights = new Float64Array(logits.length);
  for (let index = 0; index < logits.length; index++)
    weights[index] = Math.exp((logits[index] ?? 0) - reference);
  state.weights = weights;
  return weights;
}

/** Σ of the weights that are in, without the tail. */
export function headWeight(state: ChainState): number {
  const weights = weightsOf(state);
  let sum = 0;
  for (let index = weights.length - 1; index >= 0; index--) sum += weights[index] ?? 0;
  return sum;
}

/** Keeps the tokens [start, end) of the present order. The tail is left as it is. */
export function keepRange(state: ChainState, start: number, end: number): void {
  if (start === 0 && end === state.ids.length) return;
  state.ids = state.ids.subarray(start, end);
  state.logits = state.logits.subarray(start, end);
  state.weights = state.weights?.subarray(start, end) ?? null;
}

/** No token of the tail can stand before the token at `index`. */
export function isAheadOfTail(state: ChainState, index: number): boolean {
  const { tail, row } = state;
  if (tail.count === 0) return true;
  const logit = state.logits[index] ?? -Infinity;
  if (logit > tail.maxLogit) return true;
  // While nothing was moved, the row's own promise settles ties.
  const isUnmoved = tail.isIntact && state.logits.buffer === row.logits.buffer;
  return isUnmoved && logit === tail.maxLogit;
}

/** The stage removed every token of the tail (or is taken to have, after `markInexact`). */
export function dropTail(state: ChainState): void {
  if (!isAheadOfTail(state, 0)) state.isTopCertain = false;
  state.tail = noTail;
}

/**
 * The answer may depend on tokens outside the row.
 *
 * @param needsTokens how many the row should have; by default a large capture, then the whole vocabulary
 */
export function markInexact(state: ChainState, needsTokens?: number): void {
  const { row } = state;
  const next = needsTokens ?? (row.ids.length < largeCapture ? largeCapture : row.vocabularySize);
  const needed = next <= row.ids.length ? row.vocabularySize : Math.min(next, row.vocabularySize);
  state.isExact = false;
  state.needsTokens = Math.max(state.needsTokens, needed);
}
