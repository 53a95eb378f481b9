/**
 * What the model read: the exact prompt tokens and where each one comes from. Portable.
 */
import { z } from 'zod';
import { documentIdSchema, messageIdSchema } from './ids.ts';

/**
 * A run of consecutive prompt tokens with one origin. `start` and `end` are token positions, `end` exclusive; the
 * spans of a prompt are in order and cover it without a gap. A token that lies across a border belongs to the part
 * that holds its first byte.
 */
export const promptSpanSchema = z.object({
  start: z.int().min(0).max(10_000_000),
  end: z.int().min(0).max(10_000_000),
  /**
   * `template`: the chat template's own text and marks; `bos`: the start token; `summary`: what stands in the place of the oldest
   * messages; `document`: an attached document, with its name and marks of pages; `raw`: a text given without template.
   */
  part: z.enum(['bos', 'template', 'system', 'summary', 'document', 'user', 'assistant', 'raw']),
  /** The message whose words these are; null for the template, the system prompt, a summary and a raw text. */
  messageId: messageIdSchema.nullable(),
  /** Only of a document: which of its message's. */
  documentId: documentIdSchema.optional(),
});
export type PromptSpan = z.infer<typeof promptSpanSchema>;

/** A text prepared for the model: the ids that are evaluated, and their origins. */
export const promptSchema = z.object({
  tokenIds: z.array(z.int().min(0).max(10_000_000)).max(10_000_000),
  spans: z.array(promptSpanSchema).max(100_000),
});
export type Prompt = z.infer<typeof promptSchema>;
