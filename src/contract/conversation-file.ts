/**
 * The file that restores conversations, `prisme.conversations` version 1 (docs/conversation-format.md). Portable. This file
 * says what such a file may hold; core/move writes and reads it.
 *
 * One JSON array. Its first element is the head, its last one the end; between them stand, one entry each, vocabularies,
 * documents and conversations. What belongs to a conversation follows it: its messages, parents before their replies; behind a reply its
 * trace, behind a trace its tokens and the scores of its prompt. So a file of any size is written and read entry by entry.
 */
import { z } from 'zod';
import {
  contextStrategySchema,
  forkSchema,
  messageTextSchema,
  replyBeginningSchema,
  systemPromptSchema,
  tagsSchema,
  templateSchema,
  titleBySchema,
  titleSchema,
} from './conversations.ts';
import { documentPagesSchema, documentShape, mostDocuments } from './documents.ts';
import { errorRecordSchema } from './errors.ts';
import { folderNameSchema } from './folders.ts';
import {
  conversationIdSchema,
  documentIdSchema,
  messageIdSchema,
  modelIdSchema,
  vocabularyHashSchema,
} from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { promptSpanSchema } from './prompt.ts';
import { replyEndSchema, replyStatsSchema } from './reply.ts';
import { generationSettingsSchema } from './sampler.ts';
import { summaryReadSchema, summarySchema } from './summaries.ts';

export const conversationFileFormat = 'prisme.conversations';
export const conversationFileVersion = 1;

const most = 10_000_000;
const timestampMs = z.int().min(0).max(1e14);
/** Bytes, in base64 with padding. */
const base64 = (mostBytes: number) =>
  z
    .string()
    .max(4 * Math.ceil(mostBytes / 3))
    .regex(/^[A-Za-z0-9+/]*={0,2}$/);
const mebibyte = 1024 * 1024;

const settingsSchema = generationSettingsSchema
  .extend({ logitBias: z.array(generationSettingsSchema.shape.logitBias.element.strict()).max(256) })
  .strict();
const endSchema = z.strictObject({
  reason: replyEndSchema.shape.reason,
  error: errorRecordSchema.strict().nullable(),
  stats: replyStatsSchema.strict().nullable(),
});

export const conversationFileHeadSchema = z.strictObject({
  format: z.literal(conversationFileFormat),
  version: z.literal(conversationFileVersion),
  exportedBy: z.string().max(100),
  exportedAtMs: timestampMs,
});

/** The tokens that traces are read with. The same hash stands in the head of each trace. */
const vocabularyEntrySchema = z.strictObject({
  kind: z.literal('vocabulary'),
  hash: vocabularyHashSchema,
  bytes: base64(48 * mebibyte),
  /** u32, little-endian: where each token's bytes begin, and where the last one's end. */
  offsets: base64(16 * mebibyte),
  types: base64(4 * mebibyte),
  endTokenIds: z.array(z.int().min(0).max(most)).max(1_000),
});

/** What messages hold; its id follows from the rest (core/documents/document-id.ts). Stands before what names it. */
const documentEntrySchema = z.strictObject({
  kind: z.literal('document'),
  id: documentIdSchema,
  name: documentShape.name,
  format: documentShape.format,
  isPaged: documentShape.isPaged,
  sizeBytes: documentShape.sizeBytes,
  text: documentPagesSchema,
});

/** In their order; missing: there are none, as in files from before there were any. */
const documentIds = z.array(documentIdSchema).min(1).max(mostDocuments).optional();

const conversationEntrySchema = z.strictObject({
  kind: z.literal('conversation'),
  id: conversationIdSchema,
  title: titleSchema,
  titleBy: titleBySchema,
  isPinned: z.boolean(),
  /** In the archive since then; null: in the list. */
  archivedAtMs: timestampMs.nullable(),
  /** The name of its folder, which is made where there is none of that name; null: in none. */
  folder: folderNameSchema.nullable(),
  tags: tagsSchema,
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  systemPrompt: systemPromptSchema,
  settings: settingsSchema,
  template: templateSchema,
  contextStrategy: contextStrategySchema,
  modelId: modelIdSchema.nullable(),
  draft: messageTextSchema,
  draftDocumentIds: documentIds,
  /** Missing in files from before there was one. */
  replyBeginning: replyBeginningSchema.optional(),
  /** The end of the branch that is shown. */
  leafId: messageIdSchema.nullable(),
});

const messageEntrySchema = z.strictObject({
  kind: z.literal('message'),
  id: messageIdSchema,
  parentId: messageIdSchema.nullable(),
  role: z.enum(['user', 'assistant']),
  text: messageTextSchema,
  documentIds,
  createdAtMs: timestampMs,
  /** `streaming`: it was being written at that moment; it comes back as interrupted. */
  state: z.enum(['complete', 'streaming']),
  end: endSchema.nullable(),
  /** `id`: SHA-256 of the model's file; null: only its name is known. */
  model: z.strictObject({ id: modelIdSchema.nullable(), name: z.string().max(300) }).nullable(),
  settings: settingsSchema.nullable(),
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
  cutMessageIds: z.array(messageIdSchema).max(10_000),
  fork: forkSchema.strict().nullable(),
});

const traceEntrySchema = z.strictObject({
  kind: z.literal('trace'),
  model: z.strictObject({ id: modelIdSchema, name: z.string().max(300) }),
  vocabularyHash: vocabularyHashSchema,
  vocabularySize: z.int().min(1).max(most),
  endTokenIds: z.array(z.int().min(0).max(most)).max(1_000),
  profile: evaluationProfileSchema.strict(),
  settings: settingsSchema,
  seed: z.int().min(0).max(0xffff_ffff),
  prompt: z.strictObject({
    tokenIds: z.array(z.int().min(0).max(most)).max(most),
    spans: z.array(promptSpanSchema.strict()).max(100_000),
  }),
});

/** A run of captured tokens, as the database holds it: `steps` is the binary form of probability/trace-codec.ts. */
const tokensEntrySchema = z.strictObject({
  kind: z.literal('tokens'),
  firstToken: z.int().min(0).max(most),
  count: z.int().min(1).max(most),
  steps: base64(48 * mebibyte),
  /** What these tokens complete; always empty behind a prompt's score. */
  text: messageTextSchema,
});

/** The prompt's own distributions, computed afterwards; its tokens follow. */
const promptScoreEntrySchema = z.strictObject({
  kind: z.literal('promptScore'),
  profile: evaluationProfileSchema.strict(),
  scoredAtMs: timestampMs,
});

/** Behind all messages of the conversation, in order of creation. It goes by its place among them: 0, 1, … */
const summaryEntrySchema = z.strictObject({
  kind: z.literal('summary'),
  /** It covers the branch from its first message to this one. */
  lastMessageId: messageIdSchema,
  messageCount: summarySchema.shape.messageCount,
  text: summarySchema.shape.text,
  model: summarySchema.shape.model.strict(),
  createdAtMs: timestampMs,
  isEdited: z.boolean(),
  tokens: summarySchema.shape.tokens,
  state: summarySchema.shape.state,
});

/** What a reply read instead of messages, behind the summaries. */
const summaryReadEntrySchema = z.strictObject({
  kind: z.literal('summaryRead'),
  messageId: messageIdSchema,
  /** The place of the summary; null: it read none, and `failure` says why. */
  summary: z.int().min(0).max(most).nullable(),
  failure: summaryReadSchema.shape.failure,
});

const count = z.int().min(0).max(1e12);
/** `sha256`: of all entries before it, each as compact JSON with a line break behind it; a file without one is not compared. */
const endEntrySchema = z.strictObject({
  kind: z.literal('end'),
  conversations: count,
  messages: count,
  traces: count,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

export const conversationFileEntrySchema = z.discriminatedUnion('kind', [
  vocabularyEntrySchema,
  documentEntrySchema,
  conversationEntrySchema,
  messageEntrySchema,
  traceEntrySchema,
  tokensEntrySchema,
  promptScoreEntrySchema,
  summaryEntrySchema,
  summaryReadEntrySchema,
  endEntrySchema,
]);

export type VocabularyEntry = z.infer<typeof vocabularyEntrySchema>;
export type DocumentEntry = z.infer<typeof documentEntrySchema>;
export type ConversationEntry = z.infer<typeof conversationEntrySchema>;
export type MessageEntry = z.infer<typeof messageEntrySchema>;
export type TraceEntry = z.infer<typeof traceEntrySchema>;
export type TokensEntry = z.infer<typeof tokensEntrySchema>;
export type PromptScoreEntry = z.infer<typeof promptScoreEntrySchema>;
export type SummaryEntry = z.infer<typeof summaryEntrySchema>;
export type SummaryReadEntry = z.infer<typeof summaryReadEntrySchema>;
export type EndEntry = z.infer<typeof endEntrySchema>;
export type ConversationFileEntry = z.infer<typeof conversationFileEntrySchema>;
/** What is told about one conversation, itself first. */
export type ConversationPart =
  | ConversationEntry
  | MessageEntry
  | TraceEntry
  | TokensEntry
  | PromptScoreEntry
  | SummaryEntry
  | SummaryReadEntry;
