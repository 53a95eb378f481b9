/** French: what can go wrong with a download: what happened, what is safe, what to do. */
import type { ErrorWords } from '../error-words.ts';

export const downloadErrors = {
  'download.unreachable': {
    what: 'Le serveur n’a pas pu être joint, ou la connexion s’est coupée.',
    safe: 'Ce qui est arrivé est conservé.',
    next: 'Vérifiez la connexion, puis reprenez.',
  },
  'download.refused': {
    what: 'Le serveur a répondu par une erreur.',
    safe: 'Ce qui est arrivé est conservé.',
    next: 'Réessayez plus tard, ou consultez la page du modèle sur le serveur de modèles.',
  },
  'download.gated': {
    what: 'Le serveur de modèles ne donne ce modèle qu’à ceux qui en ont accepté les conditions.',
    safe: null,
    next: 'Acceptez-les sur la page du modèle, puis donnez votre jeton à Prisme dans les réglages, sous « Réseau ».',
  },
  'download.fileMissing': {
    what: 'Le serveur de modèles n’a pas ce fichier.',
    safe: null,
    next: 'Consultez de nouveau les fichiers du modèle.',
  },
  'download.changed': {
    what: 'Le serveur envoie un autre fichier que celui qui a été choisi.',
    safe: 'Rien n’en a été mis parmi vos modèles.',
    next: 'Consultez de nouveau les fichiers du modèle, puis recommencez.',
  },
  'download.wrongHash': {
    what: 'Ce qui est arrivé n’est pas le fichier que décrit le serveur de modèles.',
    safe: 'Il a été supprimé et n’a jamais été parmi vos modèles.',
    next: 'Recommencez. Si cela se répète, choisissez un autre miroir ou un autre fichier.',
  },
  'download.notEnoughSpace': {
    what: 'Il n’y a pas assez de place libre pour ce téléchargement.',
    safe: 'Ce qui est arrivé est conservé.',
    next: 'Libérez de la place, puis reprenez.',
  },
  'download.folderNotWritable': {
    what: 'Prisme ne peut pas écrire dans son dossier de modèles.',
    safe: 'Ce qui est arrivé est conservé.',
    next: 'Vérifiez les permissions du dossier, ou démarrez Prisme avec un autre.',
  },
  'download.notFound': {
    what: 'Ce téléchargement n’est plus dans la liste.',
    safe: null,
    next: 'Recommencez-le.',
  },
} satisfies Record<string, ErrorWords>;
