import { expect, test } from 'vitest';
import { finishedSentences } from './finished-sentences.ts';

test('a sentence is spoken once its end and a space are there, never half of one', () => {
  expect(finishedSentences('The capital is Can', false)).toEqual([]);
  expect(finishedSentences('The capital is Canberra. It', false)).toEqual(['The capital is Canberra.']);
  expect(finishedSentences('The capital is Canberra. ', false)).toEqual(['The capital is Canberra.']);
});

test('a number with a point is not the end of a sentence', () => {
  expect(finishedSentences('It was 8.4 of them. Then', false)).toEqual(['It was 8.4 of them.']);
});

test('the end of the reply ends the last sentence, line ends cut too', () => {
  expect(finishedSentences('One\nTwo. Three', true)).toEqual(['One', 'Two.', 'Three']);
});

test('what was spoken stays as it was while the text grows', () => {
  const text = 'A first one. And “a second.” Is there a third? Yes\n- item\n';
  let before: string[] = [];
  for (let length = 1; length <= text.length; length += 1) {
    const now = finishedSentences(text.slice(0, length), false);
    expect(now.slice(0, before.length)).toEqual(before);
    before = now;
  }
  expect(before).toEqual(['A first one.', 'And “a second.”', 'Is there a third?', 'Yes', '- item']);
});
