/**
 * Answers the tree part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { TreeService } from './tree.ts';

export function treeHandlers(implementer: CoreImplementer, trees: TreeService) {
  return { grow: implementer.tree.grow.handler(({ input, signal }) => trees.grow(input, signal)) };
}
