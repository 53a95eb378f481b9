/** French: score a text. */
import type { scoring as english } from '../en/scoring.ts';
import type { Words } from '../words.ts';

export const scoring: Words<typeof english> = {
  title: 'Mesurer un texte',
};
