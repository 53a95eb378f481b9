/** French: tokeniser. */
import type { tokenizer as english } from '../en/tokenizer.ts';
import type { Words } from '../words.ts';

export const tokenizer: Words<typeof english> = {
  title: 'Découpage en jetons',
};
