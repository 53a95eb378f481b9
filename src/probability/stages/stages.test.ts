/**
 * Each stage of the chain by itself, at the edges of its rule, on rows that hold the whole vocabulary and on rows that
 * do not.
 */
import { describe, expect, it } from 'vitest';
import { createState, weightsOf, type ChainState } from '../chain-state.ts';
import { completeRow, sumOfExponentials, truncateRow, type LogitsRow } from '../logits-row.ts';
import { neutralSettings } from '../neutral-settings.ts';
import { applyLogitBias } from './logit-bias.ts';
import { applyMinP } from './min-p.ts';
import { moveLogits } from './move-logits.ts';
import { applyPenalties, usesPenalties } from './penalties.ts';
import { applyTemperature } from './temperature.ts';
import { applyTopK } from './top-k.ts';
import { applyTopNSigma } from './top-n-sigma.ts';
import { applyTopP } from './top-p.ts';
import { applyTypicalP } from './typical-p.ts';
import { applyXtc, usesXtc } from './xtc.ts';

const logits = [3, 2, 1, 0, -1, -2];
const whole = (values: readonly number[] = logits): ChainState => createState(completeRow(values));
const captured = (count: number, change: Partial<LogitsRow> = {}, values = logits): ChainState =>
  createState({ ...truncateRow(completeRow(values), count), ...change });
const of = (probabilities: readonly number[]): number[] => probabilities.map(Math.log);
const idsOf = (state: ChainState): number[] => [...state.ids];

/** The state after a stage, with what it was before. */
function after(state: ChainState, apply: (state: ChainState) => void) {
  const before = { ...state };
  apply(state);
  const { ids, logits, tail, isExact, isTopCertain, needsTokens } = state;
  const isSame = ids === before.ids && logits === before.logits && tail === before.tail;
  return { ids: [...ids], tail, isExact, isTopCertain, needsTokens, isSame };
}

describe('top-k', () => {
  const topK = (state: ChainState, k: number) => after(state, (each) => applyTopK(each, k));

  it('of nought or less is off', () => {
    for (const k of [0, -1]) expect(topK(captured(3), k)).toMatchObject({ isSame: true, isExact: true });
  });

  it('keeps k tokens of a whole vocabulary, or all there are', () => {
    expect(topK(whole(), 1).ids).toEqual([0]);
    expect(topK(whole(), 6)).toMatchObject({ ids: [0, 1, 2, 3, 4, 5], isExact: true });
    expect(topK(whole(), 7)).toMatchObject({ ids: [0, 1, 2, 3, 4, 5], isExact: true, needsTokens: 0 });
  });

  it('is proven up to the last captured token, and asks for one more than it needs beyond', () => {
    expect(topK(captured(3), 3)).toMatchObject({ ids: [0, 1, 2], isExact: true, tail: { count: 0 } });
    expect(topK(captured(3), 4)).toMatchObject({
      ids: [0, 1, 2],
      isExact: false,
      needsTokens: 5,
      tail: { count: 0 },
    });
  });

  it('asks for as many more as may stand behind a token outside', () => {
    const state = captured(4);
    state.tail = { ...state.tail, maxLogit: 1.5 };
    expect(topK(state, 2)).toMatchObject({ ids: [0, 1], isExact: true });
    const lower = captured(4, { vocabularySize: 100 });
    lower.tail = { ...lower.tail, maxLogit: 1.5 };
    expect(topK(lower, 3)).toMatchObject({ isExact: false, needsTokens: 4 + 2 + 1 });
    const lowest = captured(4, { vocabularySize: 100 });
    lowest.tail = { ...lowest.tail, maxLogit: 9 };
    expect(topK(lowest, 1)).toMatchObject({ isExact: false, isTopCertain: false, needsTokens: 4 + 4 + 1 });
  });
});

describe('top-p', () => {
  const topP = (state: ChainState, p: number) => after(state, (each) => applyTopP(each, p));
  const four = of([0.5, 0.25, 0.125, 0.125]);

  it('of one or more is off', () => {
    for (const p of [1, 1.5]) expect(topP(captured(3), p)).toMatchObject({ isSame: true, isExact: true });
  });

  it('keeps tokens until their mass reaches p, the crossing one included', () => {
    expect(topP(whole(four), 0).ids).toEqual([0]);
    expect(topP(whole(four), 0.5).ids).toEqual([0]);
    expect(topP(whole(four), 0.500_001).ids).toEqual([0, 1]);
    expect(topP(whole(four), 0.75).ids).toEqual([0, 1]);
    expect(topP(whole(four), 0.76).ids).toEqual([0, 1, 2]);
    expect(topP(whole(four), 0.99)).toMatchObject({ ids: [0, 1, 2, 3], isExact: true, needsTokens: 0 });
  });

  it('cuts the tail away where the captured tokens reach p for certain', () => {
    expect(topP(captured(3, {}, four), 0.7)).toMatchObject({
      ids: [0, 1],
      isExact: true,
      tail: { count: 0 },
    });
    expect(topP(captured(3, {}, four), 0.85)).toMatchObject({
      ids: [0, 1, 2],
      isExact: true,
      tail: { count: 0 },
    });
  });

  it('keeps the tail, without its normaliser, where they do not reach p', () => {
    const result = topP(captured(3, {}, four), 0.95);
    expect(result).toMatchObject({ ids: [0, 1, 2], isExact: false, tail: { count: 1, isIntact: false } });
    expect(result.needsTokens).toBe(4);
  });

  it('is a guess where the bounds of the tail disagree', () => {
    const loose = captured(3, { isLogZExact: false }, four);
    expect(topP(loose, 0.8)).toMatchObject({ ids: [0, 1], isExact: false, tail: { count: 0 } });
    expect(topP(captured(3, { isLogZExact: false }, four), 0.4)).toMatchObject({ ids: [0], isExact: true });
  });

  it('is a guess where the crossing token may stand behind one outside', () => {
    const state = captured(3, {}, four);
    state.tail = { ...state.tail, maxLogit: Math.log(0.3) };
    expect(topP(state, 0.7)).toMatchObject({ ids: [0, 1], isExact: false, isTopCertain: true });
  });
});

describe('min-p', () => {
  const minP = (state: ChainState, p: number) => after(state, (each) => applyMinP(each, p));
  const halves = [0, Math.log(0.5), Math.log(0.25)];

  it('of nought or less is off', () => {
    for (const p of [0, -1]) expect(minP(captured(3), p)).toMatchObject({ isSame: true, isExact: true });
  });

  it('keeps what reaches its share of the first token, that one always', () => {
    expect(minP(whole(halves), 0.5).ids).toEqual([0, 1]);
    expect(minP(whole(halves), 0.51).ids).toEqual([0]);
    expect(minP(whole(halves), 0.25)).toMatchObject({ ids: [0, 1, 2], isExact: true, needsTokens: 0 });
    expect(minP(whole(halves), 2).ids).toEqual([0]);
    expect(minP(whole(), Math.exp(-1.5)).ids).toEqual([0, 1]);
  });

  it('cuts the tail away when all of it lies below, and leaves it open when some may not', () => {
    expect(minP(captured(2, {}, halves), 0.6)).toMatchObject({ ids: [0], isExact: true, tail: { count: 0 } });
    // The last captured token bounds the tail: exactly at the threshold, some of it may be in.
    expect(minP(captured(2, {}, halves), 0.5)).toMatchObject({
      ids: [0, 1],
      isExact: false,
      needsTokens: 3,
      tail: { count: 1, isIntact: false },
    });
  });

  it('proves nothing where a token outside may be the first', () => {
    const state = captured(2, {}, halves);
    state.tail = { ...state.tail, maxLogit: 0.5 };
    expect(minP(state, 2)).toMatchObject({ isExact: false, tail: { count: 1 } });
  });
});

describe('top-n-sigma', () => {
  const sigma = (state: ChainState, n: number) => after(state, (each) => applyTopNSigma(each, n));
  /** Mean 0, standard deviation 2. */
  const spread = [3, 1, -1, -3].map((value) => (value * 2) / Math.sqrt(5));

  it('of nought or less is off, and so it is for one token', () => {
    for (const n of [0, -1]) expect(sigma(captured(3), n)).toMatchObject({ isSame: true, isExact: true });
    expect(sigma(whole([5]), 1)).toMatchObject({ isSame: true });
    expect(sigma(captured(1), 1)).toMatchObject({ ids: [0], isExact: false, tail: { count: 0 } });
  });

  it('keeps what lies within n standard deviations of the first', () => {
    expect(sigma(whole(spread), 0.1).ids).toEqual([0]);
    expect(sigma(whole(spread), 0.89).ids).toEqual([0]);
    expect(sigma(whole(spread), 0.9).ids).toEqual([0, 1]);
    expect(sigma(whole(spread), 1.8).ids).toEqual([0, 1, 2]);
    expect(sigma(whole(spread), 2.7)).toMatchObject({ ids: [0, 1, 2, 3], isExact: true, needsTokens: 0 });
  });

  it('keeps a token that lies at the threshold exactly', () => {
    // Mean 1, deviation 1.
    expect(sigma(whole([2, 0]), 2).ids).toEqual([0, 1]);
    expect(sigma(whole([2, 0]), 1.99).ids).toEqual([0]);
  });

  it('needs the whole vocabulary, as the deviation is that of all logits', () => {
    expect(sigma(captured(3), 1)).toMatchObject({ isExact: false, needsTokens: 6, tail: { count: 0 } });
  });

  it('counts no logit that is not finite', () => {
    expect(sigma(whole([2, 0, -Infinity]), 2).ids).toEqual([0, 1]);
  });
});

describe('locally typical sampling', () => {
  const typical = (state: ChainState, p: number) => after(state, (each) => applyTypicalP(each, p));

  it('of one or more is off', () => {
    for (const p of [1, 2]) expect(typical(captured(3), p)).toMatchObject({ isSame: true, isExact: true });
  });

  it('keeps the tokens whose surprisal is nearest to the entropy, in the order of their probability', () => {
    // Entropy 1.75 bits: 2 bits are nearest, then 1 bit, then 3 bits twice.
    const row = of([0.5, 0.25, 0.125, 0.125]);
    expect(typical(whole(row), 0.2).ids).toEqual([1]);
    expect(typical(whole(row), 0.25).ids).toEqual([0, 1]);
    expect(typical(whole(row), 0.75).ids).toEqual([0, 1, 2]);
    expect(typical(whole(row), 0.9)).toMatchObject({ ids: [0, 1, 2, 3], isExact: true, needsTokens: 0 });
  });

  it('carries logits and weights along', () => {
    const state = whole(of([0.5, 0.25, 0.125, 0.125]));
    applyTypicalP(state, 0.2);
    expect([...state.logits]).toEqual([Math.fround(Math.log(0.25))]);
    expect(weightsOf(state)[0]).toBeCloseTo(0.5, 6);
  });

  it('is not confused by a token that cannot be drawn at all', () => {
    expect(typical(whole([...of([0.5, 0.25, 0.125, 0.125]), -Infinity]), 0.2).ids).toEqual([1]);
  });

  it('needs the whole vocabulary, and makes the first token uncertain without it', () => {
    expect(typical(captured(3), 0.5)).toMatchObject({
      isExact: false,
      isTopCertain: false,
      needsTokens: 6,
      tail: { count: 0 },
    });
    const guessed = whole();
    guessed.isExact = false;
    expect(typical(guessed, 0.5).isTopCertain).toBe(false);
    expect(typical(whole(), 0.5).isTopCertain).toBe(true);
  });
});

describe('XTC', () => {
  const settings = { ...neutralSettings, xtcProbability: 0.5, xtcThreshold: 0.2 };
  const xtc = (state: ChainState, draw: number | null, change = {}) =>
    after(state, (each) => applyXtc(each, { ...settings, ...change }, draw));
  const row = of([0.4, 0.3, 0.2, 0.1]);

  it('is on with a probability above nought and a threshold up to a half', () => {
    expect(usesXtc(settings)).toBe(true);
    expect(usesXtc({ ...settings, xtcThreshold: 0.5 })).toBe(true);
    expect(usesXtc({ ...settings, xtcThreshold: 0.51 })).toBe(false);
    expect(usesXtc({ ...settings, xtcProbability: 0 })).toBe(false);
  });

  it('acts on draws up to its probability, and not without a draw', () => {
    expect(xtc(whole(row), 0.5).ids).toEqual([2, 3]);
    expect(xtc(whole(row), 0).ids).toEqual([2, 3]);
    expect(xtc(whole(row), 0.51)).toMatchObject({ isSame: true });
    expect(xtc(whole(row), null)).toMatchObject({ isSame: true });
    expect(xtc(whole(row), 0, { xtcProbability: 0 })).toMatchObject({ isSame: true });
  });

  it('removes all but the last of the tokens that reach the threshold, and none where only one does', () => {
    expect(xtc(whole(row), 0, { xtcThreshold: 0.09 })).toMatchObject({ ids: [3], isExact: true });
    expect(xtc(whole(of([0.5, 0.5])), 0, { xtcThreshold: 0.1 }).ids).toEqual([1]);
    expect(xtc(whole(row), 0, { xtcThreshold: 0.45 })).toMatchObject({ isSame: true });
    expect(xtc(whole(row), 0, { xtcThreshold: 0.3 }).ids).toEqual([1, 2, 3]);
    expect(xtc(whole(row), 0, { xtcThreshold: 0.31 })).toMatchObject({
      ids: [0, 1, 2, 3],
      isSame: true,
      isExact: true,
    });
    expect(xtc(whole([1]), 0, { xtcThreshold: 0 })).toMatchObject({ isSame: true });
  });

  it('is proven where the first token below the threshold was captured', () => {
    expect(xtc(captured(3, {}, row), 0, { xtcThreshold: 0.25 })).toMatchObject({
      ids: [1, 2],
      isExact: true,
      isTopCertain: true,
    });
    expect(xtc(captured(3, {}, row), 0, { xtcThreshold: 0.15 })).toMatchObject({
      ids: [2],
      isExact: false,
      isTopCertain: false,
      needsTokens: 4,
    });
  });

  it('weighs the tail in the share of a token', () => {
    expect(xtc(captured(3, {}, row), 0, { xtcThreshold: 0.22 })).toMatchObject({
      ids: [1, 2],
      isExact: true,
    });
  });

  it('is a guess where the weight of the tail decides how many reach the threshold', () => {
    // Without an exact normaliser the second token has a share of 0.27 to 0.33.
    const loose = () => captured(3, { isLogZExact: false }, row);
    expect(xtc(loose(), 0, { xtcThreshold: 0.3 })).toMatchObject({ isExact: false, isTopCertain: false });
    expect(xtc(loose(), 0, { xtcThreshold: 0.25 })).toMatchObject({ isExact: true, isTopCertain: true });
  });

  it('is a guess where a token outside may stand before the first one below', () => {
    const state = captured(3, {}, row);
    state.tail = { ...state.tail, maxLogit: Math.log(0.22) };
    expect(xtc(state, 0, { xtcThreshold: 0.25 })).toMatchObject({ isExact: false, isTopCertain: false });
  });

  it('is a guess where every captured token reaches the threshold', () => {
    expect(xtc(captured(2, {}, row), 0, { xtcThreshold: 0.25 })).toMatchObject({ ids: [1], isExact: false });
  });

  it('makes the first token of a guess uncertain', () => {
    const guessed = whole(row);
    guessed.isExact = false;
    expect(xtc(guessed, 0).isTopCertain).toBe(false);
    const off = whole(row);
    off.isExact = false;
    expect(xtc(off, 0.9).isTopCertain).toBe(true);
  });
});

describe('the temperature in front', () => {
  const temperature = (state: ChainState, value: number) =>
    after(state, (each) => applyTemperature(each, value));

  it('of one changes nothing', () => {
    expect(temperature(captured(3), 1)).toMatchObject({ isSame: true });
  });

  it('of nought or less keeps the first token, certain where it stands before the tail', () => {
    for (const value of [0, -1])
      expect(temperature(captured(3), value)).toMatchObject({ ids: [0], isExact: true, tail: { count: 0 } });
    const behind = captured(3);
    behind.tail = { ...behind.tail, maxLogit: 4 };
    expect(temperature(behind, 0)).toMatchObject({
      ids: [0],
      isExact: false,
      isTopCertain: false,
      tail: { count: 0 },
    });
  });

  it('divides the distance of every logit from the highest', () => {
    const state = whole();
    weightsOf(state);
    applyTemperature(state, 0.5);
    expect([...state.logits]).toEqual([0, -2, -4, -6, -8, -10]);
    expect([state.reference, state.weights]).toEqual([0, null]);
    expect(state.tail.count).toBe(0);
  });

  it('knows the weight of the tail exactly where its normaliser was captured', () => {
    const all = completeRow(logits);
    for (const value of [0.5, 2]) {
      const logZAtTemperature = Math.log(sumOfExponentials(all.logits, all.maxLogit, value));
      const { tail } = temperature(captured(3, { logZAtTemperature }), value);
      const exact = [0, -1, -2].reduce((sum, logit) => sum + Math.exp((logit - 3) / value), 0);
      const slack = 1e-6 * Math.exp(logZAtTemperature);
      expect(tail).toMatchObject({ count: 3, isIntact: true, maxLogit: Math.fround(-2 / value) });
      expect(tail.weight).toBeCloseTo(exact, 12);
      expect(tail.weightLow).toBeCloseTo(exact - slack, 12);
      expect(tail.weightHigh).toBeCloseTo(exact + slack, 12);
    }
  });

  it.each([0.5, 2])(
    'bounds the weight of the tail at %d where nothing else is known, on both sides and closely',
    (value) => {
      const { tail } = temperature(captured(3), value);
      const exact = [0, -1, -2].reduce((sum, logit) => sum + Math.exp((logit - 3) / value), 0);
      const [heaviest, power] = [Math.exp(-2), 1 / value];
      const before = captured(3).tail;
      const even = (weight: number): number => 3 * (weight / 3) ** power;
      const concentrated = (weight: number): number => weight * heaviest ** (power - 1);
      const [least, most] = power > 1 ? [even, concentrated] : [concentrated, even];
      expect(tail.isIntact).toBe(false);
      expect(tail.weightLow).toBeLessThan(exact);
      expect(tail.weightHigh).toBeGreaterThan(exact);
      expect(tail.weightLow / least(before.weightLow)).toBeCloseTo(1 - 1e-6, 9);
      expect(tail.weightHigh / most(before.weightHigh)).toBeCloseTo(1 + 1e-6, 9);
      expect(tail.weight).toBeCloseTo((tail.weightLow + tail.weightHigh) / 2, 12);
    },
  );

  it('does not trust a normaliser that is not exact, or a tail that was moved', () => {
    expect(temperature(captured(3, { logZAtTemperature: 0.1, isLogZExact: false }), 2).tail.isIntact).toBe(
      false,
    );
    const moved = captured(3, { logZAtTemperature: 0.1 });
    moved.tail = { ...moved.tail, isIntact: false };
    expect(temperature(moved, 2).tail.isIntact).toBe(false);
  });

  it('gives a tail without weight none', () => {
    const state = captured(3);
    state.tail = { ...state.tail, maxLogit: -Infinity, weight: 0, weightLow: 0, weightHigh: 0 };
    const { tail } = temperature(state, 0.5);
    expect([tail.weightLow, tail.weightHigh]).toEqual([0, 0]);
  });
});

describe('moving single logits', () => {
  const add = (state: ChainState, moves: readonly (readonly [number, number])[]) =>
    after(state, (each) =>
      moveLogits(each, new Map(moves), (logit, value) => logit + value, (value) => value > 0),
    ); // prettier-ignore

  it('by nothing, or outside the vocabulary, leaves everything as it is', () => {
    for (const moves of [[], [[0, 0]], [[6, 5]], [[-1, 5]]] as [number, number][][])
      expect(add(captured(3), moves)).toMatchObject({ isSame: true });
  });

  it('puts the row in order again, equal logits by their ids', () => {
    expect(add(whole(), [[5, 10]]).ids).toEqual([5, 0, 1, 2, 3, 4]);
    expect(add(whole(), [[0, -10]]).ids).toEqual([1, 2, 3, 4, 5, 0]);
    expect(add(whole(), [[4, 3], [1, -1]]).ids).toEqual([0, 4, 1, 2, 3, 5]); // prettier-ignore
    expect(add(whole(), [[3, 2]]).ids).toEqual([0, 1, 3, 2, 4, 5]);
    expect(add(whole(), [[1, -2]]).ids).toEqual([0, 2, 1, 3, 4, 5]);
    expect(add(whole(), logits.map((logit, id) => [id, -2 * logit] as const)).ids).toEqual([5, 4, 3, 2, 1, 0]); // prettier-ignore
    expect(add(whole(), logits.map((logit, id) => [id, -logit] as const)).ids).toEqual([0, 1, 2, 3, 4, 5]); // prettier-ignore
  });

  it('keeps the row itself as it was, forgets its weights, and leaves a tail alone that it does not touch', () => {
    const row = truncateRow(completeRow(logits), 3);
    const state = createState(row);
    weightsOf(state);
    const { tail } = state;
    moveLogits(state, new Map([[2, 5]]), (logit, value) => logit + value, () => true); // prettier-ignore
    expect([idsOf(state), [...state.logits], state.weights]).toEqual([[2, 0, 1], [6, 3, 2], null]);
    expect([...row.logits]).toEqual([3, 2, 1]);
    expect(state.tail).toBe(tail);
  });

  it('widens what is known about the tail by each token outside that moves', () => {
    const state = captured(3);
    const { weightLow, weightHigh } = state.tail;
    const heaviest = Math.exp(-2);
    const { tail, isSame } = add(state, [[3, 2], [4, -1]]); // prettier-ignore
    expect(isSame).toBe(false);
    expect(tail).toMatchObject({
      count: 3,
      maxLogit: 3,
      isIntact: false,
      weightLow: Math.max(0, weightLow - 2 * heaviest),
    });
    expect(tail.weightHigh).toBeCloseTo(weightHigh + Math.exp(0), 12);
  });

  it('takes at most one heaviest token off the least weight of the tail for each that moves', () => {
    const heavy = () => captured(2, {}, [3, 1, 1, 1, 1, 1]);
    const { weightLow, weightHigh } = heavy().tail;
    const { tail } = add(heavy(), [[4, -1]]);
    expect(tail).toMatchObject({ maxLogit: 1, weightHigh });
    expect(tail.weightLow).toBeCloseTo(weightLow - Math.exp(-2), 12);
  });

  it('asks whether a token outside is raised one by one', () => {
    const { tail } = add(captured(3), [[5, 1], [3, 0.5]]); // prettier-ignore
    expect(tail.weightHigh - captured(3).tail.weightHigh).toBeCloseTo(
      Math.exp(2 - 3) + Math.exp(1.5 - 3),
      12,
    );
    expect(tail.maxLogit).toBe(2);
  });
});

describe('logit bias', () => {
  it('adds up where a token is named twice', () => {
    const state = whole();
    applyLogitBias(state, [{ tokenId: 5, bias: 3 }, { tokenId: 5, bias: 4 }]); // prettier-ignore
    expect([state.ids[0], state.logits[0]]).toEqual([5, 5]);
  });

  it('raises a token outside only where it is above nought', () => {
    const high = captured(3).tail.weightHigh;
    const biased = (bias: number) =>
      after(captured(3), (each) => applyLogitBias(each, [{ tokenId: 4, bias }])).tail.weightHigh;
    expect(biased(-1)).toBe(high);
    expect(biased(0)).toBe(high);
    expect(biased(1)).toBeGreaterThan(high);
  });
});

describe('penalties', () => {
  const settings = { ...neutralSettings, penaltyLastTokens: 4 };
  const penalise = (change: Partial<typeof settings>, history: number[], state = whole()) => {
    applyPenalties(state, { ...settings, ...change }, history);
    return Object.fromEntries(idsOf(state).map((id, index) => [id, state.logits[index]]));
  };

  it('are on when one of the three is, over at least one token', () => {
    expect(usesPenalties(settings)).toBe(false);
    expect(usesPenalties({ ...settings, repeatPenalty: 1.1 })).toBe(true);
    expect(usesPenalties({ ...settings, frequencyPenalty: -0.1 })).toBe(true);
    expect(usesPenalties({ ...settings, presencePenalty: 0.1 })).toBe(true);
    expect(usesPenalties({ ...settings, presencePenalty: 0.1, penaltyLastTokens: 0 })).toBe(false);
  });

  it('scale first, then subtract by count and by presence', () => {
    const all = { repeatPenalty: 2, frequencyPenalty: 0.25, presencePenalty: 0.5 };
    expect(penalise(all, [1, 1, 5])).toMatchObject({
      0: 3,
      1: 2 / 2 - (2 * 0.25 + 0.5),
      5: -2 * 2 - (0.25 + 0.5),
    });
    expect(penalise({ repeatPenalty: 2 }, [3])).toMatchObject({ 3: 0 });
  });

  it('count the latest tokens only', () => {
    expect(penalise({ frequencyPenalty: 1 }, [0, 0, 0, 1, 0])).toMatchObject({ 0: 0, 1: 1 });
    expect(penalise({ frequencyPenalty: 1 }, [0, 1])).toMatchObject({ 0: 2, 1: 1 });
    expect(penalise({ frequencyPenalty: 1 }, [])).toMatchObject({ 0: 3, 1: 2 });
  });

  it('may raise a token outside exactly when one of them rewards', () => {
    const high = captured(3).tail.weightHigh;
    const weightHigh = (change: Partial<typeof settings>) => {
      const state = captured(3);
      penalise(change, [4], state);
      return state.tail.weightHigh;
    };
    for (const change of [{ repeatPenalty: 2 }, { frequencyPenalty: 0.5 }, { presencePenalty: 0.5 }])
      expect(weightHigh(change)).toBe(high);
    for (const change of [{ repeatPenalty: 0.5 }, { frequencyPenalty: -0.5 }, { presencePenalty: -0.5 }])
      expect(weightHigh(change)).toBeGreaterThan(high);
  });
});
