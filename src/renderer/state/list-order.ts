/**
 * The order of the list of conversations: pinned, then folder by folder, then by day. Portable, pure.
 */
import type { ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { FolderId } from '#contract/ids.ts';

export type ListParts = {
  readonly pinned: readonly ConversationSummary[];
  /** Every folder, also an empty one, with those that are not pinned. */
  readonly folders: readonly {
    readonly folder: Folder;
    readonly conversations: readonly ConversationSummary[];
  }[];
  readonly others: readonly ConversationSummary[];
};

/** Parts of a list that is already in order (pinned, then the latest). */
export function partsOf(
  conversations: readonly ConversationSummary[],
  folders: readonly Folder[],
): ListParts {
  const inside = new Map<FolderId, ConversationSummary[]>(folders.map(({ id }) => [id, []]));
  const pinned: ConversationSummary[] = [];
  const others: ConversationSummary[] = [];
  for (const conversation of conversations) {
    const folder = conversation.folderId === null ? undefined : inside.get(conversation.folderId);
    (conversation.isPinned ? pinned : (folder ?? others)).push(conversation);
  }
  return {
    pinned,
    folders: folders.map((folder) => ({ folder, conversations: inside.get(folder.id) ?? [] })),
    others,
  };
}

/** As they stand below each other, without those in collapsed folders. */
export function shownInOrder(
  conversations: readonly ConversationSummary[],
  folders: readonly Folder[],
): ConversationSummary[] {
  const parts = partsOf(conversations, folders);
  const open = parts.folders.filter(({ folder }) => !folder.isCollapsed);
  return [...parts.pinned, ...open.flatMap((part) => part.conversations), ...parts.others];
}
