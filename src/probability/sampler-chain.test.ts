import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../fixtures/chi-square-tail.ts';
import { uniform } from './draws.ts';
import { noDryBreakers } from './dry-breakers.ts';
import { completeRow, truncateRow } from './logits-row.ts';
import { neutralSettings } from './neutral-settings.ts';
import {
  drawFrom,
  emptyContext,
  recordChain,
  runChain,
  tailDrawn,
  type ChainContext,
} from './sampler-chain.ts';
import type { SamplerSettings } from './sampler-settings.ts';

const survivors = (
  logits: readonly number[],
  settings: Partial<SamplerSettings>,
  context: Partial<ChainContext> = {},
) => [
  ...runChain(completeRow(logits), { ...neutralSettings, ...settings }, { ...emptyContext, ...context }).ids,
];

/** Logits whose softmax is exactly these probabilities, up to rounding. */
const logitsOf = (probabilities: readonly number[]) =>
  probabilities.map((probability) => Math.log(probability));

describe('the order of the chain', () => {
  it('cuts before the temperature: logits 3, 2, 1 with top-p 0.8 and temperature 0.5 keep two tokens', () => {
    const result = runChain(
      completeRow([3, 2, 1]),
      { ...neutralSettings, topP: 0.8, temperature: 0.5 },
      emptyContext,
    );
    expect([...result.ids]).toEqual([0, 1]);
    expect(result.q[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
    // Temperature first would have given the first token 0.867 alone.
    expect(survivors([6, 4, 2], { topP: 0.8 })).toEqual([0]);
  });

  it('applies top-k before top-p, on what top-k left', () => {
    const logits = logitsOf([0.4, 0.3, 0.2, 0.1]);
    expect(survivors(logits, { topP: 0.75 })).toEqual([0, 1, 2]);
    expect(survivors(logits, { topK: 3, topP: 0.75 })).toEqual([0, 1]);
  });
});

// The cases of llama.cpp's own tests/test-sampling.cpp: probabilities in, surviving probabilities out.
describe('the cases of llama.cpp’s test-sampling', () => {
  const row = [0.4, 0.3, 0.2, 0.1];
  const q = (
    settings: Partial<SamplerSettings>,
    context: Partial<ChainContext> = {},
    probabilities = row,
  ) => {
    const result = runChain(
      completeRow(logitsOf(probabilities)),
      { ...neutralSettings, ...settings },
      { ...emptyContext, ...context },
    );
    return Array.from(result.q, (value) => Number(value.toFixed(5)));
  };

  it('temperature', () => {
    expect(q({ temperature: 1 })).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ temperature: 0 })).toEqual([1]);
  });

  it('top-k', () => {
    expect(q({ topK: 1 })).toEqual([1]);
    expect(q({ topK: 3 })).toEqual([0.44444, 0.33333, 0.22222]);
    expect(q({ topK: 4 })).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ topK: 0 })).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  it('top-p', () => {
    expect(q({ topP: 0 })).toEqual([1]);
    expect(q({ topP: 0.7 })).toEqual([0.57143, 0.42857]);
    expect(q({ topP: 0.8 })).toEqual([0.44444, 0.33333, 0.22222]);
    expect(q({ topP: 1 })).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  it('min-p', () => {
    expect(q({ minP: 0 })).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ minP: 0.24 })).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ minP: 0.26 })).toEqual([0.44444, 0.33333, 0.22222]);
    expect(q({ minP: 0.49 })).toEqual([0.44444, 0.33333, 0.22222]);
    expect(q({ minP: 0.51 })).toEqual([0.57143, 0.42857]);
    expect(q({ minP: 0.74 })).toEqual([0.57143, 0.42857]);
    expect(q({ minP: 0.76 })).toEqual([1]);
    expect(q({ minP: 1 })).toEqual([1]);
    expect(q({ minP: 1.05 })).toEqual([1]);
  });

  it('XTC', () => {
    const xtc = (xtcThreshold: number, xtcProbability = 0.99) =>
      q({ xtcProbability, xtcThreshold }, { xtcDraw: 0.5 });
    expect(xtc(0.09)).toEqual([1]);
    expect(xtc(0.19)).toEqual([0.66667, 0.33333]);
    expect(xtc(0.29)).toEqual([0.5, 0.33333, 0.16667]);
    expect(xtc(0.39)).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(xtc(0.51)).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(xtc(0.09, 0.4)).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ xtcProbability: 1, xtcThreshold: 0.09 }, { xtcDraw: null })).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  it('locally typical', () => {
    expect(q({ typicalP: 0.5 }, {}, [0.97, 0.01, 0.01, 0.01])).toEqual([1]);
    expect(q({ typicalP: 0.5 }, {}, [0.4, 0.2, 0.2, 0.2])).toEqual([0.33333, 0.33333, 0.33333]);
  });

  it('penalties', () => {
    const fifths = [0.2, 0.2, 0.2, 0.2, 0.2];
    const penalised = (history: number[], settings: Partial<SamplerSettings>) =>
      q(settings, { history }, fifths);
    const repeat = { repeatPenalty: 50 };
    expect(penalised([0], repeat)).toEqual([0.25, 0.25, 0.25, 0.25, 0]);
    expect(penalised([0, 1, 2], repeat)).toEqual([0.5, 0.5, 0, 0, 0]);
    expect(penalised([0, 1, 2, 0, 0], repeat)).toEqual([0.5, 0.5, 0, 0, 0]);
    const subtract = { frequencyPenalty: 5, presencePenalty: 5 };
    expect(penalised([0], subtract)).toEqual([0.25, 0.25, 0.25, 0.25, 0.00001]);
    expect(penalised([0, 1, 2], subtract)).toEqual([0.49997, 0.49997, 0.00002, 0.00002, 0.00002]);
    expect(penalised([0, 1, 2, 0, 0], subtract)).toEqual([0.49998, 0.49998, 0.00002, 0.00002, 0]);
  });

  it('top-n-sigma', () => {
    expect(q({ topNSigma: 1 })).toEqual([0.57143, 0.42857]);
    expect(q({ topNSigma: 0 })).toEqual([0.4, 0.3, 0.2, 0.1]);
    expect(q({ topNSigma: 3 })).toEqual([0.4, 0.3, 0.2, 0.1]);
  });

  it('DRY', () => {
    const dry = (
      history: number[],
      [dryMultiplier, dryAllowedLength, dryLastTokens]: [number, number, number],
      probabilities: number[],
      breakers: [number, number[][]][] = [],
    ) =>
      q(
        { dryMultiplier, dryBase: 1.1, dryAllowedLength, dryLastTokens },
        { history, dryBreakers: new Map(breakers) },
        probabilities,
      );
    const quarters = [0.25, 0.25, 0.25, 0.25];
    const fifths = [0.2, 0.2, 0.2, 0.2, 0.2];
    expect(dry([0, 1], [1, 2, 4], quarters)).toEqual(quarters);
    expect(dry([0, 1, 2, 0, 1], [1, 2, 5], quarters)).toEqual([0.29692, 0.29692, 0.29692, 0.10923]);
    expect(dry([0, 1, 3, 4, 0, 1], [1, 2, 6], fifths, [[3, [[]]]])).toEqual(fifths);
    expect(dry([0, 1, 2, 0, 1], [2, 2, 5], fifths)).toEqual([0.24182, 0.24182, 0.24182, 0.24182, 0.03273]);
    expect(dry([0, 1, 2, 3, 4, 0, 1], [1, 4, 7], fifths)).toEqual(fifths);
  });
});

describe('logit bias and penalties', () => {
  it('adds the bias before everything else and puts the row in order again', () => {
    expect(survivors([3, 2, 1], { logitBias: [{ tokenId: 2, bias: 5 }] })).toEqual([2, 0, 1]);
    expect(survivors([3, 2, 1], { logitBias: [{ tokenId: 2, bias: 5 }], topK: 1 })).toEqual([2]);
  });

  it('ignores a bias on a token that the vocabulary does not have', () => {
    const result = runChain(
      completeRow([3, 2]),
      { ...neutralSettings, logitBias: [{ tokenId: 99, bias: 50 }] },
      emptyContext,
    );
    expect([...result.ids]).toEqual([0, 1]);
    expect(result.isExact).toBe(true);
  });

  it('divides positive logits and multiplies the others by the repeat penalty', () => {
    const result = runChain(
      completeRow([2, -2]),
      { ...neutralSettings, repeatPenalty: 2 },
      { ...emptyContext, history: [0, 1] },
    );
    expect([...result.logits]).toEqual([1, -4]);
  });

  it('leave a row alone that nothing stands before', () => {
    const settings = { ...neutralSettings, presencePenalty: 1, dryMultiplier: 1 };
    expect([...runChain(completeRow([2, 1]), settings, emptyContext).logits]).toEqual([2, 1]);
  });

  it('counts only the latest tokens', () => {
    const context = { ...emptyContext, history: [0, 0, 0, 1] };
    const settings = { ...neutralSettings, frequencyPenalty: 1, penaltyLastTokens: 2 };
    expect([...runChain(completeRow([10, 5]), settings, context).logits]).toEqual([9, 4]);
  });

  it('does not write to the row', () => {
    const row = completeRow([3, 2, 1]);
    runChain(row, { ...neutralSettings, presencePenalty: 2 }, { ...emptyContext, history: [0] });
    expect([...row.ids]).toEqual([0, 1, 2]);
    expect([...row.logits]).toEqual([3, 2, 1]);
  });
});

describe('temperature 0', () => {
  it('takes the first survivor, of equal ones the one with the lower id', () => {
    expect(survivors([1, 5, 5, 2], { temperature: 0 })).toEqual([1]);
  });

  it('takes the most probable token that penalties leave', () => {
    expect(survivors([5, 4.5], { temperature: 0, presencePenalty: 1 }, { history: [0] })).toEqual([1]);
  });
});

describe('drawFrom', () => {
  it('picks by the cumulated q in the order of the survivors', () => {
    const result = runChain(completeRow(logitsOf([0.5, 0.3, 0.2])), neutralSettings, emptyContext);
    expect([0, 0.49, 0.51, 0.79, 0.81, 0.999999].map((draw) => drawFrom(result, draw))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  it('gives a draw on the border between two tokens to the second', () => {
    const result = runChain(completeRow([0, 0]), neutralSettings, emptyContext);
    expect([...result.q]).toEqual([0.5, 0.5]);
    expect(drawFrom(result, 0.5)).toBe(1);
  });

  it('says when the draw falls on tokens outside the row', () => {
    expect(tailDrawn).toBeLessThan(0);
    const row = truncateRow(completeRow(logitsOf([0.5, 0.3, 0.1, 0.1])), 2);
    const result = runChain(row, neutralSettings, emptyContext);
    expect(result.tailQ).toBeCloseTo(0.2, 6);
    expect(drawFrom(result, 0.79)).toBe(1);
    expect(drawFrom(result, 0.81)).toBe(tailDrawn);
  });

  it('draws 10,000 tokens like q (χ², p > 1e-4)', () => {
    const logits = Array.from({ length: 200 }, (_, id) => 6 * Math.sin(id * 12.9898) + Math.cos(id));
    const settings = { ...neutralSettings, topK: 40, topP: 0.95, minP: 0.02, temperature: 1.3 };
    const result = runChain(completeRow(logits), settings, emptyContext);
    const draws = 10_000;
    const counts = new Array<number>(result.ids.length).fill(0);
    for (let position = 0; position < draws; position++) {
      const index = drawFrom(result, uniform(2_024, position, 'token'));
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(result.ids.length).toBe(35);
    expect(Math.min(...result.q) * draws).toBeGreaterThan(5);
    const statistic = counts.reduce((sum, count, index) => {
      const expected = (result.q[index] ?? 0) * draws;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquareTail(statistic, result.q.length - 1)).toBeGreaterThan(1e-4);
  });
});

describe('what rounding and moved logits could break', () => {
  it('a draw beyond all q falls on the last token that can be drawn', () => {
    const result = runChain(completeRow([1, 1, 1]), neutralSettings, emptyContext);
    expect(drawFrom({ ...result, q: Float64Array.of(0.5, 0.4, 0) }, 0.95)).toBe(1);
    expect(drawFrom({ ...result, q: Float64Array.of(0.5, 0.4, 0), tailCount: 1, tailQ: 0 }, 0.95)).toBe(1);
    expect(drawFrom({ ...result, q: Float64Array.of(0.5, 0.4, 0), tailCount: 0, tailQ: 0.1 }, 0.95)).toBe(1);
  });

  it('a favourite far above all others takes everything, at any temperature', () => {
    const settings = { ...neutralSettings, logitBias: [{ tokenId: 2, bias: 100 }], temperature: 0.05 };
    const result = runChain(completeRow([3, 2, 1]), settings, emptyContext);
    expect([[...result.ids], [...result.q]]).toEqual([
      [2, 0, 1],
      [1, 0, 0],
    ]);
  });

  it('a token that fell behind those outside the row cannot be drawn in order', () => {
    const row = truncateRow(completeRow([3, 2, 1, 0, -1]), 3);
    const moved = runChain(
      row,
      { ...neutralSettings, presencePenalty: 9 },
      { ...emptyContext, history: [0] },
    );
    expect(moved).toMatchObject({ isExact: false, needsTokens: 5 });
  });

  it('greedy asks for more when its one token is uncertain, and for what a stage asked for already', () => {
    const row = { ...truncateRow(completeRow([3, 2, 1, 0, -1]), 3), vocabularySize: 5_000 };
    const greedy = { ...neutralSettings, temperature: 0, presencePenalty: 9 };
    const context = { ...emptyContext, history: [0, 1, 2] };
    expect(runChain(row, greedy, context)).toMatchObject({ isExact: false, needsTokens: 1_024 });
    expect(runChain(row, { ...greedy, topK: 1 }, context)).toMatchObject({ isExact: false, needsTokens: 7 });
    expect(runChain(row, { ...neutralSettings, temperature: 0 }, context)).toMatchObject({
      isExact: true,
      needsTokens: 0,
    });
  });
});

describe('q, whatever the size of the logits', () => {
  it('is the same for logits a thousand higher or lower: only differences count', () => {
    const [high, low] = [1_000, -1_000].map((by) =>
      runChain(completeRow([by + 1, by]), { ...neutralSettings, temperature: 0.5 }, emptyContext),
    );
    for (const result of [high, low]) expect(result?.q[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  });

  it('leaves most to the tokens outside the row when those weigh most', () => {
    const row = truncateRow(completeRow(new Array<number>(10).fill(0)), 2);
    const result = runChain(row, neutralSettings, emptyContext);
    expect([...result.q, result.tailQ].map((q) => Number(q.toFixed(9)))).toEqual([0.1, 0.1, 0.8]);
  });
});

describe('a run with its record', () => {
  const context: ChainContext = { history: [3, 3, 1], dryBreakers: noDryBreakers, xtcDraw: 0.1 };
  const settings: SamplerSettings = {
    ...neutralSettings,
    topK: 5,
    topP: 0.9,
    minP: 0.1,
    presencePenalty: 0.5,
    temperature: 0.7,
  };

  it('gives the same answer as the run without', () => {
    const row = completeRow([4, 3.5, 3, 2.5, 2, 1, 0, -1]);
    const { stages, raw, ...recorded } = recordChain(row, settings, context);
    expect(recorded).toEqual(runChain(row, settings, context));
    expect(stages).toHaveLength(10);
    expect(raw.ids).toEqual(row.ids);
  });

  it('names the stage that removed each token, and every removed token once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (logits) => {
          const row = completeRow(logits);
          const recorded = recordChain(row, settings, context);
          const removed = recorded.stages.flatMap(({ removedIds }) => [...removedIds]);
          expect([...removed, ...recorded.ids].sort((a, b) => a - b)).toEqual(
            [...row.ids].sort((a, b) => a - b),
          );
          expect(recorded.stages.at(-1)?.survivors).toBe(recorded.ids.length);
        },
      ),
    );
  });

  it('says what mass each stage removed and how the entropy changed', () => {
    const { stages } = recordChain(
      completeRow(logitsOf([0.5, 0.25, 0.125, 0.125])),
      { ...neutralSettings, topK: 2 },
      emptyContext,
    );
    const topK = stages.find(({ stage }) => stage === 'topK');
    expect(topK?.removedMass).toBeCloseTo(0.25, 6);
    expect(topK?.entropyBeforeBits.low).toBeCloseTo(1.75, 6);
    expect(topK?.entropyAfterBits.high).toBeCloseTo(0.9183, 4);
    expect([...(topK?.removedIds ?? [])]).toEqual([2, 3]);
  });

  it('knows the entropy of what the draw sees, where the tail can be split in one way only', () => {
    // Two tokens outside the row share 0.2, and none of them has more than the last of the row.
    const row = truncateRow(completeRow(logitsOf([0.4, 0.3, 0.1, 0.1, 0.1])), 3);
    const entropyBits = -[0.4, 0.3, 0.1, 0.1, 0.1].reduce((sum, p) => sum + p * Math.log2(p), 0);
    const drawn = recordChain(row, neutralSettings, emptyContext).stages.at(-1)?.after;
    expect(drawn?.tailCount).toBe(2);
    expect(drawn?.entropyBits.low).toBeCloseTo(entropyBits, 5);
    expect(drawn?.entropyBits.high).toBeCloseTo(entropyBits, 5);
  });

  it('says what a stage removed that cuts the tokens outside the row alone', () => {
    const row = truncateRow(completeRow(logitsOf([0.5, 0.3, 0.1, 0.1])), 2);
    const { stages } = recordChain(row, { ...neutralSettings, topK: 2 }, emptyContext);
    const topK = stages.find(({ stage }) => stage === 'topK');
    expect(topK).toMatchObject({ survivors: 2, removedTailCount: 2, removedIds: new Uint32Array() });
    expect(topK?.removedMass).toBeCloseTo(0.2, 6);
  });

  it('keeps one snapshot for all stages that are off', () => {
    const { raw, stages } = recordChain(completeRow([2, 1, 0]), neutralSettings, emptyContext);
    for (const { stage, after } of stages.slice(0, -1)) expect(after, stage).toBe(raw);
  });

  it('shows the temperature as a change of entropy only', () => {
    const { stages } = recordChain(
      completeRow([2, 1, 0]),
      { ...neutralSettings, temperature: 3 },
      emptyContext,
    );
    const temperature = stages.at(-1);
    expect(temperature?.stage).toBe('temperature');
    expect(temperature?.removedMass).toBe(0);
    expect(temperature?.entropyAfterBits.low).toBeGreaterThan(
      temperature?.entropyBeforeBits.high ?? Infinity,
    );
  });
});

it('refuses an empty row', () => {
  const row = { ...completeRow([1]), ids: new Uint32Array(), logits: new Float32Array() };
  for (const run of [runChain, recordChain])
    expect(() => run(row, neutralSettings, emptyContext)).toThrow(RangeError);
});
