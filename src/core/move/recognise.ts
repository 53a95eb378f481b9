/**
 * Tells from the first value of a file whose it is. Runs in the core. Pure; checks no more than it needs for that.
 */
import { conversationFileFormat } from '#contract/conversation-file.ts';
import type { MoveKind } from '#contract/move.ts';

export type FileKind = MoveKind | 'janThread';

/** Null: no file of conversations that is known here. */
export function recognise(first: unknown): FileKind | null {
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return null;
  const value = first as Record<string, unknown>; // an object of JSON
  if (value['format'] === conversationFileFormat) return 'prisme';
  if (isObject(value['mapping'])) return 'chatgpt';
  if (Array.isArray(value['chat_messages'])) return 'claude';
  const { chat, messages } = value;
  if (isObject(chat) && isObject(chat['history'])) return 'openWebUi';
  if (Array.isArray(messages)) return messages.every(hasVersions) ? 'lmStudio' : null;
  if (value['object'] === 'thread.message') return 'jan';
  return Array.isArray(value['assistants']) && typeof value['id'] === 'string' ? 'janThread' : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const hasVersions = (message: unknown): boolean => isObject(message) && Array.isArray(message['versions']);
