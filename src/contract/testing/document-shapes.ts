/**
 * Shapes of documents: what a page may ask for, and what the core may answer. Runs in tests only.
 */
import { documentsContract } from '../documents.ts';
import { outputOf } from './expect-bounds.ts';
import { anyUuid, bytes, flag, list, object, oneOf, optional, sha256, text, uuid, whole } from './shapes.ts';

const mebibyte = 1024 * 1024;
const fields = {
  id: sha256,
  name: text(1, 300),
  format: oneOf('plain', 'markdown', 'csv', 'code', 'pdf', 'docx'),
  isPaged: flag,
  pages: whole(1, 10_000),
  sizeBytes: whole(0, 50 * mebibyte),
};
const ofDraft = { conversationId: uuid, documentId: sha256 };

export const documentShapes = {
  document: object(fields),
  documents: list(object(fields), 0, 20),
  ids: optional(list(sha256, 0, 20)),
  /** In front of a turn's text. */
  read: optional(list(object({ id: sha256, text: text(0, 4_000_000) }), 0, 20)),
  inputs: {
    upload: object({ uploadId: anyUuid, offset: whole(0, 50 * mebibyte), bytes: bytes(4 * mebibyte) }),
    add: object({ conversationId: uuid, uploadId: anyUuid, name: text(1, 300) }),
    get: object({ documentId: sha256 }),
    remove: object(ofDraft),
    putBack: object({ ...ofDraft, position: whole(0, 19) }),
  },
};

export const documentAnswers = {
  'a document': [outputOf(documentsContract.add), documentShapes.document],
  'the text of a document': [
    outputOf(documentsContract.get),
    object({ ...fields, text: list(text(0, 4_000_000), 1, 10_000, false) }),
  ],
} as const;
