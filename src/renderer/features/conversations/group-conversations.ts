/**
 * The order of the sidebar: pinned first, then by day. Portable, pure.
 */
import type { ConversationSummary } from '#contract/conversations.ts';
import type { DayGroup, Format } from '../../i18n/format.ts';

export type ConversationGroup = {
  readonly key: string;
  readonly day: DayGroup | { readonly kind: 'pinned' };
  readonly conversations: readonly ConversationSummary[];
};

/** Groups a list that is already in order (pinned, then the latest); empty groups are left out. */
export function groupConversations(
  conversations: readonly ConversationSummary[],
  format: Format,
  nowMs: number,
): ConversationGroup[] {
  const groups = new Map<string, { day: ConversationGroup['day']; conversations: ConversationSummary[] }>();
  for (const conversation of conversations) {
    const day = conversation.isPinned
      ? ({ kind: 'pinned' } as const)
      : format.dayGroup(conversation.updatedAtMs, nowMs);
    const key = day.kind === 'month' ? day.label : day.kind;
    const group = groups.get(key) ?? { day, conversations: [] };
    group.conversations.push(conversation);
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
