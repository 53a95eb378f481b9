/** That every token of a prompt is counted once, where it comes from; and where a conversation is likely to have to begin. */
import { expect, it } from 'vitest';
import type { MessageId } from '#contract/ids.ts';
import type { Prompt, PromptSpan } from '#contract/prompt.ts';
import { likelyCuts } from './fit-context.ts';
import { partsOfChat } from './measure-parts.ts';

const ids = Array.from(
  { length: 4 },
  (_, index) => `00000000-0000-4000-8000-00000000000${index}` as MessageId,
);

type Piece = readonly [PromptSpan['part'], number, MessageId | null];

function promptOf(...pieces: readonly Piece[]): Prompt {
  let position = 0;
  const spans = pieces.map(([part, tokens, messageId]) => {
    const start = position;
    position += tokens;
    return { start, end: position, part, messageId };
  });
  return { tokenIds: Array.from({ length: position }, () => 1), spans };
}

const [first = null, second = null, third = null, fourth = null] = ids;
const conversation = promptOf(
  ['bos', 1, null],
  ['template', 2, null],
  ['system', 10, null],
  ['template', 3, null],
  ['summary', 12, null],
  ['template', 3, null],
  ['user', 20, first],
  ['template', 3, null],
  ['assistant', 30, second],
  ['template', 3, null],
  ['user', 40, third],
  ['template', 3, null],
  ['assistant', 50, fourth],
  ['template', 3, null],
  ['user', 7, null],
  ['template', 4, null],
);

it('every token is in one part: the template with its start token, the system prompt, the summary, what was said, what is written', () => {
  const parts = partsOfChat(conversation);
  expect(parts).toEqual({ template: 25, system: 10, summary: 12, history: 140, attachments: 0, text: 7 });
  expect(Object.values(parts).reduce((sum, tokens) => sum + tokens)).toBe(conversation.tokenIds.length);
});

const turns = [
  { role: 'user', text: '', messageId: first },
  { role: 'assistant', text: '', messageId: second },
  { role: 'user', text: '', messageId: third },
  { role: 'assistant', text: '', messageId: fourth },
  { role: 'user', text: '', messageId: null },
] as const;

it('as many turns have to go as stand in the tokens that are too many', () => {
  // The first turn is 56 tokens, its marks included.
  expect(likelyCuts(conversation, turns, [0, 2], 194 - 56)).toBe(1);
  expect(likelyCuts(conversation, turns, [0, 2], 194)).toBe(0);
});

it('where no cut seems enough the last one is tried first, and a prompt without origins says nothing', () => {
  expect(likelyCuts(conversation, turns, [0, 2, 4], 20)).toBe(2);
  expect(likelyCuts(promptOf(['raw', 100, null]), turns, [0, 2, 4], 50)).toBeNull();
});
