/**
 * Writing replies. Portable. A generation belongs to the core: it goes on without a page, and a page attaches to it
 * at any token and misses none.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { forkSchema, messageTextSchema, replyBeginningSchema } from './conversations.ts';
import { mostDocuments } from './documents.ts';
import { tokenChunkSchema } from './engine.ts';
import { errorMap } from './errors.ts';
import { conversationIdSchema, documentIdSchema, messageIdSchema, summaryIdSchema } from './ids.ts';
import { branchPlaceSchema } from './place.ts';
import { replyEndSchema } from './reply.ts';
import { summaryFailureSchema, summaryProgressSchema } from './summaries.ts';

const procedure = oc.errors(errorMap);

/**
 * When the conversation does not fit: do as it was told to (`asChosen`, see ContextStrategy), refuse in any case
 * (generation.contextFull), or leave out the oldest turns, or summarise them, this once, as the person has just decided.
 */
export const overflowSchema = z.enum(['asChosen', 'refuse', 'cutOldest', 'summarise']);
export type Overflow = z.infer<typeof overflowSchema>;

/** What is attached to the message, in the order in which it is read. */
const documentIds = z.array(documentIdSchema).max(mostDocuments).optional();
/**
 * What the reply begins with, written by a person: cut into tokens by the conversation's model, which is loaded for it before this
 * answers. Not together with `forcedIds`. Errors: app.invalidInput {field}: more than 1,024 tokens
 */
const beginningSchema = replyBeginningSchema.min(1).optional();

export const sentSchema = z.object({ userMessageId: messageIdSchema.nullable(), replyId: messageIdSchema });

/** What the next message would cost. */
export const previewSchema = z.object({
  /** Tokens of the text alone. */
  textTokens: z.int().min(0),
  /** Tokens that the model would read in all: template, system prompt, history and text. */
  promptTokens: z.int().min(0),
  contextTokens: z.int().min(1),
  /** Messages that `cutOldest` would leave out; empty when everything fits. */
  wouldCut: z.array(messageIdSchema),
  /** The summary that the model would read in place of the messages it covers, as it stands now; null: none. */
  summaryId: summaryIdSchema.nullable(),
  /** Messages that `summarise` would have summarised first, with those that are covered already; not counted for `dropOldest`. */
  wouldSummarise: z.array(messageIdSchema),
  /** Why `summarise` can do nothing; null: it can, or needs to do nothing. */
  summaryObstacle: summaryFailureSchema.extract(['completion', 'noRoom']).nullable(),
  /** What the model would read without them, in tokens by where they come from. Their sum is the prompt. */
  parts: z.object({
    /** The chat template's own text and marks, and the start token. */
    template: z.int().min(0),
    system: z.int().min(0),
    /** What stands in the place of the oldest messages. */
    summary: z.int().min(0),
    /** The messages before this one. */
    history: z.int().min(0),
    /** Documents, of this message and of those before, with their names and marks of pages. */
    attachments: z.int().min(0),
    /** This message, without what is attached to it. */
    text: z.int().min(0),
  }),
  /** Tokens of each document of this message, in its order. */
  documentTokens: z.array(z.int().min(0)).max(mostDocuments),
  /** Tokens that the reply would begin with. They are part of the reply, and need room beside what stays free for it. */
  beginningTokens: z.int().min(0),
  /** Tokens that have to stay free for the reply. */
  reserveTokens: z.int().min(0),
  /** False: even this message alone has no room. */
  fits: z.boolean(),
});
export type Preview = z.infer<typeof previewSchema>;

export const replyEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('prompt'),
    evaluated: z.int().min(0),
    total: z.int().min(0),
    reused: z.int().min(0),
  }),
  /** Before the prompt: the oldest messages are being summarised. */
  summaryProgressSchema,
  /** Tokens in order, without gap or repetition from `fromToken` on; `text` is the text that they complete. */
  tokenChunkSchema.extend({ text: z.string() }),
  z.object({ kind: z.literal('end'), end: replyEndSchema, text: messageTextSchema }),
]);
export type ReplyEvent = z.infer<typeof replyEventSchema>;

export const generationContract = {
  /**
   * Adds a user message under `parentId` (null: at the root; a parent that has children already: an edit, a new
   * branch) and starts the reply. Both are on disk when this answers. Errors: model.*, generation.contextFull, document.notFound, app.diskFull.
   */
  send: procedure
    .input(
      z.object({
        conversationId: conversationIdSchema,
        parentId: messageIdSchema.nullable(),
        text: messageTextSchema.min(1),
        documentIds,
        overflow: overflowSchema,
        /** What the reply begins with, put there by a person: tokens of the conversation's model. */
        forcedIds: z.array(z.int().min(0).max(10_000_000)).max(1_024).optional(),
        beginning: beginningSchema,
      }),
    )
    .output(sentSchema),
  /** Writes another reply beside the given one, with the conversation's present model and settings. */
  regenerate: procedure
    .input(
      z.object({
        conversationId: conversationIdSchema,
        replyId: messageIdSchema,
        overflow: overflowSchema,
        beginning: beginningSchema,
      }),
    )
    .output(sentSchema),
  /** Goes on with a reply that a limit, Stop or an interruption ended, from its exact tokens. Errors: message.notContinuable. */
  continue: procedure
    .input(z.object({ conversationId: conversationIdSchema, replyId: messageIdSchema }))
    .output(sentSchema),
  /**
   * Writes another version of a reply that has its exact tokens up to a place and the given tokens there, then goes on.
   * It is written by the model of the reply, which the conversation uses from then on; the sampler is that of the reply
   * too where the two share tokens; limits, seed and (where they share none) the sampler are the conversation's present ones. `into`: beside the reply, or
   * in a copy of the conversation that ends there (the later turns stay where they are either way).
   * Errors: trace.notFound, message.notContinuable `{ reason }`, generation.contextFull, message.stillStreaming, model.*, app.invalidInput.
   */
  branch: procedure
    .input(
      z.object({
        conversationId: conversationIdSchema,
        place: branchPlaceSchema,
        choice: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('tokens'), tokenIds: forkSchema.shape.tokenIds }),
          /** Cut into tokens by the model of the reply. */
          z.object({ kind: z.literal('text'), text: z.string().min(1).max(2_000) }),
        ]),
        into: z.enum(['here', 'newConversation']),
      }),
    )
    .output(z.object({ conversationId: conversationIdSchema, replyId: messageIdSchema })),
  /** Stops the reply; answers at once, the `end` event follows within 3 s whatever the engine does. */
  stop: procedure.input(z.object({ replyId: messageIdSchema })).output(z.object({})),
  /** Everything from token `fromToken` on: what is stored, then live, then `end`. A finished reply ends at once. */
  attach: procedure
    .input(z.object({ replyId: messageIdSchema, fromToken: z.int().min(0).max(10_000_000) }))
    .output(eventIterator(replyEventSchema)),
  preview: procedure
    .input(
      z.object({
        conversationId: conversationIdSchema,
        parentId: messageIdSchema.nullable(),
        text: messageTextSchema,
        documentIds,
        beginning: replyBeginningSchema.optional(),
      }),
    )
    .output(previewSchema),
};
