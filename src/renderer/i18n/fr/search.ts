/** French: the search over all messages. */
import type { search as english } from '../en/search.ts';
import type { Words } from '../words.ts';

export const search: Words<typeof english> = {
  label: 'Rechercher dans les conversations',
  placeholder: 'Rechercher',
  help: 'Tous ces mots, dans toutes les branches. Aussi : "une expression", -sans, model:nom, folder:nom, tag:nom, before:2026-03, after:2026.',
  clear: 'Vider la recherche',
  titles: 'Conversations',
  messages: 'Messages',
  archived: 'Dans les archives',
  you: 'Vous',
  searching: 'Recherche …',
  none: 'Rien trouvé. Majuscules et accents ne comptent pas ; chaque mot doit être dans le message.',
  count_one: '{{count}} trouvé.',
  count_other: '{{count}} trouvés.',
  countAtLeast_one: '{{count}} trouvé pour l’instant.',
  countAtLeast_other: '{{count}} trouvés pour l’instant.',
};
