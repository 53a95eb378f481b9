/**
 * Grids: the same prompts, and variants of them, for several models, sampler settings and seeds. Portable. A grid is
 * stored cell by cell and belongs to the core: it goes on without a page and after a restart. A page attaches to it at
 * any time.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { promptEditIds } from '#probability/grids/prompt-edits.ts';
import { errorMap, errorRecordSchema } from './errors.ts';
import { gridIdSchema, modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';
import { finishReasonSchema } from './reply.ts';
import { samplerSettingsSchema } from './sampler.ts';

const procedure = oc.errors(errorMap);
const timestampMs = z.int().min(0).max(1e14);
const tokens = z.int().min(0).max(10_000_000);

export const mostGridPrompts = 500;
/** Most of prompts × columns. */
export const mostGridCells = 2_000;
const place = z
  .int()
  .min(0)
  .max(mostGridPrompts - 1);
const cellCount = z.int().min(0).max(mostGridCells);

export const gridPromptSchema = z.object({
  text: z.string().min(1).max(20_000),
  /** What it was made by: a fixed edit, or a person who wrote the same in another language. Null: it is none of these. */
  edit: z.enum([...promptEditIds, 'otherLanguage']).nullable(),
  /** Place of the prompt that it is a variant of; null: of none. */
  variantOf: place.nullable(),
});
export type GridPrompt = z.infer<typeof gridPromptSchema>;

export const gridSettingSchema = z.object({
  /** The preset that it was when the grid was made; `own`: set by a person. */
  name: z.enum(['greedy', 'precise', 'balanced', 'creative', 'neutral', 'own']),
  sampler: samplerSettingsSchema,
});
export type GridSetting = z.infer<typeof gridSettingSchema>;

/** `raw`: the prompt as it is, after the model's start token. `chat`: as the turn of a person, in the model's template. */
const reading = z.enum(['raw', 'chat']);

/** What a cell is about. Only replies are drawn, so only they have settings and seeds. */
export const gridTaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    reading,
    settings: z.array(gridSettingSchema).min(1).max(5),
    seeds: z.array(z.int().min(0).max(0xffff_ffff)).min(1).max(20),
    maxTokens: z.int().min(1).max(1_024),
  }),
  /** How probable a given text is behind the prompt. */
  z.object({ kind: z.literal('target'), reading, target: z.string().min(1).max(2_000) }),
  /** The prompt itself is scored, as a raw text. */
  z.object({ kind: z.literal('bitsPerByte') }),
]);
export type GridTask = z.infer<typeof gridTaskSchema>;

export const gridRequestSchema = z.object({
  prompts: z.array(gridPromptSchema).min(1).max(mostGridPrompts),
  /** Filled one after the other, each once. */
  modelIds: z.array(modelIdSchema).min(1).max(16),
  task: gridTaskSchema,
});
export type GridRequest = z.infer<typeof gridRequestSchema>;

const profile = evaluationProfileSchema;

export const gridResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    text: z.string().max(1_000_000),
    tokens: z.int().min(0).max(1_024),
    reason: finishReasonSchema.exclude(['stopped', 'interrupted', 'stopString']),
    promptTokens: tokens,
    profile,
  }),
  z.object({
    kind: z.literal('target'),
    /** Σ ln p of the target's tokens behind the prompt, raw, in nats. */
    logprob: z.number().max(0),
    tokens: tokens.min(1),
    /** Greedy decoding would write exactly this. */
    isGreedy: z.boolean(),
    /** Tokens that were read before the target. */
    promptTokens: tokens,
    /** Bytes at the prompt's end that are scored with the target, because a token spans the join: 0 normally. */
    spannedBytes: tokens,
    profile,
  }),
  z.object({
    kind: z.literal('bitsPerByte'),
    /** −Σ log₂ p over the scored tokens, by their bytes; null when none is scored (one token without a start mark). */
    bitsPerByte: z.number().min(0).nullable(),
    scoredTokens: tokens,
    scoredBytes: tokens,
    profile,
  }),
  z.object({ kind: z.literal('failed'), error: errorRecordSchema }),
]);
export type GridResult = z.infer<typeof gridResultSchema>;

/** Cells are numbered column by column, see probability/grids/grid-layout.ts. */
export const gridCellSchema = z.object({
  cell: z
    .int()
    .min(0)
    .max(mostGridCells - 1),
  /** Null: not filled yet, or to be filled again. */
  result: gridResultSchema.nullable(),
});
export type GridCell = z.infer<typeof gridCellSchema>;

/** `waiting`: another grid comes first. `cancelled`: for good. `complete`: no cell is open; some may have failed. */
export const gridStateSchema = z.enum(['waiting', 'running', 'paused', 'cancelled', 'complete']);
export type GridState = z.infer<typeof gridStateSchema>;

const progress = {
  state: gridStateSchema,
  /** Cells with a result, failed ones included. */
  done: cellCount,
  failed: cellCount,
  total: cellCount,
};

export const gridSummarySchema = z.object({
  id: gridIdSchema,
  kind: z.enum(['reply', 'target', 'bitsPerByte']),
  firstPrompt: z.string().max(200),
  prompts: z.int().min(1).max(mostGridPrompts),
  models: z.int().min(1).max(16),
  createdAtMs: timestampMs,
  /** When it was last started, paused or ended. */
  updatedAtMs: timestampMs,
  ...progress,
});
export type GridSummary = z.infer<typeof gridSummarySchema>;

export const gridSchema = z.object({
  id: gridIdSchema,
  request: gridRequestSchema,
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  ...progress,
});
export type Grid = z.infer<typeof gridSchema>;

export const gridEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    ...progress,
    /** The model whose cells are being filled; null: none. */
    modelId: modelIdSchema.nullable(),
  }),
  z.object({ kind: z.literal('cells'), cells: z.array(gridCellSchema).min(1).max(50) }),
]);
export type GridEvent = z.infer<typeof gridEventSchema>;

const byId = procedure.input(z.object({ gridId: gridIdSchema }));

export const gridsContract = {
  /** All that are not deleted, the latest first. */
  list: procedure.input(z.object({})).output(z.array(gridSummarySchema)),
  /**
   * Puts a grid on disk and begins to fill it, behind those that run already. Models are loaded one after the other; at
   * the end the one that was loaded before is loaded again. Errors: grid.tooMany `{ cells, most }`, app.invalidInput,
   * model.notFound
   */
  create: procedure.input(gridRequestSchema).output(z.object({ gridId: gridIdSchema })),
  /** Errors of this and what follows: grid.notFound. */
  get: byId.output(gridSchema),
  /**
   * The cells that have a result, then states and cells as they change, without an end of its own: a grid can be taken
   * up again. Leaving ends the reading only.
   */
  attach: byId.output(eventIterator(gridEventSchema)),
  /** Frees the models until `resume`; the cell that is being filled begins anew then. */
  pause: byId.output(z.object({})),
  /** Goes on. Failed cells of a complete grid are tried again. One that was cancelled stays so. */
  resume: byId.output(z.object({})),
  /** Ends it for good; what is filled stays. */
  cancel: byId.output(z.object({})),
  /** Moves it to the bin; what is being filled is stopped. */
  delete: byId.output(z.object({})),
  /** Takes it out of the bin again; one that was running goes on. */
  restore: byId.output(z.object({})),
};
