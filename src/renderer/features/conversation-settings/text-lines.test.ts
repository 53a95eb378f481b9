import { expect, test } from 'vitest';
import { fromLines, toLines } from './text-lines.ts';

test('texts with line breaks and backslashes come back as they were', () => {
  const texts = ['\n', ':', 'a\nb', '\\n', '"'];
  expect(toLines(texts)).toBe('\\n\n:\na\\nb\n\\\\n\n"');
  expect(fromLines(toLines(texts))).toEqual(texts);
});

test('empty lines are no texts', () => {
  expect(fromLines('\n\nEND\n')).toEqual(['END']);
});
