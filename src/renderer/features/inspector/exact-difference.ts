/**
 * A recomputed number beside the captured one. Page, pure. Recomputing is another pass over the same tokens and may
 * differ a little; what was only bounded can be checked against its bounds.
 */
import type { Interval } from '#probability/entropy.ts';

/**
 * `same`: equal to the last digit. `by`: recomputed minus captured, in the unit of both. `inside`: the captured value
 * is an interval and holds the recomputed one. `unknown`: nothing was captured.
 */
export type Difference =
  { readonly kind: 'same' | 'inside' | 'unknown' } | { readonly kind: 'by'; readonly amount: number };

/** What f64 sums of the same numbers in another order may differ by. */
const roundingOnly = 1e-9;

export function differenceFrom(recomputed: number, captured: number | null): Difference {
  if (captured === null || Number.isNaN(captured)) return { kind: 'unknown' };
  const amount = recomputed - captured;
  return Math.abs(amount) <= roundingOnly ? { kind: 'same' } : { kind: 'by', amount };
}

/** Outside of the bounds the difference is the distance from the nearer one. */
export function differenceFromInterval(recomputed: number, captured: Interval | null): Difference {
  if (captured === null) return { kind: 'unknown' };
  if (captured.low === captured.high) return differenceFrom(recomputed, captured.low);
  if (recomputed >= captured.low && recomputed <= captured.high) return { kind: 'inside' };
  return {
    kind: 'by',
    amount: recomputed < captured.low ? recomputed - captured.low : recomputed - captured.high,
  };
}
