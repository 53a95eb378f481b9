/**
 * One distribution over the vocabulary as the sampler chain reads it: the most probable tokens with their raw logits,
 * and the exact normaliser that stands for the rest. Portable. Built from a trace step, from what the engine captured,
 * or from all logits of a vocabulary. It changes nothing (see sampler-chain.ts).
 */
import type { TraceStep } from './trace.ts';

/**
 * Raw logits of the K most probable tokens. Promise of whoever builds it: logits are finite and descending, equal
 * logits are in order of id, and no token outside the row has a higher logit than the last one of the row.
 */
export type LogitsRow = {
  readonly ids: Uint32Array;
  /** Raw logits (f32), in the order of `ids`. */
  readonly logits: Float32Array;
  /** The highest raw logit of the vocabulary: `logits[0]`. */
  readonly maxLogit: number;
  /** ln Σ exp(logit − maxLogit) over the whole vocabulary, in nats. */
  readonly logZ: number;
  /** False when `logZ` covers the captured tokens only. A row that holds the whole vocabulary does not need it. */
  readonly isLogZExact: boolean;
  readonly vocabularySize: number;
  /** ln Σ exp((logit − maxLogit) / temperature) over the whole vocabulary; null when it was not captured. */
  readonly logZAtTemperature: number | null;
};

/** The row of a captured step. */
export function rowFromStep(step: TraceStep, vocabularySize: number): LogitsRow {
  return {
    ids: step.topIds,
    logits: step.topLogits,
    maxLogit: step.maxLogit,
    logZ: step.logZ,
    isLogZExact: step.isLogZExact,
    vocabularySize,
    logZAtTemperature: step.logZAtTemperature,
  };
}

/**
 * The complete row of a vocabulary, with its normaliser summed in f64.
 *
 * @param logitsById raw logit of every token, indexed by token id; NaN is not allowed
 * @throws RangeError when the vocabulary is empty or a logit is not a number
 */
export function completeRow(logitsById: ArrayLike<number>): LogitsRow {
  const size = logitsById.length;
  if (size === 0) throw new RangeError('a vocabulary has at least one token');
  const byId = Float32Array.from(logitsById);
  if (byId.some(Number.isNaN)) throw new RangeError('a logit is not a number');
  const ids = Uint32Array.from({ length: size }, (_, id) => id);
  ids.sort((a, b) => (byId[b] ?? 0) - (byId[a] ?? 0) || a - b);
  const logits = Float32Array.from(ids, (id) => byId[id] ?? 0);
  const maxLogit = logits[0] ?? 0;
  return {
    ids,
    logits,
    maxLogit,
    logZ: Math.log(sumOfExponentials(logits, maxLogit, 1)),
    isLogZExact: true,
    vocabularySize: size,
    logZAtTemperature: null,
  };
}

/** The first `count` tokens of a complete row, with the whole row's normalisers: what a capture of `count` gives. */
export function truncateRow(row: LogitsRow, count: number): LogitsRow {
  return { ...row, ids: row.ids.slice(0, count), logits: row.logits.slice(0, count) };
}

/**
 * The row for a chain with another temperature than the one it was captured with: a normaliser at the wrong temperature
 * says nothing.
 */
export function rowForTemperature(row: LogitsRow, captured: number, temperature: number): LogitsRow {
  return captured === temperature ? row : { ...row, logZAtTemperature: null };
}

/** Σ exp((logit − reference) / temperature), smallest terms first so that they are not lost. */
export function sumOfExponentials(logits: Float32Array, reference: number, temperature: number): number {
  let sum = 0;
  for (let index = logits.length - 1; index >= 0; index--) {
    sum += Math.exp(((logits[index] ?? 0) - reference) / temperature);
  }
  return sum;
}
