/**
 * Conversations and their messages. Portable. Messages form a tree: editing, regenerating and branching add siblings
 * and overwrite nothing; the conversation remembers which leaf is shown.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { comparisonIdSchema, conversationIdSchema, messageIdSchema, modelIdSchema } from './ids.ts';
import { replyEndSchema } from './reply.ts';
import { generationSettingsSchema } from './sampler.ts';

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

export const conversationSummarySchema = z.object({
  id: conversationIdSchema,
  /** Empty: not named yet (the page shows the first words or "New conversation"). */
  title: titleSchema,
  isPinned: z.boolean(),
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  /** A reply of this conversation is being written now. */
  isGenerating: z.boolean(),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

/** Where a reply left another one: it has the same tokens up to `position`, then those that a person put there. */
export const forkSchema = z.object({
  /** Null: the other reply is gone. */
  sourceId: messageIdSchema.nullable(),
  /** `prompt`: it left in what the model had read before that reply. */
  target: z.enum(['reply', 'prompt']),
  position: z.int().min(0).max(10_000_000),
  /** The tokens that were put there. */
  tokenIds: z.array(z.int().min(0).max(10_000_000)).min(1).max(256),
  /** Their text. */
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

export const conversationSchema = conversationSummarySchema.omit({ isGenerating: true }).extend({
  systemPrompt: systemPromptSchema,
  settings: generationSettingsSchema,
  template: templateSchema,
  modelId: modelIdSchema.nullable(),
  /** The comparison that this is a lane of; null: a chat of its own. */
  comparisonId: comparisonIdSchema.nullable(),
  /** What the person was typing. */
  draft: messageTextSchema,
  /** The whole tree, in order of creation. Siblings are messages with the same parent. */
  messages: z.array(messageSchema),
  /** The end of the branch that is shown; null when there is no message. */
  leafId: messageIdSchema.nullable(),
});
export type Conversation = z.infer<typeof conversationSchema>;

const byId = z.object({ conversationId: conversationIdSchema });

export const conversationsContract = {
  /** All that are neither deleted nor a lane of a comparison: pinned first, then the latest. */
  list: procedure.input(z.object({})).output(z.array(conversationSummarySchema)),
  create: procedure
    .input(
      z.object({
        systemPrompt: systemPromptSchema.optional(),
        settings: generationSettingsSchema.optional(),
        modelId: modelIdSchema.nullable().optional(),
      }),
    )
    .output(conversationSchema),
  get: procedure.input(byId).output(conversationSchema),
  /** Changes what is given, leaves the rest. */
  update: procedure
    .input(
      byId.extend({
        title: titleSchema.optional(),
        isPinned: z.boolean().optional(),
        systemPrompt: systemPromptSchema.optional(),
        settings: generationSettingsSchema.optional(),
        template: templateSchema.optional(),
        modelId: modelIdSchema.nullable().optional(),
        draft: messageTextSchema.optional(),
      }),
    )
    .output(conversationSummarySchema),
  /** Moves it to the bin. A reply that is being written is stopped. */
  delete: procedure.input(byId).output(z.object({})),
  /** Takes it out of the bin again. */
  restore: procedure.input(byId).output(conversationSummarySchema),
  /** Shows another branch: the newest leaf under the given message. */
  selectBranch: procedure
    .input(byId.extend({ messageId: messageIdSchema }))
    .output(z.object({ leafId: messageIdSchema })),
};
