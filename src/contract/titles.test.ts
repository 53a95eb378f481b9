import { expect, test } from 'vitest';
import { titleFrom } from './titles.ts';

test('a conversation is named after the first line, in whole words', () => {
  expect(titleFrom('  What is\tthe capital?\nSecond line')).toBe('What is the capital?');
  const long = titleFrom('Explain in simple words how a language model chooses the next token of a text');
  expect(long).toBe('Explain in simple words how a language model chooses the…');
  expect(titleFrom('x'.repeat(200))).toHaveLength(61);
});
