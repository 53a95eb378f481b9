/**
 * Bytes a second.
 */
import { expect, it } from 'vitest';
import { bytesPerSecond } from './lane-speed.ts';

it('are the bytes of the text over the time that its tokens took', () => {
  // 6 bytes in 3 tokens at 1.5 tokens a second: 2 seconds.
  expect(bytesPerSecond('été!', { tokensPerSecond: 1.5, replyTokens: 3 })).toBe(3);
});

it('are not known where nothing was measured or written', () => {
  expect(bytesPerSecond('x', { tokensPerSecond: null, replyTokens: 3 })).toBeNull();
  expect(bytesPerSecond('', { tokensPerSecond: 2, replyTokens: 0 })).toBeNull();
});
