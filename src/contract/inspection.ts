/**
 * Questions about one place in a text that need the model again: the distribution there, exactly. Portable. What was
 * captured while generating is in traces.ts; whatever comes from here is recomputed and carries its own profile.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { probeEventSchema, probeRequestSchema } from './engine.ts';
import { errorMap } from './errors.ts';
import { placeSchema } from './place.ts';
import { evaluationProfileSchema } from './profile.ts';
import { generationSettingsSchema } from './sampler.ts';

const procedure = oc.errors(errorMap);

export const sampleEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('continuation'),
    seed: z.int().min(0).max(0xffff_ffff),
    tokenIds: z.array(z.int().min(0).max(10_000_000)).max(64),
    /** ln of the raw probability of all its tokens together, in nats. */
    logprob: z.number().max(0),
    /** The model ended there by itself. */
    isEnded: z.boolean(),
  }),
  z.object({ kind: z.literal('end') }),
]);
export type SampleEvent = z.infer<typeof sampleEventSchema>;

export const continuationSchema = z.object({
  tokens: z.array(
    z.object({
      tokenId: z.int().min(0).max(10_000_000),
      /** ln p, raw, in nats. */
      logprob: z.number().max(0),
      /** Among the whole vocabulary, from 1. */
      rank: z.int().min(1),
    }),
  ),
  profile: evaluationProfileSchema,
});
export type Continuation = z.infer<typeof continuationSchema>;

export const inspectionContract = {
  /**
   * The raw distribution at a place, with the model of that text (loading it if needed): progress, then `result` as the
   * last event; aborting ends it. Evaluates only what the model's cache lacks.
   * Errors: trace.notFound, model.*, engine.*, generation.contextFull, app.invalidInput.
   */
  probe: procedure
    .input(
      probeRequestSchema.pick({ topN: true, isExact: true, wanted: true }).extend({ place: placeSchema }),
    )
    .output(eventIterator(probeEventSchema)),
  /**
   * Several short continuations drawn from a place with different seeds, one after the other. The last event is `end`;
   * aborting ends it. Errors: as probe.
   */
  sample: procedure
    .input(
      z.object({
        place: placeSchema,
        /** Null: the settings that the reply of that place was written with (of no reply: neutral). */
        settings: generationSettingsSchema.nullable(),
        count: z.int().min(1).max(20),
        maxTokens: z.int().min(1).max(64),
        /** Of the first one; the next ones follow. */
        seed: z.int().min(0).max(0xffff_ffff),
      }),
    )
    .output(eventIterator(sampleEventSchema)),
  /**
   * How probable given tokens were at a place, one after the other, each behind those before it.
   * Errors: as probe.
   */
  continuation: procedure
    .input(z.object({ place: placeSchema, tokenIds: z.array(z.int().min(0).max(10_000_000)).min(1).max(64) }))
    .output(continuationSchema),
};
