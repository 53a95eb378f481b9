/** French: what can go wrong where models are compared: what happened, what is safe, what to do. */
import type { ErrorWords } from '../error-words.ts';

const safe = {
  unchanged: 'Rien n’a été modifié.',
};

export const comparingErrors = {
  'comparison.notFound': {
    what: 'Cette comparaison n’existe plus.',
    safe: null,
    next: 'Choisissez une autre comparaison.',
  },
  'comparison.laneNotFound': {
    what: 'Cette colonne n’est plus dans la comparaison.',
    safe: null,
    next: 'Rouvrez la comparaison.',
  },
  'comparison.full': {
    what: 'La comparaison a déjà le plus grand nombre de colonnes ou de demandes.',
    safe: 'Ce qui est là reste tel quel.',
    next: 'Retirez une colonne, ou commencez une nouvelle comparaison.',
  },
  'crossReading.notFound': {
    what: 'Cette comparaison de lectures n’est plus connue.',
    safe: 'Les textes sont toujours là.',
    next: 'Lancez-la de nouveau.',
  },
  'choices.notFound': {
    what: 'Cette série de questions n’est plus connue.',
    safe: 'Les questions sont toujours là.',
    next: 'Relancez-la.',
  },
  'choices.invalidSet': {
    what: 'Ce fichier n’est pas une série de questions.',
    safe: 'Les questions qui étaient là n’ont pas changé.',
    next: 'Corrigez la ligne indiquée. Chaque ligne est une question en JSON, avec "question" et "answers".',
  },
  'choices.tooMany': {
    what: 'Il y a trop de questions, d’ordres et de modèles à la fois.',
    safe: safe.unchanged,
    next: 'Choisissez moins d’ordres, moins de modèles ou une partie des questions.',
  },
  'choices.noBeginning': {
    what: 'Rien ne précède le premier jeton des réponses : il n’a pas de probabilité.',
    safe: null,
    next: 'Allongez la question, ou choisissez un autre modèle.',
  },
  'vote.notFound': {
    what: 'Cette question n’existe plus.',
    safe: null,
    next: 'Choisissez-en une autre, ou posez-en une.',
  },
  'vote.comesFirst': {
    what: 'Les noms de ces modèles sont cachés jusqu’au vote.',
    safe: 'Les deux réponses sont gardées.',
    next: 'Votez d’abord. Tout ce qui concerne les réponses est montré ensuite.',
  },
  'vote.sameModel': {
    what: 'Un vote à l’aveugle demande deux modèles différents.',
    safe: null,
    next: 'Choisissez un autre modèle pour l’un des deux.',
  },
  'vote.notReady': {
    what: 'Il faut les deux réponses avant de voter.',
    safe: null,
    next: 'Attendez qu’elles soient écrites, ou faites-les continuer.',
  },
  'vote.alreadyGiven': {
    what: 'Vous avez déjà voté sur ces réponses.',
    safe: 'Votre vote est gardé.',
    next: 'Reprenez-le d’abord, ou posez une autre question.',
  },
  'vote.notTakenBack': {
    what: 'Un vote peut être repris une fois, et il n’y en a pas ici.',
    safe: null,
    next: 'Supprimez-le s’il ne doit pas compter.',
  },
  'grid.notFound': {
    what: 'Cette grille n’existe plus.',
    safe: null,
    next: 'Choisissez une autre grille.',
  },
  'grid.tooMany': {
    what: 'Il y a trop de demandes, de modèles, de réglages et de graines pour une seule grille.',
    safe: safe.unchanged,
    next: 'Choisissez-en moins, ou faites deux grilles.',
  },
} satisfies Record<string, ErrorWords>;
