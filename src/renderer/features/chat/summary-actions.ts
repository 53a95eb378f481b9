/**
 * What a person does with the summary of the oldest messages. Runs in the page. A failure is shown as a toast and changes nothing.
 */
import type { ConversationId, SummaryId } from '#contract/ids.ts';
import type { SummaryProgress } from '#contract/summaries.ts';
import { core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';

type Named = { readonly conversationId: ConversationId; readonly summaryId: SummaryId };

const readAgain = (conversationId: ConversationId): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: queryKeys.conversation(conversationId) });

/** True: it is kept. */
export async function editSummary(named: Named, text: string): Promise<boolean> {
  const edited = await attempt(() => core.summaries.edit({ ...named, text }));
  if (edited) await readAgain(named.conversationId);
  return edited !== undefined;
}

/** The messages themselves are read again; `words` offer to take that back. */
export async function dropSummary(
  named: Named,
  words: { readonly text: string; readonly undo: string },
): Promise<void> {
  const dropped = await attempt(() => core.summaries.drop(named));
  if (!dropped) return;
  await readAgain(named.conversationId);
  const undo = async (): Promise<void> => {
    if (await attempt(() => core.summaries.restore(named))) await readAgain(named.conversationId);
  };
  showToast(words.text, { label: words.undo, run: () => void undo() });
}

/** Until it is written, or `signal` ends it and the old one stays. */
export async function rewriteSummary(
  named: Named,
  signal: AbortSignal,
  onProgress: (progress: SummaryProgress) => void,
): Promise<void> {
  const run = async (): Promise<void> => {
    try {
      for await (const event of await core.summaries.rewrite(named, { signal }))
        if (event.kind === 'summary') onProgress(event);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
  await attempt(run);
  await readAgain(named.conversationId);
}
