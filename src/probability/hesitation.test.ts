import { describe, expect, it } from 'vitest';
import {
  fateOfFavourite,
  type HesitationCriteria,
  type HesitationMatch,
  isHesitation,
  measureHesitation,
} from './hesitation.ts';
import { inspectStep } from './inspect-step.ts';
import { neutralSettings } from './neutral-settings.ts';
import type { TraceStep } from './trace.ts';

/** Four tokens that are the whole vocabulary: p = 0.4, 0.3, 0.2, 0.1. The third was drawn. */
const probabilities = [0.4, 0.3, 0.2, 0.1];
const step: TraceStep = {
  tokenId: 12,
  origin: 'sampled',
  logit: Math.log(0.2),
  maxLogit: Math.log(0.4),
  logZ: -Math.log(0.4),
  isLogZExact: true,
  draw: 0.8,
  xtcDraw: 0.01,
  endLogprob: null,
  logZAtTemperature: null,
  rank: null,
  topIds: Uint32Array.of(10, 11, 12, 13),
  topLogits: Float32Array.from(probabilities, Math.log),
};
const settings = { ...neutralSettings, drySequenceBreakers: [], logitBias: [] };
const noContext = { history: [], dryBreakers: new Map() };
const off: HesitationCriteria = {
  probabilityBelow: null,
  surprisalFrom: null,
  marginBelow: null,
  rankAbove: null,
  favouriteRemovedBy: null,
};

function isHit(
  criteria: Partial<HesitationCriteria>,
  match: HesitationMatch = 'any',
  fate = 'kept',
): boolean {
  const measures = measureHesitation(step);
  if (measures === null) throw new Error('no distribution');
  const removedBy = fate === 'xtc' ? ('xtc' as const) : null;
  return isHesitation(measures, 4, () => ({ removedBy, isExact: true }), { ...off, ...criteria }, match);
}

describe('measureHesitation', () => {
  it('gives raw numbers of the token and of the two that lead', () => {
    const measures = measureHesitation(step);
    expect(measures?.probability).toBeCloseTo(0.2, 6);
    expect(measures?.surprisalBits).toBeCloseTo(Math.log2(5), 5);
    expect(measures?.margin).toBeCloseTo(0.1, 6);
    expect(measures?.favouriteProbability).toBeCloseTo(0.4, 6);
    expect(measures).toMatchObject({ rank: 3, favouriteId: 10, isProbabilityExact: true });
  });

  it('says nothing about a token without a distribution', () => {
    expect(
      measureHesitation({ ...step, topIds: new Uint32Array(), topLogits: new Float32Array() }),
    ).toBeNull();
  });
});

describe('isHesitation', () => {
  it('asks for less than p, at least so many bits, less than the margin, more than the rank', () => {
    expect([0.19, 0.21].map((probabilityBelow) => isHit({ probabilityBelow }))).toEqual([false, true]);
    expect([2.3, 2.4].map((surprisalFrom) => isHit({ surprisalFrom }))).toEqual([true, false]);
    expect([0.09, 0.11].map((marginBelow) => isHit({ marginBelow }))).toEqual([false, true]);
    expect([2, 3].map((rankAbove) => isHit({ rankAbove }))).toEqual([true, false]);
  });

  it('knows that a token below the captured ones ranks behind them all', () => {
    const far = measureHesitation({ ...step, tokenId: 99, logit: -20 });
    expect(far?.rank).toBeNull();
    const kept = () => ({ removedBy: null, isExact: true });
    expect(far && isHesitation(far, 4, kept, { ...off, rankAbove: 4 }, 'any')).toBe(true);
    expect(far && isHesitation(far, 4, kept, { ...off, rankAbove: 5 }, 'any')).toBe(false);
  });

  it('joins criteria with any or all, and finds nothing when none is on', () => {
    const criteria = { probabilityBelow: 0.21, rankAbove: 3 };
    expect(isHit(criteria, 'any')).toBe(true);
    expect(isHit(criteria, 'all')).toBe(false);
    expect(isHit({}, 'all')).toBe(false);
  });

  it('asks for the stage that removed the favourite', () => {
    expect(isHit({ favouriteRemovedBy: 'any' })).toBe(false);
    expect(isHit({ favouriteRemovedBy: 'any' }, 'any', 'xtc')).toBe(true);
    expect(isHit({ favouriteRemovedBy: 'xtc' }, 'any', 'xtc')).toBe(true);
    expect(isHit({ favouriteRemovedBy: 'topK' }, 'any', 'xtc')).toBe(false);
  });
});

describe('fateOfFavourite', () => {
  const fate = (changes: Partial<typeof settings>, history: number[] = []) =>
    fateOfFavourite(step, 4, { ...settings, ...changes }, { ...noContext, history });

  it('names the stage that the inspector names', () => {
    const cases = [
      fate({ xtcProbability: 0.5, xtcThreshold: 0.15 }),
      fate({ repeatPenalty: 3, penaltyLastTokens: 8, topK: 1 }, [10]),
      fate({ logitBias: [{ tokenId: 10, bias: -9 }], minP: 0.5 } as Partial<typeof settings>),
      fate({ frequencyPenalty: 2, penaltyLastTokens: 8, temperature: 0 }, [10]),
    ];
    expect(cases.map(({ removedBy }) => removedBy)).toEqual(['xtc', 'topK', 'minP', 'temperature']);
    const inspected = inspectStep(step, {
      vocabularySize: 4,
      sampler: { settings: { ...settings, xtcProbability: 0.5, xtcThreshold: 0.15 }, ...noContext },
    });
    expect(inspected?.captured[0]?.removedBy).toBe('xtc');
  });

  it('leaves a favourite alone that could be drawn', () => {
    expect(fate({ topK: 1 })).toEqual({ removedBy: null, isExact: true });
    expect(fate({ repeatPenalty: 3, penaltyLastTokens: 8, topK: 1 }, [11]).removedBy).toBeNull();
  });
});
