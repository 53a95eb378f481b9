/**
 * Texts under a model's tokeniser. Portable. Which bytes and type each id stands for is in the vocabulary
 * (models.vocabulary).
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { modelIdSchema } from './ids.ts';
import { promptSchema } from './prompt.ts';

const procedure = oc.errors(errorMap);
const text = z.string().max(4_000_000);
const tokenIds = z.array(z.int().min(0).max(10_000_000)).max(10_000_000);

/** A text as a model would read it: as it is after the start token, or as the turns of a chat. */
export const readingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('raw'), text }),
  z.object({
    kind: z.literal('chat'),
    system: z.string().max(100_000),
    user: text,
    /** The beginning of the reply; empty: the place where the reply begins. */
    reply: text,
  }),
]);
export type Reading = z.infer<typeof readingSchema>;

export const tokenizerContract = {
  /** The ids of a text as content: special tokens in it stay plain text. Loads the model if needed. Errors: model.*, engine.* */
  cut: procedure.input(z.object({ modelId: modelIdSchema, text })).output(z.object({ tokenIds })),
  /** The exact ids that the model would read. Loads the model if needed. Errors: model.*, engine.* */
  render: procedure.input(z.object({ modelId: modelIdSchema, reading: readingSchema })).output(promptSchema),
};
