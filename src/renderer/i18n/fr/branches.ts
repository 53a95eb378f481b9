/** French: the tree of a conversation's branches. */
import type { branches as english } from '../en/branches.ts';
import type { Words } from '../words.ts';

export const branches: Words<typeof english> = {
  title: 'Branches de cette conversation',
  lead: 'À quel point chaque réponse était probable pour le modèle qui l’a écrite : la somme des ln p de ses jetons, avant tout réglage, telle qu’enregistrée pendant l’écriture. Chaque jeton de plus la rend moins probable. Entrée ou un clic mène à la branche.',
  empty: 'Aucun message pour l’instant.',
  reply: 'Réponse, ln p',
  branch: 'Branche, ln p',
  nats: '{{value}} nats',
  about: '≈ ',
  tokens_one: '{{shown}} jeton',
  tokens_other: '{{shown}} jetons',
  noTrace: 'pas de trace',
  noText: '(sans texte)',
  you: 'Vous',
  model: 'Modèle',
  shown: 'sur la branche affichée',
};
