/**
 * Sorting conversations, each change with a way back in its message: archive, move, folders. Runs in the page.
 */
import { useTranslation } from 'react-i18next';
import type { Conversation, ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { FolderId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { attempt, attemptChange, updateConversation } from './actions.ts';
import { shownInOrder } from './list-order.ts';
import { showList, useListView } from './list-view.ts';
import { openConversation } from './open-conversation.ts';
import { queryClient, queryKeys } from './queries.ts';
import { readLine } from './read-line.ts';
import { showToast } from './toasts.ts';
import { useView } from './view.ts';

/** What has to be known of a conversation to sort it. */
export type Sortable = Pick<ConversationSummary, 'id' | 'title' | 'isPinned' | 'isArchived' | 'folderId'>;

export type Organise = {
  /** Into the archive, or out of it. The neighbour opens where the open one leaves the list. */
  readonly archive: (conversation: Sortable) => Promise<void>;
  readonly pin: (conversation: Pick<Sortable, 'id' | 'isPinned'>) => void;
  readonly move: (conversation: Sortable, folderId: FolderId | null) => Promise<void>;
  readonly deleteFolder: (folder: Pick<Folder, 'id' | 'name'>) => Promise<void>;
  /** Makes one, and lets its name be typed in the list. */
  readonly newFolder: () => Promise<void>;
};

export function useOrganise(): Organise {
  const { t } = useTranslation(['organise', 'conversations', 'common']);
  const named = ({ title }: Pick<Sortable, 'title'>): string => title || t('conversations:untitled');
  const undo = (run: () => unknown): { label: string; run: () => void } => ({
    label: t('common:undo'),
    run: () => void run(),
  });
  return {
    archive: async (conversation) => {
      const { id, isArchived } = conversation;
      const next = isArchived ? null : neighbourOf(conversation);
      if (!(await updateConversation(id, { isArchived: !isArchived }))) return;
      if (!isArchived && useView.getState().conversationId === id) {
        await readLine(id);
        openConversation(next);
      }
      showToast(
        t(isArchived ? 'organise:unarchived' : 'organise:archived', { title: named(conversation) }),
        undo(() => updateConversation(id, { isArchived })),
      );
    },
    pin: ({ id, isPinned }) => void updateConversation(id, { isPinned: !isPinned }),
    move: async (conversation, folderId) => {
      const { id, folderId: before } = conversation;
      if (folderId === before || !(await updateConversation(id, { folderId }))) return;
      const folder = queryClient
        .getQueryData<Folder[]>(queryKeys.folders)
        ?.find((each) => each.id === folderId);
      const title = named(conversation);
      showToast(
        folder ? t('organise:moved', { title, folder: folder.name }) : t('organise:movedOut', { title }),
        undo(() => updateConversation(id, { folderId: before })),
      );
    },
    deleteFolder: async ({ id: folderId, name }) => {
      if (!(await attemptChange(queryKeys.lists, () => core.folders.delete({ folderId })))) return;
      showToast(
        t('organise:folderDeleted', { name }),
        undo(() => attempt(() => core.folders.restore({ folderId }))),
      );
    },
    newFolder: async () => {
      const folder = await attempt(() => core.folders.create({ name: t('organise:newFolder') }));
      if (!folder) return;
      await queryClient.invalidateQueries({ queryKey: queryKeys.folders });
      showList('all');
      useListView.setState({ renamedFolderId: folder.id });
    },
  };
}

/** The one that stands below, else above. */
function neighbourOf({ id }: Pick<Conversation, 'id'>): Conversation['id'] | null {
  const list = shownInOrder(
    queryClient.getQueryData<ConversationSummary[]>(queryKeys.conversations) ?? [],
    queryClient.getQueryData<Folder[]>(queryKeys.folders) ?? [],
  );
  const index = list.findIndex((each) => each.id === id);
  const rest = list.filter((each) => each.id !== id);
  return (rest[Math.max(0, index)] ?? rest.at(-1))?.id ?? null;
}

/** Changes a folder, on screen at once. */
export async function updateFolder(folderId: FolderId, change: Partial<Omit<Folder, 'id'>>): Promise<void> {
  const queryKey = queryKeys.folders;
  // What is being read was asked before this change, and would undo it on screen.
  await queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Folder[]>(queryKey, (known) =>
    known?.map((folder) => (folder.id === folderId ? { ...folder, ...change } : folder)),
  );
  const folder = await attempt(() => core.folders.update({ folderId, ...change }));
  if (!folder) await queryClient.invalidateQueries({ queryKey });
}
