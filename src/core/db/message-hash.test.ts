import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { assertChecksum, chunkChecksum } from './chunk-checksum.ts';
import { messageHash } from './message-hash.ts';

const message = { id: 'id', parentId: 'parent', role: 'user', text: 'words' };
const run = { first_token: 3, token_count: 2, steps: Uint8Array.of(1, 2, 3), text: 'words' };

it('a message’s hash is over id, parent, role and text, each with its end', () => {
  const expected = createHash('sha256').update('id\0parent\0user\0words').digest();
  expect(messageHash(message)).toEqual(expected);
  expect(messageHash({ ...message, parentId: null })).toEqual(
    createHash('sha256').update('id\0\0user\0words').digest(),
  );
});

it('a message’s hash changes with every part of it, and with a letter that moves from one to the next', () => {
  const others = [
    { ...message, id: 'ie' },
    { ...message, parentId: null },
    { ...message, parentId: '' },
    { ...message, role: 'assistant' },
    { ...message, text: 'Words' },
    { ...message, text: '' },
    { ...message, id: 'idp', parentId: 'arent' },
    { ...message, role: 'userw', text: 'ords' },
  ].map((each) => messageHash(each).toString('hex'));
  // No parent and an empty one are the same: no message has an empty id.
  expect(new Set([messageHash(message).toString('hex'), ...others]).size).toBe(others.length);
});

it('a run’s checksum changes with its place, its count, its numbers and its text', () => {
  const others = [
    { ...run, first_token: 4 },
    { ...run, token_count: 3 },
    { ...run, first_token: 32, token_count: 0 },
    { ...run, steps: Uint8Array.of(1, 2, 4) },
    { ...run, text: 'word' },
  ].map(chunkChecksum);
  expect(new Set([chunkChecksum(run), ...others]).size).toBe(others.length + 1);
  expect(chunkChecksum({ ...run })).toBe(chunkChecksum(run));
});

it('a run whose checksum is another one is damage, one from before there were any is not', () => {
  assertChecksum(run, chunkChecksum(run));
  assertChecksum(run, null);
  for (const checksum of [0, chunkChecksum(run) + 1])
    expect(() => assertChecksum(run, checksum)).toThrow(
      expect.objectContaining({
        code: 'database.damaged',
        details: { reason: 'the numbers of a reply do not match their checksum' },
      }),
    );
});
