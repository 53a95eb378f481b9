/**
 * Every key of the window, in one table: the frame listens by it and the list of keys is drawn from it. Portable, pure.
 * "Mod" is ⌘ on Apple keyboards and Ctrl elsewhere.
 */
export type CommandId =
  | 'newChat'
  | 'palette'
  | 'keys'
  | 'search'
  | 'toggleSidebar'
  | 'focusSidebar'
  | 'focusComposer'
  | 'previousConversation'
  | 'nextConversation'
  | 'toggleInspector'
  | 'toggleHeatMap'
  | 'stop'
  | 'regenerate'
  | 'copyReply'
  | 'quote'
  | 'attach'
  | 'replyBeginning'
  | 'conversationSettings'
  | 'deleteConversation'
  | 'branches'
  | 'newTitle'
  | 'pinConversation'
  | 'archiveConversation'
  | 'moveToFolder'
  | 'tagConversation'
  | 'newFolder'
  | 'showAll'
  | 'showArchive'
  | 'showBin'
  | 'models'
  | 'hub'
  | 'nextToken'
  | 'scoring'
  | 'crossReading'
  | 'choices'
  | 'grids'
  | 'tree'
  | 'tokenizer'
  | 'playground'
  | 'hesitations'
  | 'comparisons'
  | 'instruments'
  | 'importTrace'
  | 'move'
  | 'prompts'
  | 'presets'
  | 'settings'
  | 'privacy'
  | 'help'
  | 'themeLight'
  | 'themeDark'
  | 'themeSystem'
  | 'languageEnglish'
  | 'languageFrench';

export type Shortcut = {
  readonly command: CommandId;
  readonly keys: string;
  readonly group: 'chat' | 'window';
};

/** No bare key changes or deletes anything: a single letter only shows, hides or moves the focus. */
export const shortcuts: readonly Shortcut[] = [
  { command: 'newChat', keys: 'Mod+Shift+O', group: 'chat' },
  { command: 'focusComposer', keys: '/', group: 'chat' },
  { command: 'quote', keys: 'Mod+Shift+E', group: 'chat' },
  { command: 'replyBeginning', keys: 'Mod+Shift+Y', group: 'chat' },
  { command: 'stop', keys: 'Escape', group: 'chat' },
  { command: 'toggleHeatMap', keys: 'H', group: 'chat' },
  { command: 'toggleInspector', keys: 'Mod+I', group: 'chat' },
  { command: 'conversationSettings', keys: 'Mod+.', group: 'chat' },
  { command: 'palette', keys: 'Mod+K', group: 'window' },
  { command: 'keys', keys: '?', group: 'window' },
  { command: 'search', keys: 'Mod+Shift+F', group: 'window' },
  { command: 'toggleSidebar', keys: 'Mod+B', group: 'window' },
  { command: 'focusSidebar', keys: 'Mod+Shift+K', group: 'window' },
  { command: 'previousConversation', keys: 'Alt+ArrowUp', group: 'window' },
  { command: 'nextConversation', keys: 'Alt+ArrowDown', group: 'window' },
  { command: 'models', keys: 'Mod+Shift+M', group: 'window' },
  { command: 'instruments', keys: 'I', group: 'window' },
  { command: 'comparisons', keys: 'Mod+Shift+L', group: 'window' },
  { command: 'settings', keys: 'Mod+,', group: 'window' },
];

export function keysOf(command: CommandId, inForce: readonly Shortcut[]): string | undefined {
  return inForce.find((shortcut) => shortcut.command === command)?.keys || undefined;
}

/** The part of a KeyboardEvent that counts. */
export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

/**
 * The command of a key press, or null. Keys without a modifier (except Escape) are text while somebody types, and so
 * are no commands there.
 */
export function commandFor(
  press: KeyPress,
  isTyping: boolean,
  isApple: boolean,
  inForce: readonly Shortcut[] = shortcuts,
): CommandId | null {
  return inForce.find(({ keys }) => matches(press, keys.split('+'), isTyping, isApple))?.command ?? null;
}

function matches(press: KeyPress, parts: readonly string[], isTyping: boolean, isApple: boolean): boolean {
  const key = parts.at(-1) ?? '';
  const isBare = parts.length === 1 && key !== 'Escape';
  return (
    key !== '' &&
    press.key.toLowerCase() === key.toLowerCase() &&
    hasModifiers(press, parts, isApple) &&
    !(isBare && isTyping)
  );
}

function hasModifiers(press: KeyPress, parts: readonly string[], isApple: boolean): boolean {
  const { ctrlKey, metaKey, shiftKey, altKey } = press;
  const [modKey, otherKey] = isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  if (parts.includes('Mod') !== modKey || otherKey || parts.includes('Alt') !== altKey) return false;
  // A sign such as ? or / may need Shift on one keyboard and not on another.
  const isSign = press.key.length === 1 && press.key.toLowerCase() === press.key.toUpperCase();
  return isSign || parts.includes('Shift') === shiftKey;
}
