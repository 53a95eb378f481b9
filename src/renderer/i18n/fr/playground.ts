/** French: sampler playground. */
import type { playground as english } from '../en/playground.ts';
import type { Words } from '../words.ts';

export const playground: Words<typeof english> = {
  title: 'Essai des réglages',
};
