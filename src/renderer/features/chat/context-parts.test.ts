/** That the bar of the context is whole, whatever fills it. */
import { expect, it } from 'vitest';
import type { Preview } from '#contract/generation.ts';
import { contextParts, roomForDocuments, tokensRead } from './context-parts.ts';

const preview: Preview = {
  textTokens: 7,
  promptTokens: 67,
  contextTokens: 256,
  wouldCut: [],
  ...{ summaryId: null, wouldSummarise: [], summaryObstacle: null },
  parts: { template: 10, system: 15, summary: 5, history: 20, attachments: 10, text: 7 },
  documentTokens: [4],
  beginningTokens: 0,
  reserveTokens: 64,
  fits: true,
};

const tokensOf = (given: Preview) =>
  Object.fromEntries(contextParts(given).map(({ name, tokens }) => [name, tokens]));

it('what is read, what is kept for the reply and what is free are the whole context', () => {
  expect(tokensOf(preview)).toEqual({
    ...{ template: 10, system: 15, summary: 5, history: 20, attachments: 10, text: 7 },
    ...{ beginning: 0, reserve: 64, free: 256 - 67 - 64 },
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

it('what would fit of documents is what the rest of the message and the reply leave', () => {
  const long = { ...preview, parts: { ...preview.parts, attachments: 900 }, fits: false };
  expect(roomForDocuments(long)).toBe(256 - 64 - (10 + 20 + 20 + 7));
  const longer = { ...long, parts: { ...long.parts, text: 900 } };
  expect(roomForDocuments(longer)).toBe(0);
  expect(roomForDocuments({ ...long, beginningTokens: 5 })).toBe(256 - 64 - (10 + 20 + 20 + 7) - 5);
});

it('what the reply begins with stands between what is read and what is kept for the rest of it', () => {
  expect(tokensOf({ ...preview, beginningTokens: 5 })).toMatchObject({
    beginning: 5,
    free: 256 - 67 - 5 - 64,
  });
  expect(tokensRead({ ...preview, beginningTokens: 5 })).toBe(67);
});
