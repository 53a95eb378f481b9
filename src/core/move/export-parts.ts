/**
 * The parts of an exported file, for every shell. Runs in the core.
 */
import type { ConversationId } from '#contract/ids.ts';
import type { MoveFormat } from '#contract/move.ts';
import { htmlParts } from './documents/html.ts';
import { markdownParts } from './documents/markdown.ts';
import type { DocumentPart } from './documents/document-part.ts';
import { type FileStore, ownFileParts } from './write-own-file.ts';

export type ExportRequest = {
  readonly conversationIds: readonly ConversationId[];
  readonly format: MoveFormat;
  readonly language: 'en' | 'fr';
  readonly exportedBy: string;
  readonly nowMs: number;
};

/** All that a person keeps: the list and the archive, not the bin. */
export function keptIds({ conversations }: Pick<FileStore, 'conversations'>): ConversationId[] {
  return [...conversations.list(), ...conversations.archived()].map(({ id }) => id);
}

export function exportParts(store: FileStore, request: ExportRequest): Generator<DocumentPart, void, void> {
  const { conversationIds, format } = request;
  if (format === 'json') return ownFileParts(store, conversationIds, request);
  return (format === 'md' ? markdownParts : htmlParts)(store, conversationIds, request);
}
