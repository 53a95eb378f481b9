/** French: every error code in words: what happened, what is safe, what to do. */
import type { PageErrorCode } from '../../core-error.ts';
import type { ErrorWords } from '../error-words.ts';
import { attachmentErrors } from './attachment-errors.ts';
import { comparingErrors } from './comparing-errors.ts';
import { documentErrors } from './document-errors.ts';
import { downloadErrors } from './download-errors.ts';
import { hubErrors } from './hub-errors.ts';
import { modelErrors } from './model-errors.ts';
import { moveErrors } from './move-errors.ts';
import { promptErrors } from './prompt-errors.ts';

const safe = {
  saved: 'Rien de ce qui est enregistré n’est perdu.',
  unchanged: 'Rien n’a été modifié.',
  untouched: 'Les données sont restées intactes.',
  file: 'Le fichier n’a pas été modifié.',
  conversations: 'Vos conversations sont intactes.',
  reply: 'La réponse écrite jusque-là est gardée.',
};

export const errors: Record<PageErrorCode, ErrorWords> = {
  ...attachmentErrors,
  ...comparingErrors,
  ...documentErrors,
  ...downloadErrors,
  ...hubErrors,
  ...modelErrors,
  ...moveErrors,
  ...promptErrors,
  'app.alreadyRunning': {
    what: 'Prisme est déjà ouvert sur ce dossier de données.',
    safe: safe.saved,
    next: 'Utilisez la fenêtre déjà ouverte.',
  },
  'app.diskFull': {
    what: 'Le disque de vos conversations est plein.',
    safe: safe.saved,
    next: 'Libérez de la place, puis réessayez.',
  },
  'app.dataFolderNotWritable': {
    what: 'Prisme ne peut pas écrire dans son dossier de données.',
    safe: safe.saved,
    next: 'Vérifiez les droits du dossier, ou lancez Prisme avec un autre.',
  },
  'app.storageFailed': {
    what: 'La lecture ou l’écriture du dossier de données a échoué.',
    safe: safe.saved,
    next: 'Vérifiez le disque, puis réessayez.',
  },
  'app.invalidInput': {
    what: 'Une valeur est hors de ses limites.',
    safe: safe.unchanged,
    next: 'Corrigez la valeur, puis réessayez.',
  },
  'app.internal': {
    what: 'Quelque chose a échoué qui n’aurait pas dû.',
    safe: safe.saved,
    next: 'Réessayez. Si cela se répète, le journal du dossier de données dit où.',
  },
  'database.damaged': {
    what: 'La base de données est endommagée.',
    safe: safe.untouched,
    next: 'Restaurez une sauvegarde, ou récupérez ce qui est lisible.',
  },
  'database.newerVersion': {
    what: 'Le dossier de données vient d’un Prisme plus récent.',
    safe: safe.untouched,
    next: 'Mettez Prisme à jour.',
  },
  'backup.notFound': {
    what: 'Cette sauvegarde n’existe plus.',
    safe: safe.unchanged,
    next: 'Choisissez-en une autre.',
  },
  'backup.notSound': {
    what: 'Cette sauvegarde est endommagée et n’a pas été restaurée.',
    safe: safe.unchanged,
    next: 'Choisissez-en une autre.',
  },
  'conversation.notFound': {
    what: 'Cette conversation n’existe plus.',
    safe: null,
    next: 'Choisissez une autre conversation.',
  },
  'folder.notFound': { what: 'Ce dossier n’existe plus.', safe: null, next: 'Choisissez un autre dossier.' },
  'folder.tooMany': {
    what: 'Il y a autant de dossiers que possible.',
    safe: null,
    next: 'Supprimez-en un dont vous n’avez plus besoin.',
  },
  'preset.notFound': {
    what: 'Ce préréglage n’existe plus.',
    safe: null,
    next: 'Choisissez un autre préréglage.',
  },
  'preset.tooMany': {
    what: 'Il y a autant de préréglages qu’il peut y en avoir.',
    safe: null,
    next: 'Supprimez-en un dont vous n’avez plus besoin.',
  },
  'message.notFound': { what: 'Ce message n’existe plus.', safe: null, next: 'Rouvrez la conversation.' },
  'message.stillStreaming': {
    what: 'Une réponse est encore en cours dans cette conversation.',
    safe: safe.unchanged,
    next: 'Arrêtez-la, ou attendez qu’elle se termine.',
  },
  'summary.notFound': {
    what: 'Ce résumé n’existe plus, ou un autre a pris sa place.',
    safe: safe.unchanged,
    next: 'Rouvrez la conversation.',
  },
  'summary.notWritten': {
    what: 'Le modèle n’a écrit aucun résumé.',
    safe: safe.unchanged,
    next: 'Réessayez, ou écrivez-le vous-même.',
  },
  'message.notContinuable': {
    what: 'Cette réponse ne peut pas être continuée à partir de ses jetons exacts.',
    safe: safe.unchanged,
    next: 'Réécrivez-la plutôt.',
  },
  'title.modelNotLoaded': {
    what: 'Le modèle de cette conversation n’est pas chargé, et un titre n’en charge aucun.',
    safe: safe.unchanged,
    next: 'Chargez-le, puis redemandez un titre.',
  },
  'trace.notFound': {
    what: 'Aucune trace de jetons n’a été captée pour ce message.',
    safe: safe.unchanged,
    next: 'Réécrivez la réponse pour en capter une.',
  },
  'trace.invalidFile': {
    what: 'Ce fichier n’est pas une trace de réponse intacte.',
    safe: safe.unchanged,
    next: 'Choisissez un fichier .json exporté par Prisme et que personne n’a modifié.',
  },
  'file.expired': {
    what: 'Le fichier choisi n’est plus connu.',
    safe: safe.file,
    next: 'Choisissez le fichier à nouveau.',
  },
  'file.tooLarge': {
    what: 'Le fichier est plus grand que la place libre.',
    safe: safe.file,
    next: 'Libérez de la place, puis choisissez le fichier à nouveau.',
  },
  'generation.contextFull': {
    what: 'La conversation est plus longue que le contexte du modèle.',
    safe: safe.unchanged,
    next: 'Laissez de côté les tours les plus anciens, ou commencez une nouvelle conversation.',
  },
  'generation.notFound': {
    what: 'Cette réponse n’est pas en cours.',
    safe: safe.unchanged,
    next: 'Rouvrez la conversation.',
  },
  'search.badQuery': {
    what: 'Une partie de cette recherche n’a pas de sens.',
    safe: safe.unchanged,
    next: 'Une date s’écrit 2026, 2026-03 ou 2026-03-31. Ce qu’on écarte avec « - » demande à côté un mot à chercher.',
  },
  'search.notIndexed': {
    what: 'Ce dossier de données vient d’un Prisme plus ancien, qui ne savait pas chercher.',
    safe: safe.unchanged,
    next: 'Ouvrez Prisme une fois : il met le dossier à jour.',
  },
  'scoring.notFound': {
    what: 'Cette mesure n’est plus connue.',
    safe: 'Le texte est toujours là.',
    next: 'Mesurez-le de nouveau.',
  },
  'scoring.textChanged': {
    what: 'Les jetons du modèle ne rendent pas ce texte octet par octet.',
    safe: 'Rien n’a été mesuré : les chiffres auraient porté sur un autre texte.',
    next: 'Changez ce qui se trouve à l’endroit indiqué, ou choisissez un autre modèle.',
  },
  'engine.exited': {
    what: 'Le moteur s’est arrêté de façon inattendue.',
    safe: safe.reply,
    next: 'Continuez ou réécrivez : le moteur redémarre de lui-même.',
  },
  'engine.hung': {
    what: 'Le moteur ne répondait plus et a été arrêté.',
    safe: safe.reply,
    next: 'Continuez ou réécrivez : le moteur redémarre de lui-même.',
  },
  'engine.unavailable': {
    what: 'Le moteur ne peut pas démarrer sur cette machine.',
    safe: safe.conversations,
    next: 'Installez Prisme à nouveau.',
  },
  'engine.badMessage': {
    what: 'Le moteur a envoyé quelque chose qui n’a pas de sens et a été arrêté.',
    safe: safe.reply,
    next: 'Continuez ou réécrivez : le moteur redémarre de lui-même.',
  },
  'engine.busy': {
    what: 'Le moteur est occupé par une autre demande.',
    safe: safe.unchanged,
    next: 'Attendez qu’elle se termine, ou arrêtez-la.',
  },
  'egress.denied': {
    what: 'Prisme a refusé de joindre une autre machine.',
    safe: 'Rien n’a été envoyé.',
    next: 'La page « Confidentialité » dit ce qui a été tenté, et si Prisme est hors ligne.',
  },
  'page.connectionLost': {
    what: 'La connexion à Prisme est coupée.',
    safe: safe.saved,
    next: 'Attendez qu’elle soit rétablie, puis réessayez.',
  },
};
