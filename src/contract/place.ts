/**
 * A place in a text: where a next token may stand, given by what stands before it. Portable. A page names places in
 * stored texts by their position; only the core turns them into token ids.
 */
import { z } from 'zod';
import { messageIdSchema, modelIdSchema } from './ids.ts';

const position = z.int().min(0).max(10_000_000);

/** Where the reply's token at `position` stands (0: the first); the number of its tokens: what would come next. */
const replyPlace = z.object({ kind: z.literal('reply'), messageId: messageIdSchema, position });
/** Where the token at `position` (1 or more) of the prompt of that reply stands. */
const promptPlace = z.object({
  kind: z.literal('prompt'),
  messageId: messageIdSchema,
  position: position.min(1),
});

/** A place in a stored text: where a branch can leave. */
export const branchPlaceSchema = z.discriminatedUnion('kind', [replyPlace, promptPlace]);
export type BranchPlace = z.infer<typeof branchPlaceSchema>;

export const placeSchema = z.discriminatedUnion('kind', [
  replyPlace,
  promptPlace,
  /** Behind these tokens. */
  z.object({
    kind: z.literal('tokens'),
    modelId: modelIdSchema,
    tokenIds: z.array(position).min(1).max(1_000_000),
  }),
]);
export type Place = z.infer<typeof placeSchema>;
