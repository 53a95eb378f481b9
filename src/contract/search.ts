/**
 * Search: which messages say something, in every branch of every conversation. Portable. What may be typed is read in
 * core/search/parse-query.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { titleSchema } from './conversations.ts';
import { mostDocumentPages } from './document-text.ts';
import { documentNameSchema } from './documents.ts';
import { errorMap } from './errors.ts';
import { comparisonIdSchema, conversationIdSchema, documentIdSchema, messageIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);

export const longestQuery = 1_000;
export const hitsPerPage = 30;
export const mostTitles = 20;
/** How many pages of a document, and of all documents of a message, are named. */
export const mostPagesOfDocument = 3;
export const mostPagesOfMessage = 12;

/** A run of a text; `isMatch`: it is what was searched for. */
export const passagePartSchema = z.object({ text: z.string().max(4_000), isMatch: z.boolean() });
export type PassagePart = z.infer<typeof passagePartSchema>;

const placeShape = {
  conversationId: conversationIdSchema,
  title: titleSchema,
  /** The comparison that the conversation is a lane of; null: a chat of its own. */
  comparisonId: comparisonIdSchema.nullable(),
  isArchived: z.boolean(),
};

export const searchHitSchema = z.object({
  ...placeShape,
  messageId: messageIdSchema,
  role: z.enum(['user', 'assistant']),
  createdAtMs: z.int().min(0),
  /** Who wrote it; null: a person. */
  modelName: z.string().max(300).nullable(),
  /** What was found stands in this document of the message; null: in its text. `page` from 1; null: it has no pages. */
  document: z
    .object({
      id: documentIdSchema,
      name: documentNameSchema,
      page: z.int().min(1).max(mostDocumentPages).nullable(),
    })
    .nullable(),
  /** The passage around the first match; at its ends "…" where it goes on. */
  passage: z.array(passagePartSchema).max(500),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchResultSchema = z.object({
  /** Conversations whose title matches, the latest first; only on the first page. */
  titles: z.array(z.object(placeShape)).max(mostTitles),
  /** Of messages, the latest first; of each its text, then pages of its documents. */
  hits: z.array(searchHitSchema).max(hitsPerPage * (1 + mostPagesOfMessage)),
  /** Where the next page begins; null: this was the last one. */
  next: z.int().min(0).nullable(),
});
export type SearchResult = z.infer<typeof searchResultSchema>;

export const searchContract = {
  /**
   * Words (all of them, the last one also as a beginning), "a phrase", -without, `model:name`, `folder:name`, `tag:name`, `before:2026-03`,
   * `after:2026`. Case and accents make no difference. Cost: milliseconds, also over a million messages.
   * Errors: search.badQuery { part, reason }.
   */
  find: procedure
    .input(
      z.object({
        query: z.string().max(longestQuery),
        /** `next` of the page before; null: the first page. */
        from: z.int().min(0).nullable(),
      }),
    )
    .output(searchResultSchema),
};
