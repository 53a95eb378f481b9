/**
 * Summaries: what a model wrote of the oldest messages of a branch, and reads in their place when a conversation no longer fits
 * into the context. Portable. The messages stay as they are. A text never changes: another one takes its place, so that what
 * a reply has read can be read later too.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { conversationIdSchema, messageIdSchema, modelIdSchema, summaryIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);

export const summaryTextSchema = z.string().min(1).max(20_000);

export const summarySchema = z.object({
  id: summaryIdSchema,
  /** It covers the branch from its first message to this one. Messages never move, so that says which ones. */
  lastMessageId: messageIdSchema,
  /** How many those are. */
  messageCount: z.int().min(1).max(10_000_000),
  text: summaryTextSchema,
  /** Who wrote it. */
  model: z.object({ id: modelIdSchema, name: z.string().max(300) }),
  createdAtMs: z.int().min(0).max(1e14),
  /** A person has changed the words. */
  isEdited: z.boolean(),
  /** Tokens of the text alone, in the model's vocabulary; null: changed while the model was not there to count. */
  tokens: z.int().min(0).max(10_000_000).nullable(),
  /**
   * `current`: read in place of the messages, in every branch that has all of them; `replaced`: another text covers them
   * since; `dropped`: a person wants the messages themselves to be read.
   */
  state: z.enum(['current', 'replaced', 'dropped']),
});
export type Summary = z.infer<typeof summarySchema>;

/**
 * Why nothing was summarised, and the oldest turns were left out instead. `empty`: the model wrote nothing; `failed`: it ended in
 * an error, or its process did; `completion`: the model only goes on with texts; `noRoom`: even with a summary of all before
 * it, the message would not fit.
 */
export const summaryFailureSchema = z.enum(['empty', 'failed', 'completion', 'noRoom']);
export type SummaryFailure = z.infer<typeof summaryFailureSchema>;

/** What a reply read instead of messages; only of replies where there is something to say. */
export const summaryReadSchema = z.object({
  messageId: messageIdSchema,
  summaryId: summaryIdSchema.nullable(),
  failure: summaryFailureSchema.nullable(),
});
export type SummaryRead = z.infer<typeof summaryReadSchema>;

/** How far a summary is that is being written. A long beginning is read in parts, each with the summary of those before it. */
export const summaryProgressSchema = z.object({
  kind: z.literal('summary'),
  /** Messages that it will cover. */
  messages: z.int().min(1),
  /** Of `parts`, from 1. How many there will be is not known before the last one. */
  part: z.int().min(1),
  parts: z.int().min(1),
  /** Tokens that were read, of those of this part. */
  evaluated: z.int().min(0),
  total: z.int().min(0),
  /** Tokens that were written in this part. */
  tokens: z.int().min(0),
});
export type SummaryProgress = z.infer<typeof summaryProgressSchema>;

const bySummary = z.object({ conversationId: conversationIdSchema, summaryId: summaryIdSchema });

export const summariesContract = {
  /** Puts a person's words in the place of the model's. Errors: summary.notFound */
  edit: procedure.input(bySummary.extend({ text: summaryTextSchema })).output(summarySchema),
  /** The messages themselves are read again. Errors: summary.notFound */
  drop: procedure.input(bySummary).output(z.object({})),
  /** Takes a dropped one back. Errors: summary.notFound */
  restore: procedure.input(bySummary).output(summarySchema),
  /**
   * Has the conversation's model write it again; the last event is `written`. Whoever leaves ends it, and the old one stays.
   * Errors: summary.notFound, summary.notWritten `{ reason }` (SummaryFailure), model.*, engine.*
   */
  rewrite: procedure
    .input(bySummary)
    .output(
      eventIterator(
        z.discriminatedUnion('kind', [
          summaryProgressSchema,
          z.object({ kind: z.literal('written'), summary: summarySchema }),
        ]),
      ),
    ),
};
