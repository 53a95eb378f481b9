/**
 * In which batches the tokens in the KV cache were evaluated. Runs in the engine. Pure.
 *
 * A shape is the runs of tokens that were evaluated alone, in order, `[start, end)` each; the tokens between two runs
 * were in batches, of which the first begins where the run before ended. An empty run is a place where a new batch began.
 */
import type { AloneRuns } from '#contract/profile.ts';

/** The runs before a place. */
export function runsBefore(shape: AloneRuns, place: number): [number, number][] {
  return shape.filter(([start]) => start < place).map(([start, end]) => [start, Math.min(end, place)]);
}

/** The shape of the first `length` tokens: what follows a batch that was cut there is a new one. */
export function cutShape(shape: AloneRuns, length: number): AloneRuns {
  const runs = runsBefore(shape, length);
  return (runs.at(-1)?.[1] ?? 0) === length ? runs : [...runs, [length, length]];
}

/** The same, with everything from `start` on evaluated alone. `start` is not before the end of its last run. */
export function aloneFrom(shape: AloneRuns, start: number): AloneRuns {
  const last = shape.at(-1);
  if (last?.[1] !== start) return [...shape, [start, Infinity]];
  return [...shape.slice(0, -1), [last[0], Infinity]];
}

/** How many of the first `length` tokens both shapes evaluated alike, in whole batches. */
export function sharedShape(left: AloneRuns, right: AloneRuns, length: number, batchTokens: number): number {
  let batchesFrom = 0;
  for (let index = 0; ; index++) {
    const [leftStart, leftEnd] = left[index] ?? [Infinity, Infinity];
    const [rightStart, rightEnd] = right[index] ?? [Infinity, Infinity];
    const start = Math.min(leftStart, rightStart);
    if (start >= length && leftStart === rightStart) return length;
    if (leftStart !== rightStart) {
      const batches = Math.floor((Math.min(start, length) - batchesFrom) / batchTokens);
      return batchesFrom + batches * batchTokens;
    }
    if (leftEnd !== rightEnd) return Math.min(leftEnd, rightEnd, length);
    batchesFrom = leftEnd;
  }
}

/** Where the batch that begins at `start` ends, at `limit` at the latest. */
export function batchEnd(shape: AloneRuns, start: number, limit: number, batchTokens: number): number {
  const run = shape.find(([from, to]) => to > start || from > start);
  if (run === undefined) return Math.min(limit, start + batchTokens);
  return run[0] <= start ? start + 1 : Math.min(run[0], limit, start + batchTokens);
}
