/**
 * The rows of the indented list, and what keys do in it.
 */
import { describe, expect, it } from 'vitest';
import { nodesAbove, nodeIdOfRow, opensByItself, otherRowOf, rowsOf } from './tree-rows.ts';
import { treeMove } from './tree-keys.ts';
import { smallTree } from './testing/small-tree.ts';

const all = (): boolean => true;
const none = (): boolean => false;

describe('the rows of a tree', () => {
  it('are the first tokens and what is left over, while nothing is open', () => {
    const rows = rowsOf(smallTree(), none);
    expect(rows.map(({ row, level, place, siblings }) => [row, level, place, siblings])).toEqual([
      [1, 1, 1, 3],
      [2, 1, 2, 3],
      [otherRowOf(0), 1, 3, 3],
    ]);
    // The second token was not read: there is nothing to open.
    expect(rows.map((row) => (row.kind === 'node' ? row.isOpen : 'other'))).toEqual([false, null, 'other']);
  });

  it('sum to their parent at every level', () => {
    const rows = rowsOf(smallTree(), all);
    const shares = new Map<number, number>();
    for (const row of rows) {
      const share = row.kind === 'node' ? row.node.probability : row.other.probability;
      shares.set(row.parentId, (shares.get(row.parentId) ?? 0) + share);
    }
    expect(shares.size).toBe(2);
    for (const sum of shares.values()) expect(sum).toBeCloseTo(1, 12);
  });

  it('have numbers that lead back to their nodes', () => {
    for (const id of [0, 1, 57]) expect(nodeIdOfRow(otherRowOf(id))).toBe(id);
    expect(nodeIdOfRow(57)).toBe(57);
    expect(nodesAbove(smallTree(), 3)).toEqual([1]);
  });

  it('open by themselves where a path is probable or greedy', () => {
    const [, probable, rare] = smallTree().nodes;
    if (!probable || !rare) throw new Error('the tree has two first tokens');
    expect(opensByItself(probable, new Set())).toBe(true);
    const improbable = { ...rare, logprob: Math.log(0.01) };
    expect(opensByItself(improbable, new Set())).toBe(false);
    expect(opensByItself(improbable, new Set([rare.id]))).toBe(true);
  });
});

describe('keys in the list', () => {
  const tree = smallTree();
  const closed = rowsOf(tree, none);
  const open = rowsOf(tree, all);
  const other = otherRowOf(0);

  it('go up and down through what is seen, and stop at its ends', () => {
    expect(treeMove(closed, 1, 'ArrowDown')).toEqual({ kind: 'choose', row: 2 });
    expect(treeMove(open, 1, 'ArrowDown')).toEqual({ kind: 'choose', row: 3 });
    expect(treeMove(closed, 1, 'ArrowUp')).toEqual({ kind: 'choose', row: 1 });
    expect(treeMove(closed, 1, 'End')).toEqual({ kind: 'choose', row: other });
    expect(treeMove(closed, other, 'ArrowDown')).toEqual({ kind: 'choose', row: other });
    expect(treeMove(closed, other, 'Home')).toEqual({ kind: 'choose', row: 1 });
  });

  it('open a node, go into it, out of it, and close it', () => {
    expect(treeMove(closed, 1, 'ArrowRight')).toEqual({ kind: 'open', ids: [1], isOpen: true });
    expect(treeMove(open, 1, 'ArrowRight')).toEqual({ kind: 'choose', row: 3 });
    expect(treeMove(open, 3, 'ArrowLeft')).toEqual({ kind: 'choose', row: 1 });
    expect(treeMove(open, 1, 'ArrowLeft')).toEqual({ kind: 'open', ids: [1], isOpen: false });
    expect(treeMove(open, 1, 'Enter')).toEqual({ kind: 'open', ids: [1], isOpen: false });
    expect(treeMove(closed, 1, '*')).toEqual({ kind: 'open', ids: [1], isOpen: true });
  });

  it('mean nothing where there is nothing to do', () => {
    expect(treeMove(closed, 2, 'ArrowRight')).toBeNull();
    expect(treeMove(closed, 2, 'ArrowLeft')).toBeNull();
    expect(treeMove(closed, other, 'Enter')).toBeNull();
    expect(treeMove(closed, 1, 'x')).toBeNull();
    expect(treeMove([], 0, 'ArrowDown')).toBeNull();
  });
});
