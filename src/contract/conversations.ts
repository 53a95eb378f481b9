/**
 * Conversations and their messages. Portable. Messages form a tree: editing, regenerating and branching add siblings
 * and overwrite nothing; the conversation remembers which leaf is shown.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { documentSchema, mostDocuments } from './documents.ts';
import { errorMap } from './errors.ts';
import {
  comparisonIdSchema,
  conversationIdSchema,
  folderIdSchema,
  messageIdSchema,
  modelIdSchema,
  presetIdSchema,
} from './ids.ts';
import { replyEndSchema } from './reply.ts';
import { generationSettingsSchema } from './sampler.ts';
import { summaryReadSchema, summarySchema } from './summaries.ts';

const procedure = oc.errors(errorMap);
const timestampMs = z.int().min(0).max(1e14);

export const titleSchema = z.string().max(200);
export const systemPromptSchema = z.string().max(100_000);
export const messageTextSchema = z.string().max(4_000_000);

/**
 * How the model gets the messages. `model`: in its own chat template; `none`: their texts alone, as one text to go on with,
 * which is all that a base model knows.
 */
export const templateSchema = z.enum(['model', 'none']);
export type Template = z.infer<typeof templateSchema>;

/** One word or a few; two that differ in case and accents only are the same tag. */
export const tagSchema = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[^\s"](?:[^"\n]*[^\s"])?$/u);
export const mostTags = 20;
export const tagsSchema = z.array(tagSchema).max(mostTags);

/** `beginning`: the first words of the first message. What a person wrote is never overwritten. */
export const titleBySchema = z.enum(['beginning', 'model', 'person']);
export type TitleBy = z.infer<typeof titleBySchema>;

/**
 * What happens when the conversation no longer fits into the context. `stop`: nothing is sent, the person is asked
 * (generation.contextFull); `dropOldest`: the model does not read the oldest turns, as few as needed; `summariseOldest`: it
 * reads a summary of them, which it writes first (summaries.ts).
 */
export const contextStrategySchema = z.enum(['stop', 'dropOldest', 'summariseOldest']);
export type ContextStrategy = z.infer<typeof contextStrategySchema>;

export const conversationSummarySchema = z.object({
  id: conversationIdSchema,
  /** Empty: not named yet (the page shows the first words or "New conversation"). */
  title: titleSchema,
  titleBy: titleBySchema,
  isPinned: z.boolean(),
  /** It is left out of the list, and still found. */
  isArchived: z.boolean(),
  folderId: folderIdSchema.nullable(),
  /** In the order of the alphabet. */
  tags: tagsSchema,
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  /** A reply of this conversation is being written now. */
  isGenerating: z.boolean(),
  /** Its model writes a title, or a person has asked for one and it waits. */
  isTitling: z.boolean(),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

/** What a person wants the next reply to begin with. Empty: nothing. */
export const replyBeginningSchema = z.string().max(2_000);

/** Where a reply left another one: it has the same tokens up to `position`, then those that a person put there. */
export const forkSchema = z.object({
  /** Null: the other reply is gone. */
  sourceId: messageIdSchema.nullable(),
  /**
   * `prompt`: it left in what the model had read before that reply. `start`: it left none, a person wrote how it begins; `position`
   * is 0 and `sourceId` null.
   */
  target: z.enum(['reply', 'prompt', 'start']),
  position: z.int().min(0).max(10_000_000),
  /** The tokens that were put there. */
  tokenIds: z.array(z.int().min(0).max(10_000_000)).min(1).max(1_024),
  /** Their text; with `start` as the person wrote it. */
  text: z.string().max(10_000),
  /** ln of their raw probability together, in nats, as the model saw them there; null until they are evaluated. */
  logprob: z.number().max(0).nullable(),
});
export type Fork = z.infer<typeof forkSchema>;

export const messageSchema = z.object({
  id: messageIdSchema,
  parentId: messageIdSchema.nullable(),
  role: z.enum(['user', 'assistant']),
  text: messageTextSchema,
  /** What a person attached to it, in the order in which it is read; replies have none. */
  documents: z.array(documentSchema).max(mostDocuments),
  createdAtMs: timestampMs,
  /** `streaming` while it is being written; then `complete`, with `end` saying how. User messages are always complete. */
  state: z.enum(['complete', 'streaming']),
  /** Only replies have the following; null for user messages and, for `end`, while streaming. */
  end: replyEndSchema.nullable(),
  /** `id` null: it came from another program, and only a name is known. */
  model: z.object({ id: modelIdSchema.nullable(), name: z.string().max(300) }).nullable(),
  settings: generationSettingsSchema.nullable(),
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
  /** Turns that the person agreed to cut because the context had no room for them. */
  cutMessageIds: z.array(messageIdSchema).max(10_000),
  /** Only of a reply that was branched from another one at a token. */
  fork: forkSchema.nullable(),
  /** A token trace exists: the inspector can open this reply. */
  hasTrace: z.boolean(),
});
export type Message = z.infer<typeof messageSchema>;

/** Of the list alone: what goes on now. */
const ofList = { isGenerating: true, isTitling: true } as const;

export const conversationSchema = conversationSummarySchema.omit(ofList).extend({
  systemPrompt: systemPromptSchema,
  settings: generationSettingsSchema,
  template: templateSchema,
  contextStrategy: contextStrategySchema,
  modelId: modelIdSchema.nullable(),
  /** Where these values came from; they may have been changed since. Null: from no preset, or it is deleted. */
  presetId: presetIdSchema.nullable(),
  /** The comparison that this is a lane of; null: a chat of its own. */
  comparisonId: comparisonIdSchema.nullable(),
  /** What the person was typing. */
  draft: messageTextSchema,
  /** What is attached to it. */
  draftDocuments: z.array(documentSchema).max(mostDocuments),
  /** How the next reply shall begin, as far as it is typed. */
  replyBeginning: replyBeginningSchema,
  /** The whole tree, in order of creation. Siblings are messages with the same parent. */
  messages: z.array(messageSchema),
  /** Of all branches, in order of creation; also those that are not read any more, because replies have read them. */
  summaries: z.array(summarySchema),
  summaryReads: z.array(summaryReadSchema),
  /** The end of the branch that is shown; null when there is no message. */
  leafId: messageIdSchema.nullable(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** Deleted conversations can be taken back for so long. */
export const conversationBinDays = 30;

export const binnedConversationSchema = z.object({
  id: conversationIdSchema,
  title: titleSchema,
  deletedAtMs: timestampMs,
  /** It goes for good at the first look of the clock behind this moment. */
  purgeAtMs: timestampMs,
});
export type BinnedConversation = z.infer<typeof binnedConversationSchema>;

const byId = z.object({ conversationId: conversationIdSchema });

export const conversationsContract = {
  /** All that are neither deleted nor archived nor a lane of a comparison: pinned first, then the latest. */
  list: procedure.input(z.object({})).output(z.array(conversationSummarySchema)),
  /** Those in the archive, the latest first. */
  listArchived: procedure.input(z.object({})).output(z.array(conversationSummarySchema)),
  /** Those in the bin, the last deleted first. */
  listBin: procedure.input(z.object({})).output(z.array(binnedConversationSchema)),
  create: procedure
    .input(
      z.object({
        systemPrompt: systemPromptSchema.optional(),
        settings: generationSettingsSchema.optional(),
        /** Where no preset names one whose file is there. */
        modelId: modelIdSchema.nullable().optional(),
        /** Null: none. Missing: that of all new conversations, behind what the folder has of its own. Errors: preset.notFound */
        presetId: presetIdSchema.nullable().optional(),
        /** What is not given comes from the folder. Errors: folder.notFound */
        folderId: folderIdSchema.nullable().optional(),
      }),
    )
    .output(conversationSchema),
  get: procedure.input(byId).output(conversationSchema),
  /** Its line of the list or of the archive; null: it is in neither, or not there. */
  summary: procedure.input(byId).output(conversationSummarySchema.nullable()),
  /**
   * Changes what is given, leaves the rest. A title without `titleBy` is a person's own. A tag that is known with other
   * capitals is written as it is known. Errors: conversation.notFound, folder.notFound
   */
  update: procedure
    .input(
      byId.extend({
        title: titleSchema.optional(),
        titleBy: titleBySchema.optional(),
        isPinned: z.boolean().optional(),
        isArchived: z.boolean().optional(),
        /** Its prompt and its model are not taken: those are for new conversations. */
        folderId: folderIdSchema.nullable().optional(),
        tags: tagsSchema.optional(),
        systemPrompt: systemPromptSchema.optional(),
        settings: generationSettingsSchema.optional(),
        template: templateSchema.optional(),
        contextStrategy: contextStrategySchema.optional(),
        modelId: modelIdSchema.nullable().optional(),
        /** Says where the values came from, and changes none of them. Errors: preset.notFound */
        presetId: presetIdSchema.nullable().optional(),
        draft: messageTextSchema.optional(),
        replyBeginning: replyBeginningSchema.optional(),
      }),
    )
    .output(conversationSummarySchema),
  /** Moves it to the bin. A reply that is being written is stopped. */
  delete: procedure.input(byId).output(z.object({})),
  /** Takes it out of the bin again. */
  restore: procedure.input(byId).output(conversationSummarySchema),
  /** Deletes one of the bin for good, with its traces. Errors: conversation.notFound: it is not in the bin */
  purge: procedure.input(byId).output(z.object({})),
  /** Deletes all of the bin for good. */
  emptyBin: procedure.input(z.object({})).output(z.object({ removed: z.int().min(0) })),
  /** Every tag outside the bin, in the order of the alphabet, with the number of conversations. */
  tags: procedure
    .input(z.object({}))
    .output(z.array(z.object({ tag: tagSchema, conversations: z.int().min(1) }))),
  /** Shows another branch: the newest leaf under the given message. */
  selectBranch: procedure
    .input(byId.extend({ messageId: messageIdSchema }))
    .output(z.object({ leafId: messageIdSchema })),
};
