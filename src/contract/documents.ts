/**
 * Documents attached to messages: what a person lets a model read. Portable. Kept is the text of a file, page by page, not
 * the file. A document is what its name and text are: its id follows from them, and the same one is stored once.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  documentFormatSchema,
  documentTextSchema,
  mostDocumentBytes,
  mostDocumentPages,
} from './document-text.ts';
import { errorMap } from './errors.ts';
import { conversationIdSchema, documentIdSchema } from './ids.ts';
import { bytesSchema } from './serializers.ts';

const procedure = oc.errors(errorMap);

/** How much of a file crosses the port at once. */
export const documentPartBytes = 4 * 1024 * 1024;
/** Of all documents of one message as they are read, names and marks of pages included: a prompt holds no longer text. */
export const mostAttachedCharacters = 3_900_000;
/** Of one message. */
export const mostDocuments = 20;

export const documentNameSchema = z.string().min(1).max(300);

export const documentShape = {
  id: documentIdSchema,
  /** As the file was called. */
  name: documentNameSchema,
  format: documentFormatSchema,
  /** The file has pages of its own; if not, its text is one page. */
  isPaged: z.boolean(),
  pages: z.int().min(1).max(mostDocumentPages),
  /** Of the file. */
  sizeBytes: z.int().min(0).max(mostDocumentBytes),
};
export const documentSchema = z.object(documentShape);
export type Document = z.infer<typeof documentSchema>;

export const documentPagesSchema = documentTextSchema.shape.pages;

const ofDraft = z.object({ conversationId: conversationIdSchema, documentId: documentIdSchema });

export const documentsContract = {
  /** Takes a file in parts, in order, before `add`. Errors: file.expired (a part is missing), document.tooLarge */
  upload: procedure
    .input(
      z.object({
        uploadId: z.uuid(),
        offset: z.int().min(0).max(mostDocumentBytes),
        bytes: bytesSchema(documentPartBytes),
      }),
    )
    .output(z.object({})),
  /**
   * Reads the text of an uploaded file and attaches it to what is being written in a conversation. Aborting ends it, and nothing
   * is kept. Cost: up to a minute. Errors: document.*, file.expired, conversation.notFound
   */
  add: procedure
    .input(z.object({ conversationId: conversationIdSchema, uploadId: z.uuid(), name: documentNameSchema }))
    .output(documentSchema),
  /** The text, page by page. Errors: document.notFound */
  get: procedure
    .input(z.object({ documentId: documentIdSchema }))
    .output(z.object({ ...documentShape, text: documentPagesSchema })),
  /** Takes it out of what is being written; it can be put back until Prisme is closed. */
  remove: procedure.input(ofDraft).output(z.object({})),
  /** Puts it back at its place, or attaches one that another message has. Errors: document.notFound, document.tooMany */
  putBack: procedure
    .input(
      ofDraft.extend({
        position: z
          .int()
          .min(0)
          .max(mostDocuments - 1),
      }),
    )
    .output(z.object({})),
};
