/**
 * Shapes of folders, tags and the bin: what a page may ask for, and what the core may answer. Runs in tests only.
 */
import { conversationsContract } from '../conversations.ts';
import { foldersContract, folderSchema } from '../folders.ts';
import { titlesContract } from '../titles.ts';
import { tracesContract } from '../traces.ts';
import { timestampMs } from './common-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import {
  flag,
  list,
  logarithm,
  nullable,
  object,
  oneOf,
  optional,
  sha256,
  text,
  uuid,
  whole,
  type Shape,
} from './shapes.ts';

/** One line without quotes or spaces at its ends. */
const tag: Shape = {
  valid: ['x', 'à lire', 'x'.repeat(40)],
  invalid: ['', 'x'.repeat(41), ' x', 'x ', 'a"b', 'a\nb', 5, null, undefined],
};
const folderId = { folderId: uuid };
const fields = {
  name: text(1, 80),
  systemPrompt: text(0, 100_000),
  modelId: nullable(sha256),
  isCollapsed: flag,
};
const folder = object({ id: uuid, ...fields });

export const organiseShapes = {
  tag,
  summaryFields: {
    id: uuid,
    title: text(0, 200),
    titleBy: oneOf('beginning', 'model', 'person'),
    isPinned: flag,
    isArchived: flag,
    folderId: nullable(uuid),
    tags: list(tag, 0, 20),
    createdAtMs: timestampMs,
    updatedAtMs: timestampMs,
  },
  titleInputs: {
    write: object({ conversationId: uuid }),
    cancel: object({ conversationId: uuid }),
    takeBack: object({ conversationId: uuid }),
  },
  folderInputs: {
    list: object({}),
    create: object({ name: text(1, 80) }),
    update: object({
      ...folderId,
      name: optional(fields.name),
      systemPrompt: optional(fields.systemPrompt),
      modelId: optional(fields.modelId),
      isCollapsed: optional(flag),
    }),
    move: object({ ...folderId, by: oneOf('up', 'down') }),
    delete: object(folderId),
    restore: object(folderId),
  },
};

export const organiseAnswers = {
  'a folder': [folderSchema, folder],
  'the list of folders': [outputOf(foldersContract.list), list(folder, 0, 200)],
  'the bin of conversations': [
    outputOf(conversationsContract.listBin),
    list(object({ id: uuid, title: text(0, 200), deletedAtMs: timestampMs, purgeAtMs: timestampMs }), 0),
  ],
  'an emptied bin of conversations': [
    outputOf(conversationsContract.emptyBin),
    object({ removed: whole(0) }),
  ],
  'the sums of replies': [
    outputOf(tracesContract.sums),
    list(
      object({ messageId: uuid, tokens: whole(0, 10_000_000), logprob: nullable(logarithm), isExact: flag }),
      0,
      32,
    ),
  ],
  'what came of a title': [
    outputOf(titlesContract.write),
    object({ outcome: oneOf('written', 'kept', 'cancelled') }),
  ],
  'the list of tags': [
    outputOf(conversationsContract.tags),
    list(object({ tag, conversations: whole(1) }), 0),
  ],
} as const;
