/**
 * Reads the line of one conversation again, instead of thousands of others with it. Runs in the page.
 */
import type { ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { withLine } from './conversation-lines.ts';
import { queryClient, queryKeys } from './queries.ts';

const queryKey = queryKeys.conversations;
/** With more on their way at once (an import, say), the whole list is cheaper. */
const mostAtOnce = 8;
let onTheirWay = 0;

/** Never rejects. Where the list itself is being read, or something goes wrong, the whole list is read again. */
export async function readLine(conversationId: ConversationId): Promise<void> {
  if (!isListAtRest() || onTheirWay >= mostAtOnce) return readAll();
  onTheirWay += 1;
  try {
    const line = await core.conversations.summary({ conversationId });
    // A list that was asked for meanwhile may be older than this line.
    if (!isListAtRest()) return await readAll();
    queryClient.setQueryData<readonly ConversationSummary[]>(
      queryKey,
      (known) => known && withLine(known, conversationId, line),
    );
  } catch {
    await readAll();
  } finally {
    onTheirWay -= 1;
  }
}

const readAll = (): Promise<void> => queryClient.invalidateQueries({ queryKey });

function isListAtRest(): boolean {
  const state = queryClient.getQueryState(queryKey);
  return state?.data !== undefined && state.fetchStatus === 'idle' && !state.isInvalidated;
}
