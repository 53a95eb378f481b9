/** French: titles that a model writes. */
import type { titles as english } from '../en/titles.ts';
import type { Words } from '../words.ts';

export const titles: Words<typeof english> = {
  write: 'Écrire un nouveau titre',
  cancel: 'Ne plus écrire le titre',
  takeBack: 'Revenir aux premiers mots',
  writing: 'Le modèle écrit un titre',
  byModel: '« {{title}} », titre du modèle',
  written: 'Le modèle a écrit un nouveau titre.',
  kept: 'Ce que le modèle a écrit n’est pas un titre. L’ancien reste.',
  takenBack: 'Le titre est de nouveau fait des premiers mots.',
  setting: 'Titres des conversations',
  settingHint:
    'Après la première réponse, le modèle de la conversation peut écrire un titre court, quand rien d’autre ne le demande. Un titre de vous n’est jamais remplacé.',
  model: 'Par le modèle',
  beginning: 'Premiers mots',
};
