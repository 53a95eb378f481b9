/** French: find hesitation, and the minimap. */
import type { hesitations as english } from '../en/hesitations.ts';
import type { Words } from '../words.ts';

export const hesitations: Words<typeof english> = {
  title: 'Trouver les hésitations',
  intro:
    'Là où le modèle était partagé entre plusieurs jetons, ou là où les réglages lui ont retiré son favori. Les nombres sont ceux relevés pendant l’écriture, avant réglages.',
  scope: {
    label: 'Chercher dans',
    reply: 'Cette réponse',
    conversation: 'Cette conversation',
    all: 'Toutes les conversations',
  },
  match: { label: 'Un endroit compte s’il remplit', any: 'Au moins un critère', all: 'Tous les critères' },
  criteria: {
    surprisalFrom: 'Surprise du jeton, au moins',
    probabilityBelow: 'Probabilité du jeton, inférieure à',
    marginBelow: 'Avance du premier choix sur le deuxième, inférieure à',
    rankAbove: 'Rang du jeton, au-delà de',
    favouriteRemovedBy: 'Favori retiré par un réglage',
  },
  units: { surprisalFrom: 'bits', probabilityBelow: '%', marginBelow: 'points', rankAbove: '(de 1 à 63)' },
  removedBy: { label: 'Le réglage qui a retiré le favori', any: 'tout réglage' },
  results: 'Endroits trouvés',
  stop: 'Arrêter',
  again: 'Chercher de nouveau',
  progress: 'Recherche en cours',
  found_zero: 'Aucun endroit trouvé.',
  found_one: '{{shown}} endroit trouvé.',
  found_other: '{{shown}} endroits trouvés.',
  read_one: '{{shown}} réponse lue sur {{total}}.',
  read_other: '{{shown}} réponses lues sur {{total}}.',
  tokens_one: '{{shown}} jeton examiné.',
  tokens_other: '{{shown}} jetons examinés.',
  noTraces: 'Aucune réponse ici n’a de trace.',
  nowhere: 'Il n’y a pas encore de réponse où chercher.',
  noCriterion: 'Activez au moins une ligne ci-dessus.',
  hasMore: 'La recherche s’arrête à {{shown}} : il y en a d’autres. Resserrez les critères.',
  unreadable_one: 'La trace d’une réponse n’a pas pu être lue.',
  unreadable_other: 'Les traces de {{shown}} réponses n’ont pas pu être lues.',
  stopped: 'Arrêtée.',
  showMore: 'En montrer {{shown}} de plus',
  hit: {
    bits: '{{bits}} bits',
    rank: 'rang {{rank}}',
    isFavourite: 'Le favori lui-même',
    favourite: 'Favori « {{text}} » {{probability}}',
    margin: 'avance {{margin}}',
    removed: 'favori retiré par {{stage}}',
    maybeRemoved: 'favori sans doute retiré par {{stage}} (pas exact)',
  },
  minimap: {
    label: 'La surprise au fil de la réponse, {{total}} jetons',
    labelWithHits_one: 'La surprise au fil de la réponse, {{total}} jetons, un endroit trouvé',
    labelWithHits_other: 'La surprise au fil de la réponse, {{total}} jetons, {{count}} endroits trouvés',
  },
};
