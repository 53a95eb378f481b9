/** That keys can be changed without losing a command, a letter or the way out. */
import { expect, test } from 'vitest';
import {
  holderOf,
  isChangeable,
  keysOfPress,
  refusalOf,
  shortcutsWith,
  takeKeys,
  withKeys,
} from './own-keys.ts';
import { commandFor, keysOf, type KeyPress, shortcuts } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...held,
});

test('a press is written as the table writes it, so that what is recorded is what is heard', () => {
  const presses = [
    press('k', { ctrlKey: true }),
    press('K', { ctrlKey: true, shiftKey: true }),
    press('ArrowUp', { altKey: true }),
    press('?', { shiftKey: true }),
    press(',', { ctrlKey: true }),
  ];
  const keys = presses.map((each) => keysOfPress(each, false));
  expect(keys).toEqual(['Mod+K', 'Mod+Shift+K', 'Alt+ArrowUp', '?', 'Mod+,']);
  for (const [index, each] of presses.entries()) {
    const inForce = shortcutsWith([{ command: 'models', keys: keys[index] ?? '' }]);
    const own = inForce.filter(({ command }) => command === 'models');
    expect(commandFor(each, false, false, own)).toBe('models');
  }
  expect(keysOfPress(press('k', { metaKey: true }), true)).toBe('Mod+K');
});

test('an event of the browser is read as well, which has its properties from its prototype', () => {
  const event: KeyPress = Object.create(press('k', { ctrlKey: true, altKey: true })) as KeyPress; // as an event has them
  expect(keysOfPress(event, false)).toBe('Mod+Alt+K');
});

test('a modifier alone is no key yet', () => {
  expect(keysOfPress(press('Shift', { shiftKey: true }), false)).toBeNull();
  expect(keysOfPress(press('Control', { ctrlKey: true }), false)).toBeNull();
});

test('a changed command has its new keys and no longer the usual ones; the others keep theirs', () => {
  const own = withKeys([], 'models', 'Mod+Alt+M');
  const inForce = shortcutsWith(own);
  expect(keysOf('models', inForce)).toBe('Mod+Alt+M');
  expect(commandFor(press('M', { ctrlKey: true, shiftKey: true }), false, false, inForce)).toBeNull();
  expect(keysOf('palette', inForce)).toBe('Mod+K');
});

test('taken back to the usual keys, nothing is remembered', () => {
  expect(withKeys(withKeys([], 'models', 'Mod+Alt+M'), 'models', 'Mod+Shift+M')).toEqual([]);
});

test('a conflict is named, and resolved it leaves no key to two commands', () => {
  expect(holderOf('Mod+K', 'models', shortcuts)).toBe('palette');
  expect(holderOf('Mod+K', 'palette', shortcuts)).toBeNull();
  const inForce = shortcutsWith(takeKeys([], 'models', 'Mod+K'));
  expect(keysOf('models', inForce)).toBe('Mod+K');
  expect(keysOf('palette', inForce)).toBeUndefined();
  expect(commandFor(press('k', { ctrlKey: true }), true, false, inForce)).toBe('models');
});

test('a bare key never changes anything, and the keys of a text field stay its own', () => {
  expect(refusalOf('newChat', 'J')).toBe('needsModifier');
  expect(refusalOf('toggleHeatMap', 'J')).toBeNull();
  expect(refusalOf('toggleHeatMap', 'N')).toBe('taken');
  expect(refusalOf('newChat', 'Mod+C')).toBe('taken');
  expect(refusalOf('newChat', 'Enter')).toBe('taken');
  expect(refusalOf('newChat', 'Shift+J')).toBe('needsModifier');
  expect(refusalOf('newChat', 'Mod+J')).toBeNull();
});

test('Escape cannot be taken from stopping, whatever is stored', () => {
  expect(isChangeable('stop')).toBe(false);
  expect(keysOf('stop', shortcutsWith([{ command: 'stop', keys: 'Mod+J' }]))).toBe('Escape');
});

test('a command of another version in the settings does no harm', () => {
  expect(shortcutsWith([{ command: 'notYetKnown', keys: 'Mod+J' }])).toEqual(shortcuts);
});
