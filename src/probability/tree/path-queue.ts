/**
 * The nodes that wait to be read, most probable path first. Portable. A binary heap: a tree has thousands of them.
 */
import type { TreeNode } from './tree.ts';

export type PathQueue = {
  push(node: TreeNode): void;
  /** Takes the node with the most probable path; among equals the older one. Undefined: none waits. */
  pop(): TreeNode | undefined;
};

function isBefore(a: TreeNode, b: TreeNode): boolean {
  return a.logprob > b.logprob || (a.logprob === b.logprob && a.id < b.id);
}

export function createPathQueue(): PathQueue {
  const heap: TreeNode[] = [];

  /** True when the node at `upper` had to make way. */
  function swapIfLater(upper: number, lower: number): boolean {
    const [above, below] = [heap[upper], heap[lower]];
    if (above === undefined || below === undefined || !isBefore(below, above)) return false;
    heap[upper] = below;
    heap[lower] = above;
    return true;
  }

  function sink(): void {
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const [first, second] = [heap[left], heap[left + 1]];
      const child = first && second && isBefore(second, first) ? left + 1 : left;
      if (!swapIfLater(index, child)) return;
      index = child;
    }
  }

  return {
    push: (node) => {
      let index = heap.push(node) - 1;
      while (index > 0 && swapIfLater((index - 1) >> 1, index)) index = (index - 1) >> 1;
    },
    pop: () => {
      const [first] = heap;
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      sink();
      return first;
    },
  };
}
