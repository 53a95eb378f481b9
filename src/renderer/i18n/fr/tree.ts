/** French: tree of continuations. */
import type { tree as english } from '../en/tree.ts';
import type { Words } from '../words.ts';

export const tree: Words<typeof english> = {
  title: 'Arbre des suites',
};
