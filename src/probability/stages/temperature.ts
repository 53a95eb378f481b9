/**
 * The temperature in front of the truncations, as Hugging Face's Transformers orders its warpers (temperature, top-k,
 * top-p, …, src/transformers/generation/utils.py): divides every logit, in f32. Portable. The engine never uses it:
 * llama.cpp's temperature comes last and is part of the draw (see `finish` in sampler-chain.ts).
 */
import {
  dropTail,
  isAheadOfTail,
  keepRange,
  markInexact,
  type ChainState,
  type Tail,
} from '../chain-state.ts';
import { sumOfExponentials } from '../logits-row.ts';

/** As in chain-state.ts: rounding of a normaliser never decides a proof. */
const normaliserSlack = 1e-6;

type Bounds = Pick<Tail, 'weightLow' | 'weightHigh'>;

/**
 * Bounds of Σ wᵢ^a over the tail's n tokens, from Σ wᵢ = W and wᵢ ≤ m: for a > 1 the sum is least when all are equal
 * and greatest when as few as possible have weight m; for a < 1 it is the other way round.
 */
function powerSumBounds(tail: Tail, heaviest: number, power: number): Bounds {
  const concentrated = (total: number): number => (heaviest > 0 ? total * heaviest ** (power - 1) : 0);
  const even = (total: number): number => tail.count * (total / tail.count) ** power;
  const [least, most] = power > 1 ? [even, concentrated] : [concentrated, even];
  const largest = tail.count * heaviest ** power;
  const weightHigh = Math.min(largest, most(tail.weightHigh)) * (1 + normaliserSlack);
  return { weightLow: Math.min(weightHigh, least(tail.weightLow) * (1 - normaliserSlack)), weightHigh };
}

function dividedTail(state: ChainState, temperature: number): Tail {
  const { tail, row, reference } = state;
  if (tail.count === 0) return tail;
  const bounds = powerSumBounds(tail, Math.exp(tail.maxLogit - reference), 1 / temperature);
  const maxLogit = Math.fround((tail.maxLogit - reference) / temperature);
  const between = (bounds.weightLow + bounds.weightHigh) / 2;
  const unknown: Tail = { ...tail, ...bounds, maxLogit, weight: between, isIntact: false };
  if (!tail.isIntact || !row.isLogZExact || row.logZAtTemperature === null) return unknown;
  const total = Math.exp(row.logZAtTemperature);
  const weight = Math.max(0, total - sumOfExponentials(row.logits, row.maxLogit, temperature));
  const weightLow = Math.max(0, weight - normaliserSlack * total);
  return { ...unknown, weight, weightLow, weightHigh: weight + normaliserSlack * total, isIntact: true };
}

/** Greedy: nothing but the most probable token is left for the stages behind. */
function keepFirst(state: ChainState): void {
  if (!isAheadOfTail(state, 0)) markInexact(state);
  dropTail(state);
  keepRange(state, 0, 1);
}

/**
 * Logits are relative to the highest raw one from here on (which changes no probability, and keeps the rounding of the
 * division out of them), and a tail that is `isIntact` has its exact weight at this temperature.
 */
export function applyTemperature(state: ChainState, temperature: number): void {
  if (temperature === 1) return;
  if (temperature <= 0) return keepFirst(state);
  const { reference } = state;
  state.tail = dividedTail(state, temperature);
  state.logits = state.logits.map((logit) => (logit - reference) / temperature);
  state.reference = 0;
  state.weights = null;
}
