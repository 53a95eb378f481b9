/** That a text is cut once, is cut the same, and that the memory is bounded. */
import { expect, it } from 'vitest';
import { rememberTokens } from './remember-tokens.ts';

function counting(limit?: number) {
  const asked: string[] = [];
  const tokenize = rememberTokens((text) => {
    asked.push(text);
    return [text.length, text.codePointAt(0) ?? 0];
  }, limit);
  return { asked, tokenize };
}

it('a text that was cut before is not cut again, and has the same tokens', () => {
  const { asked, tokenize } = counting();
  const first = tokenize('ab');
  tokenize('c');
  expect(tokenize('ab')).toEqual(first);
  expect(asked).toEqual(['ab', 'c']);
});

it('what is asked for again and again stays, what is not is forgotten', () => {
  const { asked, tokenize } = counting(8);
  for (const text of ['aaaa', 'bbbb', 'cccc', 'aaaa', 'dddd', 'aaaa']) tokenize(text);
  expect(asked).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
  tokenize('bbbb');
  expect(asked).toHaveLength(5);
});

it('a text longer than the memory is cut each time', () => {
  const { asked, tokenize } = counting(3);
  tokenize('aaaa');
  tokenize('aaaa');
  expect(asked).toHaveLength(2);
});
