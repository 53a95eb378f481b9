import { expect, test } from 'vitest';
import { conversationIdSchema } from '#contract/ids.ts';
import type { ConversationSummary } from '#contract/conversations.ts';
import { createFormat } from '../../i18n/format.ts';
import { groupConversations } from './group-conversations.ts';

const now = new Date(2026, 10, 23, 9).getTime();
const day = 86_400_000;

function summary(index: number, daysAgo: number, isPinned = false): ConversationSummary {
  const id = conversationIdSchema.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
  const updatedAtMs = now - daysAgo * day;
  return {
    id,
    title: `c${index}`,
    titleBy: 'person',
    isPinned,
    isArchived: false,
    folderId: null,
    tags: [],
    createdAtMs: updatedAtMs,
    updatedAtMs,
    isGenerating: false,
  };
}

test('pinned conversations come first, the others under their day, without empty groups', () => {
  const list = [summary(1, 40, true), summary(2, 0), summary(3, 0), summary(4, 1), summary(5, 60)];
  const groups = groupConversations(list, createFormat('en'), now);
  expect(groups.map(({ key, conversations }) => [key, conversations.map(({ title }) => title)])).toEqual([
    ['pinned', ['c1']],
    ['today', ['c2', 'c3']],
    ['yesterday', ['c4']],
    ['September 2026', ['c5']],
  ]);
});
