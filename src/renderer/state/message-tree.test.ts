import { expect, test } from 'vitest';
import type { Message } from '#contract/conversations.ts';
import { branchTo } from './message-tree.ts';
import { treeId as id, treeMessage } from './testing/tree-message.ts';

const message = (index: number, parent: number | null): Message =>
  treeMessage(index, parent, index % 2 === 1 ? 'user' : 'assistant');

// 1 ─ 2 ─ 3, and beside 2 a second reply 4; beside 1 an edited first message 5 with its reply 6.
const tree = [message(1, null), message(2, 1), message(3, 2), message(4, 1), message(5, null), message(6, 5)];

test('the branch runs from the root to the leaf and knows the versions of each message', () => {
  expect(branchTo(tree, id(3)).map(({ message: { text }, versions }) => [text, versions.length])).toEqual([
    ['m1', 2],
    ['m2', 2],
    ['m3', 1],
  ]);
  expect(branchTo(tree, id(6)).map(({ message: { text } }) => text)).toEqual(['m5', 'm6']);
});

test('versions stand in order of creation', () => {
  expect(branchTo(tree, id(4)).at(-1)?.versions).toEqual([id(2), id(4)]);
});

test('no leaf, or an unknown one, gives an empty branch', () => {
  expect(branchTo(tree, null)).toEqual([]);
  expect(branchTo(tree, id(99))).toEqual([]);
});

test('a damaged tree with a loop ends', () => {
  const loop = [message(1, 2), message(2, 1)];
  expect(branchTo(loop, id(1)).length).toBeLessThanOrEqual(2);
});
