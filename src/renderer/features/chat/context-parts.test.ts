/** That the bar of the context is whole, whatever fills it. */
import { expect, it } from 'vitest';
import type { Preview } from '#contract/generation.ts';
import { contextParts, tokensRead } from './context-parts.ts';

const preview: Preview = {
  textTokens: 7,
  promptTokens: 67,
  contextTokens: 256,
  wouldCut: [],
  ...{ summaryId: null, wouldSummarise: [], summaryObstacle: null },
  parts: { template: 10, system: 15, summary: 5, history: 30, text: 7 },
  reserveTokens: 64,
  fits: true,
};

const tokensOf = (given: Preview) =>
  Object.fromEntries(contextParts(given).map(({ name, tokens }) => [name, tokens]));

it('what is read, what is kept for the reply and what is free are the whole context', () => {
  expect(tokensOf(preview)).toEqual({
    ...{ template: 10, system: 15, summary: 5, history: 30, text: 7 },
    ...{ reserve: 64, free: 256 - 67 - 64 },
  });
  expect(contextParts(preview).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(tokensRead(preview)).toBe(67);
});

it('a prompt that does not fit takes the whole bar, and leaves nothing for the reply', () => {
  const long = { ...preview, parts: { ...preview.parts, text: 500 }, fits: false };
  expect(tokensOf(long)).toMatchObject({ text: 500, reserve: 0, free: 0 });
  expect(contextParts(long).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

it('a prompt that reaches into the room of the reply leaves it what is there', () => {
  const parts = { ...preview.parts, text: 180 };
  expect(tokensOf({ ...preview, parts })).toMatchObject({ reserve: 16, free: 0 });
});
