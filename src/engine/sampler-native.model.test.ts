/**
 * Our sampler chain against node-llama-cpp's native one on the same logits, for the samplers that both have: bias,
 * penalties, top-k, top-p, min-p, XTC, temperature. And that draws follow the distribution they are drawn from. (DRY is
 * left out: the native one sees only the tokens that it drew itself. XTC acts always or never: its coin is another.)
 *
 * Where the two may differ: tokens with exactly equal logits at the cut (the native partial sort orders ties as it
 * likes), and a token whose cumulated mass equals a limit to the last digit of an f32 sum.
 */
import { rm } from 'node:fs/promises';
import { TokenBias, type LlamaContextSequence } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import { chiSquareTail } from '../../fixtures/chi-square-tail.ts';
import { uniform } from '#probability/draws.ts';
import { drawFrom, emptyContext, runChain } from '#probability/sampler-chain.ts';
import type { LogitsRow } from '#probability/logits-row.ts';
import { openTestEngine, type TestEngine } from '../../fixtures/engine-in-process.ts';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';

const tiny = writeTinyLlama({ seed: 31, sharpness: 3 });
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine(tiny.path);
});
afterAll(async () => {
  await engine.close();
  await rm(tiny.folder, { recursive: true });
});

type Token = LlamaContextSequence['contextTokens'][number];
const asToken = (id: number): Token => id as Token;
const vocabularySize = tiny.config.vocabularySize;

async function rowAfter(tokens: readonly number[]): Promise<LogitsRow> {
  await engine.forget();
  const { probe } = engine.loaded.context;
  if (tokens.length > 1) await probe.feed(tokens.slice(0, -1));
  const [position] = await probe.read(tokens.slice(-1), [0]);
  if (position === undefined) throw new Error('no position');
  const [top, normaliser] = await Promise.all([position.top(vocabularySize), position.normaliser(1, [])]);
  const maxLogit = top.logits[0] ?? 0;
  return {
    ...top,
    maxLogit,
    logZ: normaliser?.logZ ?? 0,
    isLogZExact: true,
    vocabularySize,
    logZAtTemperature: null,
  };
}

/** What survives node-llama-cpp's chain, with probabilities, for the same tokens. */
async function nativeChain(
  tokens: readonly number[],
  settings: GenerationSettings,
): Promise<Map<number, number>> {
  await engine.forget();
  const { sequence } = engine.loaded.context;
  if (tokens.length > 1) await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(0, -1).map(asToken));
  const usesPenalty =
    settings.repeatPenalty !== 1 || settings.frequencyPenalty !== 0 || settings.presencePenalty !== 0;
  const [output] = await sequence.controlledEvaluate([
    [
      asToken(tokens.at(-1) ?? 0),
      {
        generateNext: {
          probabilities: true,
          options: {
            temperature: settings.temperature,
            topK: settings.topK,
            topP: settings.topP,
            minP: settings.minP,
            seed: 1,
            tokenBias: biasOf(settings),
            ...(settings.xtcProbability > 0
              ? { xtc: { probability: 1, threshold: settings.xtcThreshold } }
              : {}),
            ...(usesPenalty
              ? {
                  repeatPenalty: {
                    punishTokens: tokens.slice(-settings.penaltyLastTokens).map(asToken),
                    maxPunishTokens: settings.penaltyLastTokens,
                    penalty: settings.repeatPenalty,
                    frequencyPenalty: settings.frequencyPenalty,
                    presencePenalty: settings.presencePenalty,
                  },
                }
              : {}),
          },
        },
      },
    ],
  ]);
  return new Map(
    [...(output?.next.probabilities ?? new Map<Token, number>())].map(([id, q]) => [Number(id), q]),
  );
}

function biasOf({ logitBias }: GenerationSettings): TokenBias {
  const bias = TokenBias.for(engine.loaded.model.model);
  // `{ logit }` adds to the raw logit, which is what our logit bias does.
  for (const { tokenId, bias: logit } of logitBias) bias.set(asToken(tokenId), { logit });
  return bias;
}

/** A seeded choice, so that a failure can be run again. */
const pick = <T>(seed: number, place: number, values: readonly [T, ...T[]]): T =>
  values[Math.floor(uniform(seed, place, 'token') * values.length)] ?? values[0];

function randomSettings(seed: number): GenerationSettings {
  return {
    ...samplerPresets.neutral,
    temperature: pick(seed, 0, [0.2, 0.7, 1, 1.3, 2]),
    topK: pick(seed, 1, [0, 1, 2, 5, 20, 40, 100, 200]),
    topP: pick(seed, 2, [1, 0.99, 0.95, 0.8, 0.5, 0.1]),
    minP: pick(seed, 3, [0, 0, 0.01, 0.05, 0.2, 0.5]),
    repeatPenalty: pick(seed, 4, [1, 1, 1.1, 1.5, 0.8]),
    frequencyPenalty: pick(seed, 5, [0, 0, 0.3, 1, -0.5]),
    presencePenalty: pick(seed, 6, [0, 0, 0.4, 1.5, -0.5]),
    penaltyLastTokens: pick(seed, 7, [4, 8, 64]),
    xtcProbability: pick(seed, 8, [0, 0, 1]),
    xtcThreshold: pick(seed, 9, [0.02, 0.1, 0.3]),
    logitBias: pick(seed, 10, [
      [],
      [],
      [
        { tokenId: 40, bias: 3 },
        { tokenId: 41, bias: -2.5 },
      ],
    ]),
  };
}

describe('our sampler chain', () => {
  it('keeps the same tokens with the same probabilities as the native chain for 1,000 random settings', async () => {
    let compared = 0;
    for (let seed = 1; seed <= 1_000; seed++) {
      const settings = randomSettings(seed);
      const length = 2 + (seed % 7);
      const tokens = Array.from(
        { length },
        (_, place) => 3 + Math.floor(uniform(seed, 20 + place, 'xtc') * 40),
      );
      const native = await nativeChain(tokens, settings);
      const ours = runChain(await rowAfter(tokens), settings, {
        ...emptyContext,
        history: tokens,
        xtcDraw: settings.xtcProbability > 0 ? 0 : null,
      });
      expect(ours.isExact).toBe(true);
      const mine = new Map([...ours.ids].map((id, index) => [id, ours.q[index] ?? 0]));
      expect(
        [...mine.keys()].toSorted((a, b) => a - b),
        `kept by settings ${seed}`,
      ).toEqual([...native.keys()].toSorted((a, b) => a - b));
      for (const [id, q] of mine)
        expect(Math.abs(q - (native.get(id) ?? 0)), `q of ${id} by settings ${seed}`).toBeLessThan(1e-5);
      compared += mine.size;
    }
    expect(compared).toBeGreaterThan(5_000);
  });

  it('draws 10,000 tokens that follow q (χ²)', async () => {
    const row = await rowAfter([0, 50, 60]);
    const result = runChain(row, { ...samplerPresets.neutral, topK: 24, temperature: 1.2 }, emptyContext);
    const counts = new Float64Array(result.ids.length);
    for (let position = 0; position < 10_000; position++) {
      const index = drawFrom(result, uniform(2026, position, 'token'));
      counts[index] = (counts[index] ?? 0) + 1;
    }
    let statistic = 0;
    for (const [index, q] of result.q.entries())
      statistic += ((counts[index] ?? 0) - 10_000 * q) ** 2 / (10_000 * q);
    expect(chiSquareTail(statistic, result.ids.length - 1)).toBeGreaterThan(1e-4);
  });
});
