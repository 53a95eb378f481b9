/**
 * What may be asked and answered about exports and imports, written down a second time. Runs in tests only.
 */
import { moveContract } from '../move.ts';
import { outputOf } from './expect-bounds.ts';
import { anyUuid, bytes, flag, list, nullable, number, object, oneOf, text, uuid, whole } from './shapes.ts';

const count = whole(0, 1e12);
const mebibyte = 1024 * 1024;
const byUpload = object({ uploadId: anyUuid });

export const moveInputs = {
  startExport: object({
    conversationIds: nullable(list(uuid, 1, 100_000)),
    format: oneOf('json', 'md', 'html'),
    language: oneOf('en', 'fr'),
  }),
  readExport: object({ exportId: anyUuid }),
  upload: object({
    uploadId: anyUuid,
    fileIndex: whole(0, 999),
    fileName: text(1, 300),
    offset: count,
    bytes: bytes(4 * mebibyte),
  }),
  checkImport: byUpload,
  finishImport: byUpload,
  cancelImport: byUpload,
  undoImport: object({ importId: anyUuid }),
};

const importResult = object({
  importId: nullable(anyUuid),
  kinds: list(oneOf('prisme', 'chatgpt', 'claude', 'openWebUi', 'lmStudio', 'jan'), 0, 6),
  came: count,
  copies: count,
  restored: count,
  skipped: count,
  messages: count,
  dropped: list(
    object({ what: oneOf('attachment', 'tool', 'reasoning', 'system', 'empty', 'other'), count }),
    0,
    6,
  ),
  firstId: nullable(uuid),
});

export const moveAnswers = {
  'the beginning of an export': [
    outputOf(moveContract.startExport),
    object({ exportId: anyUuid, conversations: count }),
  ],
  'a part of an export': [
    outputOf(moveContract.readExport),
    object({ bytes: bytes(16 * mebibyte), conversations: count, isLast: flag }),
  ],
  'how far the files of an import are read': [
    outputOf(moveContract.checkImport),
    object({ fraction: number(0, 1) }),
  ],
  'how far an import is written, and what it brought': [
    outputOf(moveContract.finishImport),
    object({ fraction: number(0, 1), result: nullable(importResult) }),
  ],
  'what undoing an import took away': [outputOf(moveContract.undoImport), object({ conversations: count })],
} as const;
