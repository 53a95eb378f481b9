/**
 * Takes the place of a token to another instrument, with exactly the tokens that stand before it. Page.
 */
import type { ModelId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { Conversation } from '#contract/conversations.ts';
import { core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { openInstrument } from '../../state/instruments.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { shownConversationId, useView } from '../../state/view.ts';

/** `trace`: of the text that the place is in, reply or prompt. */
export async function openAtPlace(
  instrument: 'nextToken' | 'tree',
  place: BranchPlace,
  modelId: ModelId,
  trace: TokenTrace,
): Promise<void> {
  const before = Array.from({ length: place.position }, (_, position) => trace.tokenId(position));
  const tokenIds = place.kind === 'prompt' ? before : await behindPrompt(place, before);
  if (!tokenIds) return;
  if (instrument === 'nextToken') return openInstrument('nextToken', { modelId, tokenIds });
  const conversationId = shownConversationId(useView.getState());
  const open = queryClient.getQueryData<Conversation>(queryKeys.conversation(conversationId));
  const isOpen = open?.messages.some(({ id }) => id === place.messageId) ?? false;
  return openInstrument('tree', {
    modelId,
    tokenIds,
    ...(open && isOpen ? { branch: { conversationId: open.id, place } } : {}),
  });
}

async function behindPrompt(
  { messageId }: BranchPlace,
  replyIds: readonly number[],
): Promise<readonly number[] | undefined> {
  const prompt = await attempt(() => core.traces.prompt({ messageId }));
  return prompt && [...prompt.tokenIds, ...replyIds];
}
