/**
 * What a person wrote as the beginning of a reply, as tokens. Runs in the core. Loads the model where it has to: which tokens
 * the reply begins with is on disk with it, so that going on after a failure begins with them still. Stores nothing.
 */
import { type Fork, forkSchema } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import { usableModelOf } from './find-conversation.ts';
import type { GenerationContext } from './generation-context.ts';
import { withLivingEngine } from './living-engine.ts';

/**
 * The text is cut as content: the name of a special token in it stays plain text. It stands by itself behind the prompt, so no
 * token reaches from one into the other.
 * @returns null: nothing is to stand there
 * @throws app.invalidInput {field}: too many tokens, or tokens are given as well; model.*, engine.*
 */
export async function prepareBeginning(
  context: GenerationContext,
  conversation: ConversationRecord,
  { beginning, forcedIds }: { readonly beginning?: string | undefined; readonly forcedIds?: unknown },
): Promise<Fork | null> {
  if (beginning === undefined) return null;
  if (forcedIds !== undefined) throw new PrismeError('app.invalidInput', { field: 'forcedIds' });
  const { id } = usableModelOf(context, conversation);
  const tokenIds = await withLivingEngine(context.library, id, (engine) => engine.tokenize(beginning));
  const fork = { sourceId: null, target: 'start', position: 0, tokenIds, text: beginning, logprob: null };
  const parsed = forkSchema.safeParse(fork);
  if (!parsed.success) throw new PrismeError('app.invalidInput', { field: 'beginning' });
  return parsed.data;
}
