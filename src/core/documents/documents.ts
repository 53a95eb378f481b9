/**
 * Documents of what is being written: attached, read, taken out, put back. Runs in the core. What a model makes of them is
 * generation's business (document-prompt.ts says how they are read).
 */
import type { DocumentText } from '#contract/document-text.ts';
import { type Document, mostAttachedCharacters, mostDocuments } from '#contract/documents.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, DocumentId } from '#contract/ids.ts';
import type { Notices } from '../app/notices.ts';
import type { DocumentRecord } from '../db/documents.ts';
import type { Store } from '../db/store.ts';
import { documentId } from './document-id.ts';
import { documentPrompt } from './document-prompt.ts';
import { createDocumentUploads, type DocumentUploads } from './document-uploads.ts';
import { extractDocument } from './extract-document.ts';

export type DocumentsContext = {
  readonly store: Pick<Store, 'conversations' | 'documents' | 'transaction'>;
  readonly notices: Notices;
};

export type DocumentsService = {
  readonly upload: DocumentUploads['take'];
  /** @throws document.*, file.expired, conversation.notFound; the signal's reason when it was aborted */
  add(given: NewDocument, signal: AbortSignal | undefined): Promise<Document>;
  /** @throws document.notFound */
  get(id: DocumentId): DocumentRecord;
  /** @throws conversation.notFound */
  remove(conversationId: ConversationId, id: DocumentId): void;
  /** @throws conversation.notFound, document.notFound, document.tooMany */
  putBack(conversationId: ConversationId, id: DocumentId, position: number): void;
};

type NewDocument = {
  readonly conversationId: ConversationId;
  readonly uploadId: string;
  readonly name: string;
};

/** @param extract reads a file; each real reading is a process of its own */
export function createDocuments(
  { store, notices }: DocumentsContext,
  extract: typeof extractDocument = extractDocument,
): DocumentsService {
  const uploads = createDocumentUploads();

  /** The draft with the document at its place; one that it holds already stays where it is. */
  function hold(conversationId: ConversationId, document: DocumentRecord, position: number): void {
    requireConversation(store, conversationId);
    const ids = store.documents.ofDraft(conversationId).map(({ id }) => id);
    if (ids.includes(document.id)) return;
    if (ids.length >= mostDocuments) throw new PrismeError('document.tooMany', { most: mostDocuments });
    requireRoom(store, ids, document);
    store.documents.insert(document);
    store.documents.setDraft(conversationId, [
      ...ids.slice(0, position),
      document.id,
      ...ids.slice(position),
    ]);
  }

  function change(conversationId: ConversationId, work: () => void): void {
    store.transaction(work);
    notices.publish({ kind: 'conversationChanged', conversationId });
  }

  return {
    upload: uploads.take,
    add: async ({ conversationId, uploadId, name }, signal) => {
      requireConversation(store, conversationId);
      const file = { name, bytes: uploads.finish(uploadId) };
      const document = recordOf(file, await extract(file, signal));
      signal?.throwIfAborted();
      change(conversationId, () => hold(conversationId, document, mostDocuments));
      const { text: _text, ...about } = document;
      return about;
    },
    get: (id) => find(store, id),
    remove: (conversationId, id) =>
      change(conversationId, () => {
        requireConversation(store, conversationId);
        const left = store.documents.ofDraft(conversationId).filter((document) => document.id !== id);
        // Its text stays for now, so that it can be put back; what nothing holds goes when the bin is looked at.
        store.documents.setDraft(
          conversationId,
          left.map((document) => document.id),
        );
      }),
    putBack: (conversationId, id, position) =>
      change(conversationId, () => hold(conversationId, find(store, id), position)),
  };
}

/** SQLite holds no half of a character, and the id has to follow from what is stored. */
function recordOf(
  file: { readonly name: string; readonly bytes: Uint8Array },
  { format, isPaged, pages }: DocumentText,
): DocumentRecord {
  const text = pages.map((page) => page.toWellFormed());
  const about = { name: file.name.toWellFormed(), format, isPaged, sizeBytes: file.bytes.length };
  return { id: documentId(about, text), ...about, pages: text.length, text };
}

function find({ documents }: DocumentsContext['store'], id: DocumentId): DocumentRecord {
  const document = documents.find(id);
  if (document === null) throw new PrismeError('document.notFound');
  return document;
}

function requireConversation({ conversations }: DocumentsContext['store'], id: ConversationId): void {
  const conversation = conversations.find(id);
  if (conversation === null || conversation.deletedAtMs !== null)
    throw new PrismeError('conversation.notFound');
}

/** More text than a prompt can hold is refused here, by name, and not when it is sent. */
function requireRoom(
  { documents }: DocumentsContext['store'],
  held: readonly DocumentId[],
  document: DocumentRecord,
): void {
  const all = [...held.flatMap((id) => documents.find(id) ?? []), document];
  const characters = all.reduce((sum, each) => sum + documentPrompt(each).length, 0);
  if (characters > mostAttachedCharacters)
    throw new PrismeError('document.tooLarge', {
      name: document.name,
      limitCharacters: mostAttachedCharacters,
    });
}
