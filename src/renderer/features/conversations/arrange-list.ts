/**
 * The sections of the list, with as many rows as are to be drawn. Portable, pure.
 */
import type { ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { DayGroup, Format } from '../../i18n/format.ts';
import { partsOf } from '../../state/list-order.ts';

type Rows = { readonly key: string; readonly conversations: readonly ConversationSummary[] };
export type FolderSection = Rows & {
  readonly kind: 'folder';
  readonly folder: Folder;
  /** Also of those that are not drawn. */
  readonly count: number;
};
export type ListSection =
  | FolderSection
  | (Rows & { readonly kind: 'pinned' })
  | (Rows & { readonly kind: 'day'; readonly day: DayGroup });

export type ArrangedList = {
  readonly sections: readonly ListSection[];
  /** There are more rows than were asked for. */
  readonly hasMore: boolean;
};

type Wishes = {
  readonly rowCount: number;
  readonly nowMs: number;
  /** Folders without a row are left out: somebody looks for something. */
  readonly isFiltered: boolean;
};

/** @param conversations in order: pinned, then the latest */
export function arrangeList(
  conversations: readonly ConversationSummary[],
  folders: readonly Folder[],
  format: Format,
  { rowCount, nowMs, isFiltered }: Wishes,
): ArrangedList {
  const parts = partsOf(conversations, folders);
  let left = rowCount;
  const take = (list: readonly ConversationSummary[]): readonly ConversationSummary[] => {
    const taken = list.slice(0, Math.max(0, left));
    left -= list.length;
    return taken;
  };
  const sections: ListSection[] = [];
  const pinned = take(parts.pinned);
  if (pinned.length > 0) sections.push({ kind: 'pinned', key: 'pinned', conversations: pinned });
  for (const part of parts.folders) {
    const { folder } = part;
    const count = part.conversations.length;
    if (isFiltered && count === 0) continue;
    const shown = folder.isCollapsed && !isFiltered ? [] : take(part.conversations);
    sections.push({ kind: 'folder', key: folder.id, folder, count, conversations: shown });
  }
  return { sections: [...sections, ...byDay(take(parts.others), format, nowMs)], hasMore: left < 0 };
}

/** Groups a list that begins with the latest; days without a conversation are left out. */
function byDay(conversations: readonly ConversationSummary[], format: Format, nowMs: number): ListSection[] {
  const days = new Map<string, { day: DayGroup; conversations: ConversationSummary[] }>();
  for (const conversation of conversations) {
    const day = format.dayGroup(conversation.updatedAtMs, nowMs);
    const key = day.kind === 'month' ? day.label : day.kind;
    const group = days.get(key) ?? { day, conversations: [] };
    group.conversations.push(conversation);
    days.set(key, group);
  }
  return [...days].map(([key, group]) => ({ kind: 'day', key, ...group }));
}
