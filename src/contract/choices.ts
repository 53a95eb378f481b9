/**
 * Questions with answers to choose from: how probable a model finds each answer. Portable. A run over one or more models
 * belongs to the core: it goes on without a page, and a page attaches to it at any event. It is kept in memory only.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap, errorRecordSchema } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { evaluationProfileSchema } from './profile.ts';

const procedure = oc.errors(errorMap);
const count = z.int().min(0).max(10_000_000);
const place = z.int().min(0).max(25);
const logprob = z.number().max(0);

export const choiceQuestionSchema = z.object({
  question: z.string().min(1).max(20_000),
  answers: z.array(z.string().min(1).max(2_000)).min(2).max(26),
  /** Place of the right answer; null: nobody says which one is right. */
  correct: place.nullable(),
  /** A prompt that says nothing about the answers; null: that of the request. */
  neutral: z.string().max(20_000).nullable(),
});
export type ChoiceQuestion = z.infer<typeof choiceQuestionSchema>;

/** Most of questions × orders × models in one run. */
export const mostChoiceReadings = 100_000;

export const choicesRequestSchema = z.object({
  /** Asked one after the other, each once. */
  modelIds: z.array(modelIdSchema).min(1).max(16),
  questions: z.array(choiceQuestionSchema).min(1).max(5_000),
  /** `answers`: each answer in full. `letters`: the letter that it is listed under. */
  mode: z.enum(['answers', 'letters']),
  /** `raw`: the form as it is, after the model's start token. `chat`: as the turn of a person; the answer is the reply. */
  reading: z.enum(['raw', 'chat']),
  /** `{question}` and `{answers}` (one line for each: "A. Paris") are replaced. */
  form: z.string().min(1).max(2_000),
  /** Read in the place of the form for the score against a neutral prompt. Empty: without that score. */
  neutral: z.string().max(20_000),
  /** In how many orders each question's answers are listed. Without `{answers}` in the form there is one. */
  orders: z.int().min(1).max(24),
  /** Of the orders. */
  seed: z.int().min(0).max(0xffff_ffff),
});
export type ChoicesRequest = z.infer<typeof choicesRequestSchema>;

/** How probable each answer is, in the order of the question's answers. Raw, natural logarithms. */
export const choiceReadingSchema = z.object({
  /** `order[place]`: the answer that was listed at that place. */
  order: z.array(place).min(2).max(26),
  answers: z
    .array(
      z.object({
        /** Σ ln p of its tokens behind the question, in nats. */
        logprob,
        /** The same behind the neutral prompt; null: there was none, or nothing stands before the answer's first token. */
        neutralLogprob: logprob.nullable(),
        tokens: count.min(1),
        /** Greedy decoding would write exactly this. */
        isGreedy: z.boolean(),
      }),
    )
    .min(2)
    .max(26),
  /** Tokens that were read before the answers. */
  promptTokens: count,
  /** Bytes at the prompt's end that are scored with each answer, because a token spans the join: 0 normally. */
  spannedBytes: count,
});
export type ChoiceReading = z.infer<typeof choiceReadingSchema>;

const choiceRowFields = {
  modelId: modelIdSchema,
  /** Place of the question in the set. */
  question: z.int().min(0).max(4_999),
};

export const choicesEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    state: z.enum(['waiting', 'running', 'paused']),
    /** The model whose turn it is; null: none yet. */
    modelId: modelIdSchema.nullable(),
    /** Questions that are done, over all models. */
    done: count,
    total: count,
  }),
  /** One reading for each order, the given one first. */
  z.object({
    kind: z.literal('row'),
    ...choiceRowFields,
    readings: z.array(choiceReadingSchema).min(1).max(24),
  }),
  /** A question that this model cannot be asked, for example because it is longer than its context. */
  z.object({ kind: z.literal('refused'), ...choiceRowFields, error: errorRecordSchema }),
  /** The model is done. `error`: why not with all questions. `profile`: null when none was read. */
  z.object({
    kind: z.literal('model'),
    modelId: modelIdSchema,
    profile: evaluationProfileSchema.nullable(),
    error: errorRecordSchema.nullable(),
  }),
  z.object({ kind: z.literal('end'), reason: z.enum(['complete', 'cancelled']), done: count, total: count }),
]);
export type ChoicesEvent = z.infer<typeof choicesEventSchema>;

/** What stays of a run: everything but how far it is. */
export type ChoicesItem = Extract<ChoicesEvent, { kind: 'row' | 'refused' | 'model' }>;

const byId = procedure.input(z.object({ jobId: z.uuid() }));

export const choicesContract = {
  /**
   * Starts a run and ends the one that is there. Models are loaded one after the other; at the end the one that was
   * loaded before is loaded again. Errors: choices.tooMany `{ readings, most }`, app.invalidInput, model.notFound
   */
  start: procedure.input(choicesRequestSchema).output(z.object({ jobId: z.uuid() })),
  /** The newest run, for a page that was reloaded; null when there is none. */
  latest: procedure.input(z.object({})).output(choicesRequestSchema.extend({ jobId: z.uuid() }).nullable()),
  /**
   * Rows and models from the `fromItem`-th on (they are counted together, from 0), states in between, then `end`.
   * Leaving ends the reading only. Errors: choices.notFound, app.*
   */
  attach: procedure
    .input(z.object({ jobId: z.uuid(), fromItem: count }))
    .output(eventIterator(choicesEventSchema)),
  /** Frees the models until `resume`; what is read stays. Errors: choices.notFound */
  pause: byId.output(z.object({})),
  resume: byId.output(z.object({})),
  /** Ends it; what is read stays. Errors: choices.notFound */
  cancel: byId.output(z.object({})),
};
