/**
 * The short form of the suites as tests, for the two files that say where they run. Used by tests only.
 */
import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import type { Suite } from './suite.ts';
import { suites } from './suites.ts';

/** The same every time, so that a failure is a change and not luck; the long form takes the day's. */
const seed = 1;
const longestMs = 300_000;

export function testShortForms(needs: Suite['needs']): void {
  const wanted = suites.filter((suite) => suite.needs === needs);
  test.each(wanted)(
    '$id: $promise',
    async ({ run, times }) => {
      const outcome = await run({ times: times.short, random: createRandom(seed) });
      expect(outcome.failures).toEqual([]);
      expect(outcome.tried).toBeGreaterThanOrEqual(times.short);
    },
    longestMs,
  );
}
