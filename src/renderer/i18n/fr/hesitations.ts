/** French: find hesitation. */
import type { hesitations as english } from '../en/hesitations.ts';
import type { Words } from '../words.ts';

export const hesitations: Words<typeof english> = {
  title: 'Trouver les hésitations',
};
