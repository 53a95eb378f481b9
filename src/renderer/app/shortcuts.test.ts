import { expect, test } from 'vitest';
import { en } from '../i18n/en/en.ts';
import { commandFor, shortcuts, type KeyPress } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('no two commands have the same keys, and each has a name', () => {
  expect(new Set(shortcuts.map(({ keys }) => keys)).size).toBe(shortcuts.length);
  for (const { command } of shortcuts) expect(en.app.commands[command]).not.toBe('');
});

test('the modifier is Ctrl, and on Apple keyboards ⌘', () => {
  expect(commandFor(press('k', { ctrlKey: true }), true, false)).toBe('palette');
  expect(commandFor(press('k', { metaKey: true }), true, true)).toBe('palette');
  expect(commandFor(press('k', { ctrlKey: true }), true, true)).toBeNull();
  expect(commandFor(press('K', { ctrlKey: true, shiftKey: true }), true, false)).toBe('focusSidebar');
});

test('a bare key is text while somebody types', () => {
  expect(commandFor(press('h'), true, false)).toBeNull();
  expect(commandFor(press('h'), false, false)).toBe('toggleHeatMap');
  expect(commandFor(press('Escape'), true, false)).toBe('stop');
});

test('a sign counts whether or not this keyboard needs Shift for it', () => {
  expect(commandFor(press('?', { shiftKey: true }), false, false)).toBe('keys');
  expect(commandFor(press('?'), false, false)).toBe('keys');
  expect(commandFor(press('/', { shiftKey: true }), false, false)).toBe('focusComposer');
});

test('bare Backspace and Delete do nothing anywhere', () => {
  expect(commandFor(press('Backspace'), false, false)).toBeNull();
  expect(commandFor(press('Delete'), false, false)).toBeNull();
});
