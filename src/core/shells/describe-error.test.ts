import { expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { describeError } from './describe-error.ts';

it('tells an error in the words of the catalogue with its details', () => {
  expect(describeError(new PrismeError('model.truncated', { needBytes: 10, haveBytes: 7 }))).toBe(
    'The model file is shorter than its header says. Download or copy it again. (needBytes: 10, haveBytes: 7)',
  );
});

it('obeys no control sequence that a file put into the details', () => {
  const error = new PrismeError('model.corrupt', { where: 'a\u001B]0;owned\u0007\u202Eb\u009Bc' });
  // oxlint-disable-next-line no-control-regex -- they are what must not be there
  expect(describeError(error)).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
  expect(describeError(error)).toContain('(where: a\uFFFD]0;owned');
});

it('keeps an error on one line', () => {
  expect(describeError(new PrismeError('engine.unavailable', { reason: 'first\n\tsecond' }))).toContain(
    '(reason: first second)',
  );
});
