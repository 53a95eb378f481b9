import { expect, test } from 'vitest';
import type { Fork } from '#contract/conversations.ts';
import { messageIdSchema } from '#contract/ids.ts';
import { forcedToken, leftToken, nameOfFork } from './forks.ts';

const id = messageIdSchema.parse('00000000-0000-4000-8000-000000000001');
const sourceId = messageIdSchema.parse('00000000-0000-4000-8000-000000000002');
const fork: Fork = {
  sourceId,
  target: 'reply',
  position: 11,
  tokenIds: [5],
  text: ' Lyon',
  logprob: Math.log(0.031),
};

test('a fork is named by what was put there, white space made visible only when there is nothing else', () => {
  expect(nameOfFork(fork)).toBe('Lyon');
  expect(nameOfFork({ text: '\n\n' })).toBe('⏎⏎');
  expect(nameOfFork({ text: ' ' })).toBe('␣');
  expect(nameOfFork({ text: 'word '.repeat(30) }).length).toBeLessThanOrEqual(41);
});

test('a fork leads to the token that was put there, and back to the one whose place it took', () => {
  expect(forcedToken({ id, fork })).toEqual({ messageId: id, target: 'reply', position: 11 });
  expect(leftToken(fork)).toEqual({ messageId: sourceId, target: 'reply', position: 11 });
});

test('a fork in a prompt begins its reply', () => {
  expect(forcedToken({ id, fork: { ...fork, target: 'prompt' } })?.position).toBe(0);
  expect(leftToken({ ...fork, target: 'prompt' })?.target).toBe('prompt');
});

test('without a fork, or without the other version, there is nothing to jump to', () => {
  expect(forcedToken({ id, fork: null })).toBeNull();
  expect(leftToken({ ...fork, sourceId: null })).toBeNull();
});
