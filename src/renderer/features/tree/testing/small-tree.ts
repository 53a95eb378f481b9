/**
 * A tree that can be counted by hand. Used by tests only.
 *
 *   start ─┬─ 1 (0.6) ─┬─ 3 (0.5)
 *          │           ├─ 4 (0.3, end)
 *          │           └─ other (0.2)
 *          ├─ 2 (0.3)
 *          └─ other (0.1)
 */
import { applyExpansion, createTree, type Tree } from '#probability/tree/tree.ts';

export function smallTree(): Tree {
  const tree = createTree();
  const child = (id: number, probability: number, parentLogprob: number, isEnd = false) => ({
    id,
    tokenId: 100 + id,
    probability,
    logprob: parentLogprob + Math.log(probability),
    isEnd,
  });
  applyExpansion(tree, {
    parentId: 0,
    children: [child(1, 0.6, 0), child(2, 0.3, 0)],
    other: { probability: 0.1, count: 98 },
    endProbability: 0.01,
  });
  applyExpansion(tree, {
    parentId: 1,
    children: [child(3, 0.5, Math.log(0.6)), child(4, 0.3, Math.log(0.6), true)],
    other: { probability: 0.2, count: 98 },
    endProbability: 0.3,
  });
  return tree;
}
