import { expect, test } from 'vitest';
import { closeOpenMarks } from './close-open-marks.ts';

test('bold that is being written is bold already', () => {
  expect(closeOpenMarks('A **bold')).toBe('A **bold**');
  expect(closeOpenMarks('A **bold*')).toBe('A **bold**');
  expect(closeOpenMarks('A **bold**')).toBe('A **bold**');
});

test('a mark that has just been opened waits', () => {
  expect(closeOpenMarks('A **')).toBe('A ');
  expect(closeOpenMarks('A `')).toBe('A ');
});

test('code that is being written is code already', () => {
  expect(closeOpenMarks('Call `f(x')).toBe('Call `f(x`');
});

test('a lone dash under a paragraph makes no heading', () => {
  expect(closeOpenMarks('Text\n-')).toBe('Text\n');
  expect(closeOpenMarks('Text\n- item')).toBe('Text\n- item');
});

test('inside a fence nothing is touched', () => {
  expect(closeOpenMarks('```ts\nconst a = `x')).toBe('```ts\nconst a = `x');
});
