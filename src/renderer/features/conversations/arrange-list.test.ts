import { expect, test } from 'vitest';
import type { ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import { conversationIdSchema, folderIdSchema } from '#contract/ids.ts';
import { createFormat } from '../../i18n/format.ts';
import { shownInOrder } from '../../state/list-order.ts';
import { arrangeList } from './arrange-list.ts';

const nowMs = new Date(2026, 10, 23, 9).getTime();
const day = 86_400_000;
const uuid = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

function summary(
  index: number,
  daysAgo: number,
  given: Partial<ConversationSummary> = {},
): ConversationSummary {
  const updatedAtMs = nowMs - daysAgo * day;
  return {
    id: conversationIdSchema.parse(uuid(index)),
    title: `c${index}`,
    titleBy: 'person',
    isPinned: false,
    isArchived: false,
    folderId: null,
    tags: [],
    createdAtMs: updatedAtMs,
    updatedAtMs,
    isGenerating: false,
    isTitling: false,
    ...given,
  };
}

const folder = (index: number, isCollapsed = false): Folder => ({
  id: folderIdSchema.parse(uuid(index)),
  name: `f${index}`,
  systemPrompt: '',
  modelId: null,
  isCollapsed,
});

function arrange(
  list: readonly ConversationSummary[],
  folders: readonly Folder[],
  rowCount = 100,
  isFiltered = false,
) {
  const { sections, hasMore } = arrangeList(list, folders, createFormat('en'), {
    rowCount,
    nowMs,
    isFiltered,
  });
  const named = sections.map((section) => [
    section.kind === 'folder' ? `${section.folder.name} (${section.count})` : section.key,
    section.conversations.map(({ title }) => title),
  ]);
  return { named, hasMore };
}

const [open, closed] = [folder(91), folder(92, true)];

test('pinned conversations come first, then folders, the others under their day, without empty days', () => {
  const list = [
    summary(1, 40, { isPinned: true, folderId: open.id }),
    summary(2, 0),
    summary(3, 0, { folderId: open.id }),
    summary(4, 1),
    summary(5, 60),
  ];
  expect(arrange(list, [open]).named).toEqual([
    ['pinned', ['c1']],
    ['f91 (1)', ['c3']],
    ['today', ['c2']],
    ['yesterday', ['c4']],
    ['September 2026', ['c5']],
  ]);
});

test('a collapsed folder says how many there are and shows none, unless somebody looks for something', () => {
  const list = [summary(1, 0, { folderId: closed.id })];
  expect(arrange(list, [open, closed]).named).toEqual([
    ['f91 (0)', []],
    ['f92 (1)', []],
  ]);
  expect(arrange(list, [open, closed], 100, true).named).toEqual([['f92 (1)', ['c1']]]);
  expect(shownInOrder(list, [open, closed])).toEqual([]);
});

test('a conversation of a folder that is not there is among the others', () => {
  expect(arrange([summary(1, 0, { folderId: open.id })], []).named).toEqual([['today', ['c1']]]);
});

test('no more rows are given than asked for, in all sections together', () => {
  const list = [1, 2, 3, 4].map((index) => summary(index, 0, { folderId: index < 3 ? open.id : null }));
  expect(arrange(list, [open], 3)).toEqual({
    named: [
      ['f91 (2)', ['c1', 'c2']],
      ['today', ['c3']],
    ],
    hasMore: true,
  });
  expect(arrange(list, [open], 4).hasMore).toBe(false);
});
