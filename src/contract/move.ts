/**
 * Taking conversations along and bringing them in. Portable. A page pulls an export part by part and pushes a file in parts,
 * so that neither side ever holds a whole file, and nothing waits for a page that went away. What files may hold:
 * conversation-file.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { conversationIdSchema } from './ids.ts';
import { bytesSchema } from './serializers.ts';

const procedure = oc.errors(errorMap);

/** How much of a file crosses the port at once. */
export const movePartBytes = 4 * 1024 * 1024;
export const mostMoveFiles = 1_000;
const mostConversations = 100_000;
const count = z.int().min(0).max(1e12);

/** `json` restores everything; the others are for people. */
export const moveFormatSchema = z.enum(['json', 'md', 'html']);
export type MoveFormat = z.infer<typeof moveFormatSchema>;

/** Whose file it was. */
export const moveKindSchema = z.enum(['prisme', 'chatgpt', 'claude', 'openWebUi', 'lmStudio', 'jan']);
export type MoveKind = z.infer<typeof moveKindSchema>;

/**
 * What another program's file holds and Prisme has no place for: `attachment`: files and pictures; `tool`: calls of tools and
 * what they gave; `reasoning`: thoughts that stand apart from the reply; `system`: instructions behind the first ones;
 * `empty`: messages without a text; `other`.
 */
export const droppedKindSchema = z.enum(['attachment', 'tool', 'reasoning', 'system', 'empty', 'other']);
export type DroppedKind = z.infer<typeof droppedKindSchema>;

export const importResultSchema = z.object({
  /** Null: nothing was brought in. What `undo` takes away again. */
  importId: z.uuid().nullable(),
  kinds: z.array(moveKindSchema).max(6),
  /** Conversations that are there now and were not before; `copies` and `restored` are among them. */
  came: count,
  /** Under other ids, because something else goes by theirs. */
  copies: count,
  /** Equal to one in the bin, which was taken out. */
  restored: count,
  /** There already, equal. */
  skipped: count,
  /** In what came. */
  messages: count,
  dropped: z.array(z.object({ what: droppedKindSchema, count })).max(6),
  firstId: conversationIdSchema.nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

export const importProgressSchema = z.object({
  /** Of what is to be written. */
  fraction: z.number().min(0).max(1),
  /** Null: there is more to write, and nothing of it is to be seen yet. */
  result: importResultSchema.nullable(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

const byUpload = z.object({ uploadId: z.uuid() });

export const moveContract = {
  /** One export at a time: another one ends it. Null: all, the archive too. Errors: conversation.notFound */
  startExport: procedure
    .input(
      z.object({
        conversationIds: z.array(conversationIdSchema).min(1).max(mostConversations).nullable(),
        format: moveFormatSchema,
        /** What the headings of a document for people are in. */
        language: z.enum(['en', 'fr']),
      }),
    )
    .output(z.object({ exportId: z.uuid(), conversations: count })),
  /** The next part of the file, and how many conversations are in it so far. Errors: file.expired */
  readExport: procedure
    .input(z.object({ exportId: z.uuid() }))
    .output(z.object({ bytes: bytesSchema(4 * movePartBytes), conversations: count, isLast: z.boolean() })),
  /**
   * Takes the files of one import in parts, in order, one file behind the other. Nothing is read before `checkImport`.
   * Errors: file.expired (another import was begun, or a part is missing), app.diskFull, app.storageFailed
   */
  upload: procedure
    .input(
      byUpload.extend({
        fileIndex: z
          .int()
          .min(0)
          .max(mostMoveFiles - 1),
        fileName: z.string().min(1).max(300),
        offset: count,
        bytes: bytesSchema(movePartBytes),
      }),
    )
    .output(z.object({})),
  /**
   * Reads on in the files for a moment; `fraction` 1: all are sound, and `finishImport` may write.
   * Errors: move.invalidFile `{ file, place, reason }`, move.unknownFile, move.packedFile `{ file }`, file.expired
   */
  checkImport: procedure.input(byUpload).output(z.object({ fraction: z.number().min(0).max(1) })),
  /**
   * Writes on for a moment; to be called until there is a result. All of it appears at once, in the end, or nothing does.
   * Errors: file.expired, app.*
   */
  finishImport: procedure.input(byUpload).output(importProgressSchema),
  /** Gives it up before it is finished: nothing of it stays. */
  cancelImport: procedure.input(byUpload).output(z.object({})),
  /** Moves what an import brought to the bin, as one action. Errors: file.expired */
  undoImport: procedure.input(z.object({ importId: z.uuid() })).output(z.object({ conversations: count })),
};
