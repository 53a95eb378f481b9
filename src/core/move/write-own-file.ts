/**
 * Writes the file that restores conversations (contract/conversation-file.ts), part by part. Runs in the core. Reads the database
 * while its caller takes one part after the other.
 */
import { createHash } from 'node:crypto';
import {
  conversationFileFormat,
  conversationFileVersion,
  type ConversationFileEntry,
  type DocumentEntry,
  type VocabularyEntry,
} from '#contract/conversation-file.ts';
import type { ConversationId, DocumentId, VocabularyHash } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { Store } from '../db/store.ts';
import { conversationParts, type PartsStore } from './conversation-parts.ts';
import type { DocumentPart } from './documents/document-part.ts';

export type FileStore = PartsStore & Pick<Store, 'vocabularies'>;

export type About = { readonly exportedBy: string; readonly nowMs: number };

/** A conversation that is gone in the meantime is left out. */
export function* ownFileParts(
  store: FileStore,
  conversationIds: readonly ConversationId[],
  { exportedBy, nowMs }: About,
): Generator<DocumentPart, void, void> {
  const hash = createHash('sha256');
  const counts = { conversations: 0, messages: 0, traces: 0 };
  const vocabularies = new Set<VocabularyHash>();
  const documents = new Set<DocumentId>();
  const line = (value: object): string => {
    const text = JSON.stringify(value);
    hash.update(text).update('\n');
    return text;
  };
  const head = {
    format: conversationFileFormat,
    version: conversationFileVersion,
    exportedBy,
    exportedAtMs: nowMs,
  };
  yield { text: `[${line(head)}`, conversations: 0 };
  for (const [index, id] of conversationIds.entries()) {
    // What a conversation needs stands before the first one that does.
    for (const entry of vocabularyEntries(store, id, vocabularies))
      yield { text: `,\n${line(entry)}`, conversations: index };
    for (const entry of documentEntries(store, id, documents))
      yield { text: `,\n${line(entry)}`, conversations: index };
    for (const part of conversationParts(store, id)) {
      if (part.kind === 'conversation') counts.conversations += 1;
      if (part.kind === 'message') counts.messages += 1;
      if (part.kind === 'trace') counts.traces += 1;
      yield { text: `,\n${line(part)}`, conversations: index };
    }
  }
  const end: ConversationFileEntry = { kind: 'end', ...counts, sha256: hash.digest('hex') };
  yield { text: `,\n${JSON.stringify(end)}\n]\n`, conversations: conversationIds.length };
}

function* vocabularyEntries(
  { messages, traces, vocabularies }: FileStore,
  id: ConversationId,
  written: Set<VocabularyHash>,
): Generator<VocabularyEntry, void, void> {
  for (const message of messages.list(id)) {
    const hash = message.hasTrace ? (traces.header(message.id)?.vocabularyHash ?? null) : null;
    if (hash === null || written.has(hash)) continue;
    written.add(hash);
    const vocabulary = vocabularies.find(hash);
    if (vocabulary !== null) yield vocabularyEntry(vocabulary);
  }
}

function* documentEntries(
  { messages, documents }: FileStore,
  conversationId: ConversationId,
  written: Set<DocumentId>,
): Generator<DocumentEntry, void, void> {
  const held = messages.list(conversationId).flatMap((message) => message.documents);
  for (const { id } of [...documents.ofDraft(conversationId), ...held]) {
    const document = written.has(id) ? null : documents.find(id);
    written.add(id);
    if (document === null) continue;
    const { name, format, isPaged, sizeBytes, text } = document;
    yield { kind: 'document', id, name, format, isPaged, sizeBytes, text: [...text] };
  }
}

function vocabularyEntry({ hash, bytes, offsets, types, endTokenIds }: Vocabulary): VocabularyEntry {
  const base64 = (each: Uint8Array): string => Buffer.from(each).toString('base64');
  return {
    ...{ kind: 'vocabulary', hash, bytes: base64(bytes), offsets: base64(offsets), types: base64(types) },
    endTokenIds,
  };
}
