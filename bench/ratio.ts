/**
 * Compares two ways of doing a thing within one run. Runs in the bench process. Blocks of the two are interleaved, so
 * that a busy machine hits both alike, and only ratios of neighbouring blocks are reported.
 */

/** A measured ratio: `low` is the 5th percentile over the pairs, `high` the 95th. */
export type Ratio = {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
};

/** One line of the table. `aim` null: no aim was set. */
export type BenchRow = {
  readonly what: string;
  readonly ratio: Ratio;
  /** The two sides in their own unit, for example "171 / 178 tokens/s". */
  readonly sides: string;
  readonly aim: { readonly atLeast: number } | { readonly atMost: number } | null;
};

/**
 * Runs `left` and `right` alternately (the order flips from pair to pair) after one pair that does not count.
 * Both give a figure of the same unit; the ratios are left / right.
 */
export async function interleave(
  pairs: number,
  left: () => Promise<number>,
  right: () => Promise<number>,
): Promise<{ ratio: Ratio; left: number; right: number }> {
  await left();
  await right();
  const lefts: number[] = [];
  const rights: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) {
      lefts.push(await left());
      rights.push(await right());
    } else {
      rights.push(await right());
      lefts.push(await left());
    }
  }
  const ratios = lefts.map((value, index) => value / (rights[index] ?? Number.NaN));
  return { ratio: summarise(ratios), left: percentile(lefts, 0.5), right: percentile(rights, 0.5) };
}

export function summarise(ratios: readonly number[]): Ratio {
  return {
    median: percentile(ratios, 0.5),
    low: percentile(ratios, 0.05),
    high: percentile(ratios, 0.95),
    pairs: ratios.length,
  };
}

/** Linear interpolation between the closest ranks. @param share 0 … 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
