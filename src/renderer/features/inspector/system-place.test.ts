import { expect, it } from 'vitest';
import type { PromptSpan } from '#contract/prompt.ts';
import { opensMessage } from './system-place.ts';

const spans = (...parts: PromptSpan['part'][]) =>
  parts.map((part, start) => ({ part, start, end: start + 1 }));
const always = (text: string) => () => text;

it('says that a system prompt opens the message where only white space is between them', () => {
  const prompt = spans('bos', 'template', 'system', 'template', 'user', 'template');
  expect(opensMessage(prompt, 2, always('\n\n'))).toBe(true);
  expect(opensMessage(prompt, 2, always('<|im_end|>\n'))).toBe(false);
  expect(opensMessage(prompt, 1, always('\n'))).toBe(false);
});

it('says so where a token holds the end of one and the white space', () => {
  expect(opensMessage(spans('system', 'user'), 0, always('x'))).toBe(true);
  expect(opensMessage(spans('system', 'template', 'assistant'), 0, always(' '))).toBe(false);
  expect(opensMessage(spans('system'), 0, always(' '))).toBe(false);
});
