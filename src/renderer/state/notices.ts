/**
 * Keeps what the page has read up to date: listens to the core's notices for as long as the page lives, and reads
 * everything again after a lost connection. Runs in the page.
 */
import type { AppStatus, Notice } from '#contract/app.ts';
import { connection, core } from '../client.ts';
import { putModel } from './actions.ts';
import { ownSettings } from './own-changes.ts';
import { queryClient, queryKeys } from './queries.ts';
import { readLine } from './read-line.ts';

/** What the page has read follows. */
export function applyNotice(notice: Notice): void {
  switch (notice.kind) {
    case 'conversationChanged':
      void readLine(notice.conversationId);
      void queryClient.invalidateQueries({ queryKey: queryKeys.conversation(notice.conversationId) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.lists });
      return;
    case 'listsChanged':
      void queryClient.invalidateQueries({ queryKey: queryKeys.lists });
      void queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
      return;
    case 'promptsChanged':
      void queryClient.invalidateQueries({ queryKey: queryKeys.prompts });
      return;
    case 'comparisonChanged':
      void queryClient.invalidateQueries({ queryKey: queryKeys.comparisons });
      void queryClient.invalidateQueries({ queryKey: queryKeys.comparison(notice.comparisonId) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.votes });
      return;
    case 'gridChanged':
      void queryClient.invalidateQueries({ queryKey: queryKeys.grids });
      return;
    case 'modelChanged':
      putModel(notice.model);
      if (!('fraction' in notice.model.state))
        void queryClient.invalidateQueries({ queryKey: queryKeys.modelMemory });
      return;
    case 'modelListChanged':
      void queryClient.invalidateQueries({ queryKey: queryKeys.models });
      void queryClient.invalidateQueries({ queryKey: queryKeys.modelFiles });
      return;
    case 'downloadsChanged':
      queryClient.setQueryData(queryKeys.downloads, notice.downloads);
      return;
    case 'settingsChanged':
      queryClient.setQueryData(queryKeys.settings, ownSettings.over('app', notice.settings));
      void queryClient.invalidateQueries({ queryKey: queryKeys.modelMemory });
      return;
    case 'startupChanged':
      queryClient.setQueryData<AppStatus>(
        queryKeys.status,
        (known) => known && { ...known, startup: notice.startup },
      );
  }
}

async function listen(): Promise<void> {
  try {
    for await (const notice of await core.app.notices({})) applyNotice(notice);
  } catch {
    // The connection ended; the next one starts another listener.
  }
}

/** Listens from now on, once for each connection. */
export function followNotices(): void {
  let seenEpoch = 0;
  const onConnection = (): void => {
    const { status, epoch } = connection.get();
    if (status !== 'open' || epoch === seenEpoch) return;
    const isAgain = seenEpoch > 0;
    seenEpoch = epoch;
    void listen();
    // Notices of the time without connection are lost: read everything again.
    if (isAgain) void queryClient.invalidateQueries();
  };
  connection.subscribe(onConnection);
  onConnection();
}
