import { expect, test } from 'vitest';
import type { Message } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { treeId as idOf, treeMessage } from '../../state/testing/tree-message.ts';
import { branchRows, rowMove, sumsOfBranches } from './branch-rows.ts';

const message = (index: number, parent: number | null, role: Message['role'] = 'user'): Message =>
  treeMessage(index, parent, role);

/** A question with two answers, the first of which goes on. */
const forked = [
  message(1, null),
  message(2, 1, 'assistant'),
  message(3, 1, 'assistant'),
  message(4, 2),
  message(5, 4, 'assistant'),
];
const shown = (rows: ReturnType<typeof branchRows>): string[] =>
  rows.map(({ message: { text }, level, version, versions }) => `${level} ${text} ${version}/${versions}`);
const open = (): boolean => false;

test('only where a message is followed by several is what follows one step further in', () => {
  expect(shown(branchRows(forked, open))).toEqual([
    '1 m1 1/1',
    '2 m2 1/2',
    '2 m4 1/1',
    '2 m5 1/1',
    '2 m3 2/2',
  ]);
});

test('a closed fork hides everything behind it', () => {
  const rows = branchRows(forked, (id) => id === idOf(1));
  expect(shown(rows)).toEqual(['1 m1 1/1']);
  expect(rows[0]?.isOpen).toBe(false);
});

test('thousands of turns and of versions are laid out', () => {
  const chain = Array.from({ length: 5_000 }, (_, index) => message(index + 1, index === 0 ? null : index));
  const versions = Array.from({ length: 5_000 }, (_, index) => message(index + 6_000, 5_000, 'assistant'));
  const rows = branchRows([...chain, ...versions], open);
  expect([rows.length, rows[4_999]?.level, rows.at(-1)?.level]).toEqual([10_000, 1, 2]);
});

test('a branch is as probable as its replies together, and unknown from the first one that is unknown', () => {
  const own = new Map<MessageId, number>([
    [idOf(2), -1],
    [idOf(5), -2],
  ]);
  const sums = sumsOfBranches(forked, (id) => own.get(id) ?? null);
  expect([...sums.values()]).toEqual([0, -1, null, -1, -3]);
});

test('keys go through the rows, fold forks and lead out of them', () => {
  const rows = branchRows(forked, open);
  expect(rowMove(rows, 0, 'ArrowDown')).toEqual({ kind: 'choose', id: idOf(2) });
  expect(rowMove(rows, 0, 'ArrowLeft')).toEqual({ kind: 'fold', id: idOf(1), isOpen: false });
  expect(rowMove(rows, 3, 'ArrowLeft')).toEqual({ kind: 'choose', id: idOf(1) });
  expect(rowMove(rows, 4, 'ArrowDown')).toBeNull();
  expect(rowMove(rows, 0, 'End')).toEqual({ kind: 'choose', id: idOf(3) });
  expect(rowMove(rows, 4, 'Enter')).toEqual({ kind: 'go', id: idOf(3) });
});
