/**
 * Tells from the first value of a file whose it is. Runs in the core. Pure; checks no more than it needs for that.
 */
import { conversationFileFormat } from '#contract/conversation-file.ts';
import type { MoveKind } from '#contract/move.ts';

export type FileKind = MoveKind | 'janThread';

type Fields = Readonly<Record<string, unknown>>;

/** In this order: the first that fits. */
const signs: readonly (readonly [FileKind, (value: Fields) => boolean])[] = [
  ['prisme', ({ format }) => format === conversationFileFormat],
  ['chatgpt', ({ mapping }) => isObject(mapping)],
  ['claude', ({ chat_messages: messages }) => Array.isArray(messages)],
  ['openWebUi', ({ chat }) => isObject(chat) && isObject(chat['history'])],
  ['lmStudio', ({ messages }) => Array.isArray(messages) && messages.every(hasVersions)],
  ['jan', ({ object }) => object === 'thread.message'],
  ['janThread', ({ assistants, id }) => Array.isArray(assistants) && typeof id === 'string'],
];

/** Null: no file of conversations that is known here. */
export function recognise(first: unknown): FileKind | null {
  if (!isObject(first)) return null;
  return signs.find(([, fits]) => fits(first))?.[0] ?? null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const hasVersions = (message: unknown): boolean => isObject(message) && Array.isArray(message['versions']);
