/**
 * Keys that a person chose instead of the usual ones: what a press is called, whether a command may have it, and who has it
 * already. Portable, pure.
 */
import type { OwnKeys } from '#contract/settings.ts';
import { type CommandId, type KeyPress, type Shortcut, shortcuts } from './shortcuts.ts';

/** Escape also closes dialogs and leaves the text: it stays where it is. */
const fixed: ReadonlySet<CommandId> = new Set(['stop']);

export function isChangeable(command: CommandId): boolean {
  return !fixed.has(command);
}

/** The table with what was changed. */
export function shortcutsWith(own: readonly OwnKeys[]): readonly Shortcut[] {
  const chosen = new Map(own.map(({ command, keys }) => [command, keys]));
  return shortcuts.map((shortcut) =>
    isChangeable(shortcut.command)
      ? { ...shortcut, keys: chosen.get(shortcut.command) ?? shortcut.keys }
      : shortcut,
  );
}

/** The list of changes with one more; what is as usual is not listed. */
export function withKeys(own: readonly OwnKeys[], command: CommandId, keys: string): OwnKeys[] {
  const others = own.filter((each) => each.command !== command);
  const usual = shortcuts.find((shortcut) => shortcut.command === command)?.keys;
  return keys === usual ? others : [...others, { command, keys }];
}

/** One command takes the keys, and whoever had them has none. */
export function takeKeys(own: readonly OwnKeys[], command: CommandId, keys: string): OwnKeys[] {
  const holder = holderOf(keys, command, shortcutsWith(own));
  const freed = holder === null ? own : withKeys(own, holder, '');
  return withKeys(freed, command, keys);
}

/** The other command that has these keys. */
export function holderOf(keys: string, command: CommandId, inForce: readonly Shortcut[]): CommandId | null {
  const same = (other: Shortcut): boolean =>
    other.command !== command && other.keys.toLowerCase() === keys.toLowerCase();
  return inForce.find(same)?.command ?? null;
}

/** Modifiers, and what the table has no name for. */
const unwritable = new Set([
  'Control',
  'Meta',
  'Shift',
  'Alt',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Process',
  '+',
  ' ',
  'Unidentified',
]);

/** A press as it is written in the table; null: it is not complete yet, or cannot be written there. */
export function keysOfPress(press: KeyPress, isApple: boolean): string | null {
  // One by one: an event has them from its prototype, which a rest (...) leaves behind.
  const { key, altKey, shiftKey } = press;
  if (unwritable.has(key)) return null;
  const [modKey, otherKey] = isApple ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (otherKey) return null;
  const name = key.length === 1 ? key.toUpperCase() : key;
  // A sign may need Shift on one keyboard and not on another.
  const isSign = key.length === 1 && name === key.toLowerCase();
  const parts = [modKey && 'Mod', altKey && 'Alt', shiftKey && !isSign && 'Shift', name];
  return parts.filter((part) => part !== false).join('+');
}

/** Keys of a text field and of the system, which must go on doing what they do. */
const taken = new Set(
  ['A', 'C', 'V', 'X', 'Z', 'Y', 'R', 'W', 'Q'].map((key) => `Mod+${key}`).concat(['Mod+Shift+Z', 'Alt+F4']),
);
/** Keys that mean something in a text whose tokens are looked at, or in a vote. */
const inText = /^(?:\d|B|N|Enter|Escape|Tab|Backspace|Delete|Home|End|PageUp|PageDown|Arrow\w+|Shift\+.*)$/;

export type Refusal = 'taken' | 'needsModifier';

/** Why a command may not have these keys; null: it may. A bare key only shows, hides or moves the focus. */
export function refusalOf(command: CommandId, keys: string): Refusal | null {
  if (taken.has(keys) || /(?:^|\+)(?:Escape|Tab)$/.test(keys)) return 'taken';
  if (keys.includes('Mod+') || keys.includes('Alt+') || /^F\d+$/.test(keys)) return null;
  if (inText.test(keys)) return keys.startsWith('Shift+') ? 'needsModifier' : 'taken';
  const usual = shortcuts.find((shortcut) => shortcut.command === command)?.keys ?? '';
  return usual.includes('+') ? 'needsModifier' : null;
}
