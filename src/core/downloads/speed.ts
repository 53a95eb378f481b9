/**
 * How fast bytes arrive, over the last seconds. Runs in the core. Pure: it is told the time. Says nothing before it has
 * seen enough, and forgets what was before a pause.
 */

type Sample = { readonly atMs: number; readonly bytes: number };

const windowMs = 10_000;
const leastMs = 2_000;

export class Speed {
  #samples: readonly Sample[] = [];

  /** @param bytes received so far; fewer than before: it began anew */
  note(atMs: number, bytes: number): void {
    const last = this.#samples.at(-1);
    const known = last !== undefined && bytes < last.bytes ? [] : this.#samples;
    // The newest sample outside of the window is where it begins.
    const firstInside = known.findIndex((sample) => sample.atMs > atMs - windowMs);
    const begin = firstInside === -1 ? known.length - 1 : Math.max(0, firstInside - 1);
    this.#samples = [...known.slice(Math.max(0, begin)), { atMs, bytes }];
  }

  /** Null: not known yet. */
  bytesPerSecond(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < leastMs) return null;
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1_000;
  }
}
