/**
 * Two models of one tokeniser on the same tokens: perplexities, their ratio with the paired standard error, and how the
 * probability of the given token moved. Portable, pure. Formulas and names: llama.cpp, tools/perplexity/perplexity.cpp.
 */
import { covarianceOfMeans, type Estimate, estimate, percentileOf } from './statistics.ts';

export type PerplexityRatio = {
  /** Tokens that both scored. */
  readonly tokens: number;
  /** exp of the mean surprise, ≥ 1, with its standard error. */
  readonly reference: Estimate;
  readonly other: Estimate;
  /** ln (perplexity of the other ÷ of the reference), with the paired standard error. */
  readonly logRatio: Estimate;
  readonly ratio: Estimate;
  /** Correlation of the two means, −1 to 1; null when one does not vary. */
  readonly correlation: number | null;
  /** p of the given token under the other − under the reference, −1 to 1. */
  readonly shift: Estimate;
  /** √ of the mean of its square. */
  readonly shiftRms: number;
  readonly shiftPercentiles: readonly { readonly fraction: number; readonly value: number }[];
};

export const shiftFractions = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/**
 * @param reference ln p of each given token under the reference, in nats
 * @param other the same tokens under the other model
 */
export function perplexityRatio(reference: Float64Array, other: Float64Array): PerplexityRatio {
  const [lossA, lossB] = [reference.map((logprob) => -logprob), other.map((logprob) => -logprob)];
  const [a, b] = [estimate(lossA), estimate(lossB)];
  const covariance = covarianceOfMeans(lossA, lossB);
  const logRatio = {
    mean: b.mean - a.mean,
    error: Math.sqrt(Math.max(0, a.error ** 2 + b.error ** 2 - 2 * covariance)),
  };
  const ratio = Math.exp(logRatio.mean);
  const shifts = other.map((logprob, index) => Math.exp(logprob) - Math.exp(reference[index] ?? 0));
  const sorted = Float64Array.from(shifts).sort();
  return {
    tokens: reference.length,
    reference: perplexityOf(a),
    other: perplexityOf(b),
    logRatio,
    ratio: { mean: ratio, error: ratio * logRatio.error },
    correlation: a.error > 0 && b.error > 0 ? covariance / (a.error * b.error) : null,
    shift: estimate(shifts),
    shiftRms: Math.sqrt(estimate(shifts.map((shift) => shift ** 2)).mean),
    shiftPercentiles: shiftFractions.map((fraction) => ({ fraction, value: percentileOf(sorted, fraction) })),
  };
}

function perplexityOf({ mean, error }: Estimate): Estimate {
  const perplexity = Math.exp(mean);
  return { mean: perplexity, error: perplexity * error };
}
