/**
 * Where the blocks of a tree lie, and what keys do among them.
 */
import { describe, expect, it } from 'vitest';
import { blockMove } from './block-keys.ts';
import { blocksOfPath, layOutBlocks } from './block-layout.ts';
import { smallTree } from './testing/small-tree.ts';
import { otherRowOf } from './tree-rows.ts';

const tree = smallTree();

describe('the blocks of a tree', () => {
  it('are as high as they are probable, and fill the height of their parent together', () => {
    const blocks = layOutBlocks(tree, 0, 4, 0);
    const heightOf = (row: number) => blocks.find((block) => block.row === row)?.height;
    expect(heightOf(0)).toBe(1);
    expect(heightOf(1)).toBeCloseTo(0.6, 12);
    expect(heightOf(3)).toBeCloseTo(0.3, 12);
    expect(heightOf(otherRowOf(1))).toBeCloseTo(0.12, 12);
    for (const column of [1, 2]) {
      const inColumn = blocks.filter((block) => block.column === column).toSorted((a, b) => a.top - b.top);
      for (const [index, { top, height }] of inColumn.slice(0, -1).entries())
        expect(inColumn[index + 1]?.top).toBeCloseTo(top + height, 12);
    }
    const behindFirst = blocks.filter((block) => block.column === 2);
    expect(behindFirst.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(0.6, 12);
  });

  it('count anew from a node that one goes into', () => {
    const blocks = layOutBlocks(tree, 1, 4, 0);
    expect(blocks.map(({ row, column }) => [row, column])).toEqual([
      [1, 0],
      [3, 1],
      [4, 1],
      [otherRowOf(1), 1],
    ]);
    expect(blocks[1]?.height).toBeCloseTo(0.5, 12);
  });

  it('leave out what is too low to be seen, and what has no column', () => {
    expect(layOutBlocks(tree, 0, 2, 0).every(({ column }) => column < 2)).toBe(true);
    const rows = layOutBlocks(tree, 0, 4, 0.15).map(({ row }) => row);
    expect(rows).toEqual([0, 1, 3, 4, 2]);
  });

  it('carry a path as far as they are drawn', () => {
    const blocks = layOutBlocks(tree, 0, 2, 0);
    expect(blocksOfPath(blocks, { nodeIds: [1, 3] }).map(({ row }) => row)).toEqual([1]);
  });
});

describe('keys among the blocks', () => {
  const blocks = layOutBlocks(tree, 0, 4, 0);
  const press = (chosenRow: number, key: string, zoomId = 0) =>
    blockMove(tree, blocks, { chosenRow, zoomId }, key);

  it('go into a block, out of it, and to those beside it', () => {
    expect(press(0, 'ArrowRight')).toEqual({ chosenRow: 1 });
    expect(press(1, 'ArrowRight')).toEqual({ chosenRow: 3 });
    expect(press(3, 'ArrowDown')).toEqual({ chosenRow: 4 });
    expect(press(4, 'ArrowUp')).toEqual({ chosenRow: 3 });
    expect(press(3, 'ArrowUp')).toBeNull();
    expect(press(otherRowOf(1), 'ArrowLeft')).toEqual({ chosenRow: 1 });
    expect(press(0, 'ArrowLeft')).toBeNull();
    expect(press(4, 'ArrowRight')).toBeNull();
  });

  it('begin at the first block when the chosen one is not drawn', () => {
    expect(press(99, 'ArrowDown')).toEqual({ chosenRow: 0 });
    expect(blockMove(tree, [], { chosenRow: 0, zoomId: 0 }, 'ArrowDown')).toBeNull();
  });

  it('make a block fill the view, and go back', () => {
    expect(press(1, 'Enter')).toEqual({ zoomId: 1 });
    expect(press(4, 'Enter')).toBeNull();
    expect(press(otherRowOf(0), 'Enter')).toBeNull();
    expect(press(1, 'Enter', 1)).toBeNull();
    expect(press(1, 'Backspace', 1)).toEqual({ zoomId: 0 });
    expect(press(1, 'Backspace')).toBeNull();
  });
});
