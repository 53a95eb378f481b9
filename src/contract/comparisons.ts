/**
 * Comparisons: the same prompts for several models side by side. Portable. Each lane is a conversation of its own, with
 * its model, template, system prompt and settings, so its messages, traces and branches are read like those of any other
 * one. A run belongs to the core: it goes on without a page and after a restart.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { messageTextSchema, systemPromptSchema, templateSchema, titleSchema } from './conversations.ts';
import { errorMap, errorRecordSchema } from './errors.ts';
import { comparisonIdSchema, conversationIdSchema, messageIdSchema, modelIdSchema } from './ids.ts';
import { generationSettingsSchema } from './sampler.ts';

const procedure = oc.errors(errorMap);
const timestampMs = z.int().min(0).max(1e14);

export const mostLanes = 6;
export const mostTurns = 1_000;
/** Of the first prompt, as lists show it. */
const excerptSchema = z.string().max(200);

/**
 * Why a lane is not at work yet. `turn`: another lane writes with the same model; `memory`: the models of all lanes do not
 * fit at once; `cores`: there are fewer free cores than models; `comparison`: another comparison comes first.
 */
export const waitReasonSchema = z.enum(['turn', 'memory', 'cores', 'comparison']);
export type WaitReason = z.infer<typeof waitReasonSchema>;

export const laneStateSchema = z.discriminatedUnion('kind', [
  /** Every prompt is answered. */
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('waiting'), reason: waitReasonSchema }),
  /** Its model is being loaded. */
  z.object({ kind: z.literal('loading') }),
  z.object({ kind: z.literal('writing'), replyId: messageIdSchema }),
  /** A person stopped it before every prompt was answered. */
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('failed'), error: errorRecordSchema }),
]);
export type LaneState = z.infer<typeof laneStateSchema>;

export const laneSchema = z.object({
  /** The lane is this conversation. */
  conversationId: conversationIdSchema,
  state: laneStateSchema,
  /** How many of the comparison's prompts are answered. */
  turnsDone: z.int().min(0).max(mostTurns),
});

export const comparisonSummarySchema = z.object({
  id: comparisonIdSchema,
  /** Empty: not named (the page shows the first prompt). */
  title: titleSchema,
  firstPrompt: excerptSchema,
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  lanes: z.int().min(0).max(mostLanes),
  /** A lane waits, loads or writes. */
  isRunning: z.boolean(),
});
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

export const comparisonSchema = comparisonSummarySchema.omit({ lanes: true, firstPrompt: true }).extend({
  /** What was typed and not sent yet. */
  draft: messageTextSchema,
  /** The prompts, in order; every lane gets all of them. */
  turns: z.array(messageTextSchema).max(mostTurns),
  /** From left to right. */
  lanes: z.array(laneSchema).max(mostLanes),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** What a lane begins with; all of it can be changed later, as in any conversation (`conversations.update`). */
export const newLaneSchema = z.object({
  modelId: modelIdSchema,
  template: templateSchema,
  systemPrompt: systemPromptSchema,
  settings: generationSettingsSchema,
});
export type NewLane = z.infer<typeof newLaneSchema>;

const byId = z.object({ comparisonId: comparisonIdSchema });
const byLane = byId.extend({ conversationId: conversationIdSchema });

export const comparisonsContract = {
  /** All that are not deleted, the latest first. */
  list: procedure.input(z.object({})).output(z.array(comparisonSummarySchema)),
  create: procedure
    .input(z.object({ lanes: z.array(newLaneSchema).min(2).max(mostLanes) }))
    .output(comparisonSchema),
  /** Errors of this and what follows: comparison.notFound. */
  get: procedure.input(byId).output(comparisonSchema),
  /** Changes what is given, leaves the rest. */
  update: procedure
    .input(byId.extend({ title: titleSchema.optional(), draft: messageTextSchema.optional() }))
    .output(z.object({})),
  /** Moves it to the bin with its lanes; what is being written is stopped. */
  delete: procedure.input(byId).output(z.object({})),
  /** Takes it and the lanes that went with it out of the bin again. */
  restore: procedure.input(byId).output(z.object({})),
  /**
   * Puts a lane behind the others; it answers all earlier prompts first. Errors: comparison.full.
   */
  addLane: procedure.input(byId.extend({ lane: newLaneSchema })).output(comparisonSchema),
  /** Moves a lane's conversation to the bin. `conversations.restore` takes it out again. Errors: comparison.laneNotFound. */
  removeLane: procedure.input(byLane).output(comparisonSchema),
  /** Puts a lane at a place, 0 being the first; the others make room. Errors: comparison.laneNotFound. */
  moveLane: procedure
    .input(
      byLane.extend({
        to: z
          .int()
          .min(0)
          .max(mostLanes - 1),
      }),
    )
    .output(comparisonSchema),
  /**
   * Gives every lane another prompt; it is on disk when this answers. Lanes that stopped or failed try again. Models that
   * fit into memory together run at once, the others one after another. Errors: comparison.full.
   */
  send: procedure.input(byId.extend({ text: messageTextSchema.min(1) })).output(comparisonSchema),
  /** Stops one lane, or all: what waits does not start, what is written ends as `stopped`. */
  stop: procedure
    .input(byId.extend({ conversationId: conversationIdSchema.nullable() }))
    .output(z.object({})),
  /** A lane that stopped or failed goes on where it was. Errors: comparison.laneNotFound. */
  resume: procedure.input(byLane).output(comparisonSchema),
  /** Copies what a lane shows, traces included, into a conversation of its own. Errors: comparison.laneNotFound. */
  takeOut: procedure.input(byLane).output(z.object({ conversationId: conversationIdSchema })),
};
