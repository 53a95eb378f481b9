/**
 * The identifiers that cross a boundary. Portable. They are opaque: none of them is, or becomes, a path.
 */
import { z } from 'zod';

const uuid = z.string().regex(/^[0-9a-f-]{36}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A conversation: a tree of messages. UUID. */
export const conversationIdSchema = uuid.brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationIdSchema>;

/** A folder of conversations. UUID. */
export const folderIdSchema = uuid.brand<'FolderId'>();
export type FolderId = z.infer<typeof folderIdSchema>;

/** A prompt of the library. UUID. */
export const promptIdSchema = uuid.brand<'PromptId'>();
export type PromptId = z.infer<typeof promptIdSchema>;

/** A comparison: several conversations that get the same prompts. UUID. */
export const comparisonIdSchema = uuid.brand<'ComparisonId'>();
export type ComparisonId = z.infer<typeof comparisonIdSchema>;

/** A grid of prompts and models. UUID. */
export const gridIdSchema = uuid.brand<'GridId'>();
export type GridId = z.infer<typeof gridIdSchema>;

/** A download of one model. UUID. */
export const downloadIdSchema = uuid.brand<'DownloadId'>();
export type DownloadId = z.infer<typeof downloadIdSchema>;

/** One message of a conversation. UUID. */
export const messageIdSchema = uuid.brand<'MessageId'>();
export type MessageId = z.infer<typeof messageIdSchema>;

/** A summary of the oldest messages of a branch. UUID. */
export const summaryIdSchema = uuid.brand<'SummaryId'>();
export type SummaryId = z.infer<typeof summaryIdSchema>;
/** A preset. UUID. */
export const presetIdSchema = uuid.brand<'PresetId'>();
export type PresetId = z.infer<typeof presetIdSchema>;

/** A model file: the SHA-256 of its content, so a copy is the same model and a changed file another one. */
export const modelIdSchema = sha256.brand<'ModelId'>();
export type ModelId = z.infer<typeof modelIdSchema>;

/** SHA-256 of a vocabulary (pieces and types): equal exactly when two models cut texts into the same tokens. */
export const vocabularyHashSchema = sha256.brand<'VocabularyHash'>();
export type VocabularyHash = z.infer<typeof vocabularyHashSchema>;

/** A document that is attached to messages: the SHA-256 of its name and text, so that the same one is stored once. */
export const documentIdSchema = sha256.brand<'DocumentId'>();
export type DocumentId = z.infer<typeof documentIdSchema>;

/** A file or folder of models by its path, which pages do not name: the SHA-256 of the path. */
export const placeIdSchema = sha256.brand<'PlaceId'>();
export type PlaceId = z.infer<typeof placeIdSchema>;

/** A deleted model file that can still be put back. UUID. */
export const binnedFileIdSchema = uuid.brand<'BinnedFileId'>();
export type BinnedFileId = z.infer<typeof binnedFileIdSchema>;

/** A file that a person chose (dialog or upload), known to the core alone. UUID, valid for one use. */
export const fileTicketSchema = uuid.brand<'FileTicket'>();
export type FileTicket = z.infer<typeof fileTicketSchema>;
