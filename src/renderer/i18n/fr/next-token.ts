/** French: next token. */
import type { nextToken as english } from '../en/next-token.ts';
import type { Words } from '../words.ts';

export const nextToken: Words<typeof english> = {
  title: 'Jeton suivant',
};
