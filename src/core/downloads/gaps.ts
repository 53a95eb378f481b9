/**
 * What is still missing of a file, shared out among connections. Runs in the core. Pure: it reads no clock and no disk.
 *
 * Every gap is taken by one connection at most, which fills it from its beginning. One that has nothing to do takes the
 * second half of the largest gap that somebody fills.
 */

/** Bytes `from` up to, but not including, `to`. */
export type ByteRange = { readonly from: number; readonly to: number };

/** Changes while it is filled: its beginning moves on, and its end comes nearer when another connection takes a half. */
export type Gap = { from: number; to: number };

export class Gaps {
  readonly #free = new Set<Gap>();
  readonly #taken = new Set<Gap>();

  constructor(missing: readonly ByteRange[]) {
    for (const { from, to } of missing) if (from < to) this.#free.add({ from, to });
  }

  get missingBytes(): number {
    return this.#all().reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** In order of place. */
  ranges(): ByteRange[] {
    return this.#all()
      .map(({ from, to }) => ({ from, to }))
      .sort((left, right) => left.from - right.from);
  }

  /** Cuts the largest gaps that nobody fills, until there are so many, or they would be smaller than `leastBytes`. */
  divide(count: number, leastBytes: number): void {
    while (this.#free.size < count) {
      const gap = largest(this.#free);
      if (gap === null || gap.to - gap.from < 2 * leastBytes) return;
      this.#free.add(secondHalf(gap));
    }
  }

  /**
   * The largest gap that nobody fills; if there is none, half of the largest one that somebody does.
   * @param leastBytes smaller ones are not cut in two
   */
  take(leastBytes: number): Gap | null {
    const gap = largest(this.#free) ?? this.#half(leastBytes);
    if (gap === null) return null;
    this.#free.delete(gap);
    this.#taken.add(gap);
    return gap;
  }

  /** Its next bytes are there. */
  fill(gap: Gap, bytes: number): void {
    gap.from = Math.min(gap.from + bytes, gap.to);
    if (gap.from === gap.to) this.#taken.delete(gap);
  }

  /** Whoever filled it stops; what is left of it is free again. */
  giveBack(gap: Gap): void {
    if (this.#taken.delete(gap) && gap.from < gap.to) this.#free.add(gap);
  }

  #half(leastBytes: number): Gap | null {
    const owner = largest(this.#taken);
    if (owner === null || owner.to - owner.from < 2 * leastBytes) return null;
    return secondHalf(owner);
  }

  #all(): Gap[] {
    return [...this.#free, ...this.#taken];
  }
}

/** Cuts it off. */
function secondHalf(gap: Gap): Gap {
  const middle = gap.from + Math.ceil((gap.to - gap.from) / 2);
  const half = { from: middle, to: gap.to };
  gap.to = middle;
  return half;
}

function largest(gaps: ReadonlySet<Gap>): Gap | null {
  let found: Gap | null = null;
  for (const gap of gaps) if (found === null || gap.to - gap.from > found.to - found.from) found = gap;
  return found;
}
