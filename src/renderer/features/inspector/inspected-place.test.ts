import { expect, test } from 'vitest';
import { messageIdSchema } from '#contract/ids.ts';
import { placeKey, placeOf, rowOfKey } from './inspected-place.ts';

const messageId = messageIdSchema.parse('00000000-0000-4000-8000-000000000001');
const press = { key: '3', code: 'Digit3', ctrlKey: false, metaKey: false, altKey: false };

test('a reply can be left at its first token, a prompt only behind it', () => {
  expect(placeOf({ messageId, target: 'reply', position: 0 })).toEqual({
    kind: 'reply',
    messageId,
    position: 0,
  });
  expect(placeOf({ messageId, target: 'prompt', position: 0 })).toBeNull();
  expect(placeOf({ messageId, target: 'prompt', position: 1 })?.kind).toBe('prompt');
});

test('the same position of prompt and reply are different places', () => {
  expect(placeKey({ kind: 'prompt', messageId, position: 2 })).not.toBe(
    placeKey({ kind: 'reply', messageId, position: 2 }),
  );
});

test('a digit picks its row, also where the digits need Shift', () => {
  expect(rowOfKey(press)).toBe(3);
  expect(rowOfKey({ ...press, key: '"' })).toBe(3);
  expect(rowOfKey({ ...press, code: 'Numpad3' })).toBe(3);
});

test('other keys, and keys of the browser, pick nothing', () => {
  expect(rowOfKey({ ...press, key: '0', code: 'Digit0' })).toBeNull();
  expect(rowOfKey({ ...press, key: 'b', code: 'KeyB' })).toBeNull();
  expect(rowOfKey({ ...press, ctrlKey: true })).toBeNull();
});
