import { describe, expect, it } from 'vitest';
import {
  createState,
  dropTail,
  headWeight,
  isAheadOfTail,
  keepRange,
  markInexact,
  weightsOf,
} from './chain-state.ts';
import { completeRow, truncateRow, type LogitsRow } from './logits-row.ts';

const logits = [3, 2, 1, 0, -1, -2];
const weight = (logit: number): number => Math.exp(logit - 3);
const total = logits.reduce((sum, logit) => sum + weight(logit), 0);
const rest = weight(0) + weight(-1) + weight(-2);
/** What three tokens would weigh at most: as much as the last captured one each. */
const largest = 3 * weight(1);
const partial = (change: Partial<LogitsRow> = {}): LogitsRow => ({
  ...truncateRow(completeRow(logits), 3),
  ...change,
});

describe('the tail of a row', () => {
  it('is empty when the row holds the whole vocabulary', () => {
    const { tail } = createState(completeRow(logits));
    expect(tail).toEqual({
      count: 0,
      maxLogit: -Infinity,
      weight: 0,
      weightLow: 0,
      weightHigh: 0,
      isIntact: true,
    });
    expect(createState({ ...completeRow(logits), vocabularySize: 2 }).tail.count).toBe(0);
  });

  it('weighs what the normaliser leaves, with a millionth of all weights as slack on both sides', () => {
    const { tail } = createState(partial());
    expect(tail).toMatchObject({ count: 3, maxLogit: 1, isIntact: true });
    expect(tail.weight).toBeCloseTo(rest, 12);
    expect(tail.weightHigh - rest).toBeCloseTo(1e-6 * total, 12);
    expect(rest - tail.weightLow).toBeCloseTo(1e-6 * total, 12);
  });

  it('weighs between nothing and the largest possible when the normaliser is not exact', () => {
    const { tail } = createState(partial({ isLogZExact: false }));
    expect(tail).toMatchObject({ count: 3, maxLogit: 1, weightLow: 0, isIntact: true });
    expect(tail.weightHigh).toBeCloseTo(largest, 12);
    expect(tail.weight).toBeCloseTo(largest / 2, 12);
  });

  it('never weighs less than nothing, however small the normaliser came out', () => {
    const { tail } = createState(partial({ logZ: Math.log(total - rest - 0.1) }));
    expect(tail).toMatchObject({ weight: 0, weightLow: 0, weightHigh: 0 });
  });

  it('never weighs more than its tokens can, however large the normaliser came out', () => {
    const { tail } = createState(partial({ logZ: Math.log(total + 10) }));
    expect(tail.weight).toBeCloseTo(largest, 12);
    expect(tail.weightHigh).toBeCloseTo(largest, 12);
    expect(tail.weightLow).toBeLessThanOrEqual(tail.weightHigh);
    expect(tail.weightLow).toBeCloseTo(largest, 12);
  });
});

it('a run begins with everything in, exact and certain', () => {
  const row = partial();
  expect(createState(row)).toMatchObject({
    row,
    reference: 3,
    weights: null,
    isExact: true,
    isTopCertain: true,
    needsTokens: 0,
  });
});

describe('a token stands before the tail', () => {
  it('when there is none', () => {
    expect(isAheadOfTail(createState(completeRow(logits)), 5)).toBe(true);
    expect(isAheadOfTail(createState(completeRow(logits)), 99)).toBe(true);
  });

  it('when its logit is higher, or equal and nothing was moved', () => {
    const state = createState(partial());
    expect([0, 1, 2].map((index) => isAheadOfTail(state, index))).toEqual([true, true, true]);
    // Outside the row there is nothing to stand before it.
    expect(isAheadOfTail(state, 3)).toBe(false);
  });

  it('and no longer with an equal logit once a logit of the row or of the tail was moved', () => {
    const moved = createState(partial());
    moved.logits = moved.logits.slice();
    expect([1, 2].map((index) => isAheadOfTail(moved, index))).toEqual([true, false]);
    const changed = createState(partial());
    changed.tail = { ...changed.tail, isIntact: false };
    expect([1, 2].map((index) => isAheadOfTail(changed, index))).toEqual([true, false]);
  });

  it('when it is cut out of the row in place, as views of the same memory are', () => {
    const state = createState(partial());
    keepRange(state, 1, 3);
    expect(isAheadOfTail(state, 1)).toBe(true);
  });

  it('never with a lower logit', () => {
    const state = createState(partial());
    state.tail = { ...state.tail, maxLogit: 2.5 };
    expect([0, 1, 2].map((index) => isAheadOfTail(state, index))).toEqual([true, false, false]);
  });
});

describe('the weights', () => {
  it('are relative to the reference and computed once', () => {
    const state = createState(partial());
    const weights = weightsOf(state);
    expect([...weights]).toEqual([weight(3), weight(2), weight(1)]);
    expect(weightsOf(state)).toBe(weights);
    expect(headWeight(state)).toBeCloseTo(weight(3) + weight(2) + weight(1), 12);
    state.reference = 2;
    state.weights = null;
    expect([...weightsOf(state)]).toEqual([3, 2, 1].map((logit) => Math.exp(logit - 2)));
  });

  it('go with their tokens when some are cut', () => {
    const state = createState(partial());
    weightsOf(state);
    keepRange(state, 1, 3);
    expect([...state.ids]).toEqual([1, 2]);
    expect([...state.logits]).toEqual([2, 1]);
    expect([...weightsOf(state)]).toEqual([weight(2), weight(1)]);
    keepRange(state, 0, 1);
    expect([[...state.ids], [...(state.weights ?? [])]]).toEqual([[1], [weight(2)]]);
  });

  it('are left alone, like the tokens, when nothing is cut', () => {
    const state = createState(partial());
    const { ids } = state;
    keepRange(state, 0, 3);
    expect(state.ids).toBe(ids);
    keepRange(state, 0, 2);
    expect([[...state.ids], state.weights]).toEqual([[0, 1], null]);
  });
});

describe('dropping the tail', () => {
  it('keeps the top certain when it stood before the tail, and makes it uncertain otherwise', () => {
    const certain = createState(partial());
    dropTail(certain);
    expect([certain.isTopCertain, certain.tail.count]).toEqual([true, 0]);
    const uncertain = createState(partial());
    uncertain.tail = { ...uncertain.tail, maxLogit: 4 };
    dropTail(uncertain);
    expect([uncertain.isTopCertain, uncertain.tail.count]).toEqual([false, 0]);
  });
});

describe('an inexact answer asks', () => {
  const wide = (captured: number, vocabularySize = 50_000): LogitsRow => ({
    ...completeRow(new Array<number>(captured).fill(0)),
    vocabularySize,
  });
  const needs = (row: LogitsRow, ...asked: number[]): number => {
    const state = createState(row);
    if (asked.length === 0) markInexact(state);
    for (const each of asked) markInexact(state, each);
    expect(state.isExact).toBe(false);
    return state.needsTokens;
  };

  it('for a large capture first, then for the whole vocabulary', () => {
    expect(needs(wide(64))).toBe(1_024);
    expect(needs(wide(1_023))).toBe(1_024);
    expect(needs(wide(1_024))).toBe(50_000);
    expect(needs(wide(64, 500))).toBe(500);
  });

  it('for as many tokens as the stage says, and for the whole vocabulary where the row has those', () => {
    expect(needs(wide(64), 65)).toBe(65);
    expect(needs(wide(64), 64)).toBe(50_000);
    expect(needs(wide(64), 3)).toBe(50_000);
    expect(needs(wide(64), 90_000)).toBe(50_000);
  });

  it('for the most that any stage asked for', () => {
    expect(needs(wide(64), 200, 100)).toBe(200);
    expect(needs(wide(64), 100, 200)).toBe(200);
  });
});
