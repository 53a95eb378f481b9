/** French: words that many screens share. */
import type { common as english } from '../en/common.ts';
import type { Words } from '../words.ts';

export const common: Words<typeof english> = {
  cancel: 'Annuler',
  close: 'Fermer',
  done: 'Terminé',
  undo: 'Annuler',
  retry: 'Réessayer',
  back: 'Retour',
  next: 'Suivant',
  skip: 'Passer',
  copy: 'Copier',
  copied: 'Copié',
  delete: 'Supprimer',
  rename: 'Renommer',
  more: 'Plus',
  dismiss: 'Fermer',
  loading: 'Chargement',
  reset: 'Rétablir',
  details: {
    needBytes: 'nécessaires',
    haveBytes: 'disponibles',
    freeBytes: 'libres',
    sizeBytes: 'taille',
    exitCode: 'code de sortie',
    signal: 'signal',
    promptTokens: 'jetons à lire',
    contextTokens: 'jetons de contexte',
    architecture: 'architecture',
    version: 'version',
    reason: 'raison',
    place: 'endroit',
  },
  asChart: 'Voir le graphique',
  asTable: 'Voir le tableau',
};
