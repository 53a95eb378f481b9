import { expect, test } from 'vitest';
import type { ConversationSummary } from '#contract/conversations.ts';
import { conversationIdSchema } from '#contract/ids.ts';
import { keepingLines, withLine } from './conversation-lines.ts';

const idOf = (index: number): ConversationSummary['id'] =>
  conversationIdSchema.parse(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
const line = (index: number, more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  ...{ id: idOf(index), title: `line ${index}`, titleBy: 'person', isPinned: false, isArchived: false },
  ...{
    folderId: null,
    tags: [],
    createdAtMs: 1,
    updatedAtMs: 1_000 - index,
    isGenerating: false,
    isTitling: false,
  },
  ...more,
});
const lines = [line(9, { isPinned: true }), line(1), line(2), line(3)];
const ids = (list: readonly ConversationSummary[]): number[] => list.map(({ id }) => Number(id.slice(-12)));

test('a line that changed stands where the core would put it, and the others are the same objects', () => {
  const latest = withLine(lines, idOf(3), line(3, { updatedAtMs: 5_000 }));
  expect(ids(latest)).toEqual([9, 3, 1, 2]);
  expect(
    [latest[0], latest[2], latest[3]].map((each, index) => each === [lines[0], lines[1], lines[2]][index]),
  ).toEqual([true, true, true]);
  expect(ids(withLine(lines, idOf(2), line(2, { isPinned: true })))).toEqual([2, 9, 1, 3]);
  expect(ids(withLine(lines, idOf(9), line(9)))).toEqual([1, 2, 3, 9]);
  expect(ids(withLine(lines, idOf(5), line(5, { updatedAtMs: 998 })))).toEqual([9, 1, 2, 5, 3]);
});

test('a line that is gone or in the archive leaves the list, and one that never was in it changes nothing', () => {
  expect(ids(withLine(lines, idOf(1), null))).toEqual([9, 2, 3]);
  expect(ids(withLine(lines, idOf(1), line(1, { isArchived: true })))).toEqual([9, 2, 3]);
  expect(withLine(lines, idOf(7), null)).toBe(lines);
});

test('a list that is read again keeps the lines that say the same, wherever they stand now', () => {
  const read = [line(4), line(9, { isPinned: true }), line(1), line(2, { tags: ['new'] }), line(3)];
  const kept = keepingLines(lines, read);
  expect(kept.map((each) => lines.includes(each))).toEqual([false, true, true, false, true]);
  expect(
    keepingLines(
      lines,
      lines.map((each) => ({ ...each, tags: [...each.tags] })),
    ),
  ).toBe(lines);
  expect(ids(keepingLines(lines, lines.slice(1)))).toEqual([1, 2, 3]);
});
