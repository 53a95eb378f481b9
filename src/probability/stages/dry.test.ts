import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noDryBreakers, type DryBreakers } from '../dry-breakers.ts';
import { neutralSettings } from '../neutral-settings.ts';
import type { SamplerSettings } from '../sampler-settings.ts';
import { dryRepeats } from './dry.ts';

const settings: SamplerSettings = { ...neutralSettings, dryMultiplier: 1, dryAllowedLength: 1 };

/** By definition: for every earlier position, how many tokens before it equal those at the end of the text. */
function repeatsByDefinition(history: readonly number[], limit: number): Map<number, number> {
  const repeats = new Map<number, number>();
  for (let next = 1; next < history.length; next++) {
    let length = 0;
    while (
      length < next &&
      length < limit &&
      history[next - 1 - length] === history[history.length - 1 - length]
    )
      length++;
    const token = history[next] ?? 0;
    if (length >= 1) repeats.set(token, Math.max(length, repeats.get(token) ?? 0));
  }
  return repeats;
}

describe('dryRepeats', () => {
  it('finds the tokens that would extend a repeat, as in the example of llama.cpp', () => {
    const [a, b, c, y] = [1, 2, 3, 4];
    expect(dryRepeats([a, b, c, c, b, c, y, a, b, c], settings, noDryBreakers)).toEqual(
      new Map([
        [c, 3],
        [b, 1],
        [y, 2],
      ]),
    );
  });

  it('equals the definition for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 60 }), (history) => {
        expect(dryRepeats(history, settings, noDryBreakers)).toEqual(
          history.length <= 1 ? new Map() : repeatsByDefinition(history, history.length),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not look past a breaker', () => {
    const breakers: DryBreakers = new Map([[9, [[]]]]);
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { minLength: 1, maxLength: 30 }),
        fc.array(fc.nat(3), { maxLength: 8 }),
        (before, after) => {
          const expected =
            after.length < 1 ? new Map() : repeatsByDefinition([...before, 9, ...after], after.length);
          expect(dryRepeats([...before, 9, ...after], settings, breakers)).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('stops at a breaker of several tokens only where all of them stand', () => {
    const breakers: DryBreakers = new Map([[8, [[9]]]]);
    expect(dryRepeats([1, 2, 3, 8, 9, 1, 2], settings, breakers)).toEqual(new Map([[3, 2]]));
    expect(dryRepeats([1, 2, 3, 1, 8, 9, 2], settings, breakers)).toEqual(new Map([[3, 1]]));
    expect(dryRepeats([1, 2, 3, 8, 7, 1, 2], settings, breakers)).toEqual(new Map([[3, 2]]));
  });

  it('looks at the latest tokens only and leaves short repeats alone', () => {
    const history = [1, 2, 3, 7, 7, 1, 2];
    expect(dryRepeats(history, { ...settings, dryLastTokens: 4 }, noDryBreakers)).toEqual(new Map());
    expect(dryRepeats(history, { ...settings, dryAllowedLength: 3 }, noDryBreakers)).toEqual(new Map());
    expect(dryRepeats(history, { ...settings, dryAllowedLength: 2 }, noDryBreakers)).toEqual(
      new Map([[3, 2]]),
    );
  });
});
