/**
 * Means with their standard errors, and percentiles, computed as llama.cpp's perplexity tool does, so that the numbers may
 * be held against its own. Portable, pure.
 * Source: tools/perplexity/perplexity.cpp (mean_and_uncertainty, covariance, percentile).
 */

/** `error`: the standard error of the mean; 0 for fewer than two values. */
export type Estimate = { readonly mean: number; readonly error: number };

/** NaN for no values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
}

/** The values are paired: of `left` and `right` the same length. Divided by n − 1 as a covariance of means is. */
export function covarianceOfMeans(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const count = left.length;
  if (count < 2) return 0;
  const [leftMean, rightMean] = [meanOf(left), meanOf(right)];
  let sum = 0;
  // Around the means, unlike the tool, which subtracts large squares in f64: the same formula, fewer lost digits.
  for (let index = 0; index < count; index++)
    sum += ((left[index] ?? 0) - leftMean) * ((right[index] ?? 0) - rightMean);
  return sum / count / (count - 1);
}

export function estimate(values: ArrayLike<number>): Estimate {
  return { mean: meanOf(values), error: Math.sqrt(covarianceOfMeans(values, values)) };
}

/** An estimate of a share of yes: its standard error is √(p (1 − p) / (n − 1)). */
export function estimateShare(yes: number, count: number): Estimate {
  const mean = yes / count;
  return { mean, error: count > 1 ? Math.sqrt((mean * (1 - mean)) / (count - 1)) : 0 };
}

/**
 * Between the two nearest values, linearly; NaN for no values.
 * @param sorted lowest first
 * @param fraction 0 (lowest) to 1 (highest)
 */
export function percentileOf(sorted: ArrayLike<number>, fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = Math.min(1, Math.max(0, fraction)) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  // ∞ − ∞ is no number: where both are the same nothing lies between them.
  return low === high ? low : low + (place - below) * (high - low);
}
