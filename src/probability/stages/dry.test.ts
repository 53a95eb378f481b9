import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createState } from '../chain-state.ts';
import { noDryBreakers, type DryBreakers } from '../dry-breakers.ts';
import { completeRow, truncateRow } from '../logits-row.ts';
import { neutralSettings } from '../neutral-settings.ts';
import type { SamplerSettings } from '../sampler-settings.ts';
import { applyDry, dryRepeats, usesDry } from './dry.ts';

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

describe('DRY', () => {
  const doubling = {
    ...neutralSettings,
    dryMultiplier: 0.5,
    dryBase: 2,
    dryAllowedLength: 1,
    dryLastTokens: 100,
  };
  const dry = (
    change: Partial<SamplerSettings>,
    history: number[],
    breakers: DryBreakers = noDryBreakers,
  ) => {
    const state = createState(completeRow(new Array<number>(6).fill(0)));
    applyDry(state, { ...doubling, ...change }, history, breakers);
    return Object.fromEntries(Array.from(state.ids, (id, index) => [id, state.logits[index]]));
  };
  const history = [1, 2, 3, 4, 1, 2, 3];

  it('is on with a multiplier, a base of at least one, and tokens to look at', () => {
    expect(usesDry(doubling)).toBe(true);
    expect(usesDry({ ...doubling, dryBase: 1 })).toBe(true);
    expect(usesDry({ ...doubling, dryMultiplier: -1 })).toBe(true);
    for (const change of [{ dryMultiplier: 0 }, { dryBase: 0.9 }, { dryLastTokens: 0 }]) {
      expect(usesDry({ ...doubling, ...change })).toBe(false);
      expect(dry(change, history)[4]).toBe(0);
    }
  });

  it('lowers the token that would go on by multiplier × base to the power of what is above the allowed length', () => {
    expect(dry({}, history)).toMatchObject({ 0: 0, 1: 0, 4: -0.5 * 2 ** 2 });
    expect(dry({ dryAllowedLength: 2 }, history)[4]).toBe(-0.5 * 2);
    expect(dry({ dryAllowedLength: 3 }, history)[4]).toBe(-0.5);
    expect(dry({ dryAllowedLength: 4 }, history)[4]).toBe(0);
    expect(dry({ dryBase: 1 }, history)[4]).toBe(-0.5);
  });

  it('does not lower by more than a number can hold', () => {
    const long = Array.from({ length: 400 }, () => 1);
    expect(dry({ dryBase: 4 }, long)[1]).toBe(Math.fround(-0.5 * 4 ** 63));
    expect(dry({ dryBase: 1 }, long)[1]).toBe(-0.5);
  });

  it('leaves a token alone that breaks sequences by itself', () => {
    expect(dry({}, history, new Map([[4, [[]]]]))[4]).toBe(0);
    expect(dry({}, history, new Map([[4, [[9]]]]))[4]).toBe(-2);
    expect(dry({}, history, new Map([[4, [[9], []]]]))[4]).toBe(0);
  });

  it('sees a repeat only as far as it looks back, and as far as the nearest breaker', () => {
    expect(dry({ dryLastTokens: 4 }, history)[4]).toBe(0);
    expect(dry({ dryLastTokens: 5 }, history)[4]).toBe(-0.5);
    expect(dry({}, history, new Map([[2, [[]]]]))[4]).toBe(-0.5);
    expect(dry({}, history, new Map([[3, [[]]]]))[4]).toBe(0);
    expect(dry({}, history, new Map([[2, [[3]]]]))[4]).toBe(0);
    expect(dry({}, history, new Map([[2, [[4]]]]))[4]).toBe(-2);
    expect(dry({}, history, new Map([[1, [[2], [2, 3], [9]]]]))[4]).toBe(0);
    // Of several that match, the longest counts; one that would end behind the text does not match.
    expect(dry({}, history, new Map([[1, [[2, 3], [2]]]]))[4]).toBe(0);
    expect(dry({}, history, new Map([[3, [[9]]]]))[4]).toBe(-2);
  });

  it('may raise a token outside when it rewards', () => {
    const outside = () => createState(truncateRow(completeRow([3, 2, 1, 0, -1, -2]), 3));
    const weightHigh = (dryMultiplier: number) => {
      const state = outside();
      applyDry(state, { ...doubling, dryMultiplier }, [4, 4], new Map());
      return state.tail.weightHigh;
    };
    expect(weightHigh(1)).toBe(outside().tail.weightHigh);
    expect(weightHigh(-1)).toBeGreaterThan(outside().tail.weightHigh);
  });
});
