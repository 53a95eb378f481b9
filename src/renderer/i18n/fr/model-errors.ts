/** French: the errors of models, in words. */
const safe = {
  unchanged: 'Rien n’a été modifié.',
  file: 'Le fichier n’a pas été modifié.',
  conversations: 'Vos conversations sont intactes.',
  reply: 'La réponse écrite jusque-là est gardée.',
};

export const modelErrors = {
  'model.notFound': {
    what: 'Ce modèle n’est plus dans la liste.',
    safe: safe.unchanged,
    next: 'Choisissez un autre modèle, ou ajoutez le fichier à nouveau.',
  },
  'model.noneChosen': {
    what: 'Aucun modèle n’est choisi.',
    safe: safe.unchanged,
    next: 'Choisissez un modèle, ou ajoutez un fichier GGUF.',
  },
  'model.notGguf': {
    what: 'Ce fichier n’est pas un modèle GGUF.',
    safe: safe.file,
    next: 'Choisissez un fichier qui finit par .gguf et a été fait pour llama.cpp.',
  },
  'model.truncated': {
    what: 'Le fichier du modèle est plus court que ne le dit son en-tête.',
    safe: safe.file,
    next: 'Téléchargez-le ou copiez-le à nouveau.',
  },
  'model.corrupt': {
    what: 'Le fichier du modèle est endommagé.',
    safe: safe.file,
    next: 'Téléchargez-le ou copiez-le à nouveau.',
  },
  'model.partMissing': {
    what: 'Le modèle est réparti sur plusieurs fichiers, et l’un d’eux manque.',
    safe: safe.file,
    next: 'Remettez le fichier manquant à côté des autres.',
  },
  'model.inUse': {
    what: 'Ce modèle est en train de travailler.',
    safe: safe.file,
    next: 'Arrêtez-le, ou attendez qu’il ait fini, puis réessayez.',
  },
  'model.notDeletable': {
    what: 'Ce fichier appartient à un autre programme, ou n’est qu’un lien vers un fichier rangé ailleurs.',
    safe: safe.file,
    next: 'Supprimez-le là-bas. Retirer le modèle de la liste ne touche pas au fichier.',
  },
  'model.notInBin': {
    what: 'Ce fichier n’est plus dans la corbeille, ou un autre a pris sa place.',
    safe: safe.unchanged,
    next: 'Regardez dans le dossier où il était, ou ajoutez le fichier à nouveau.',
  },
  'model.unsupportedVersion': {
    what: 'La version GGUF de ce fichier n’est pas prise en charge.',
    safe: safe.file,
    next: 'Choisissez un fichier GGUF de version 2 ou 3.',
  },
  'model.unsupportedArchitecture': {
    what: 'Le moteur ne connaît pas l’architecture de ce modèle.',
    safe: safe.file,
    next: 'Choisissez un autre modèle, ou mettez Prisme à jour.',
  },
  'model.notEnoughMemory': {
    what: 'Il n’y a pas assez de mémoire libre pour ce modèle.',
    safe: safe.conversations,
    next: 'Fermez d’autres programmes, choisissez un contexte plus petit ou un modèle plus petit.',
  },
  'model.unreadable': {
    what: 'Le fichier du modèle ne peut pas être lu.',
    safe: safe.file,
    next: 'Vérifiez que le fichier est toujours là et que vous pouvez le lire.',
  },
  'model.loadFailed': {
    what: 'Le moteur n’a pas pu charger le modèle.',
    safe: safe.conversations,
    next: 'Réessayez, ou choisissez un autre modèle.',
  },
  'model.quarantined': {
    what: 'Ce modèle a fait s’arrêter son moteur trois fois en une minute.',
    safe: safe.conversations,
    next: 'Libérez-le dans la liste des modèles pour réessayer.',
  },
  'model.invalidOutput': {
    what: 'Le modèle a donné des valeurs qui ne sont pas des nombres.',
    safe: safe.reply,
    next: 'Le fichier est peut-être endommagé : téléchargez-le à nouveau, ou choisissez un autre modèle.',
  },
  'model.templateFailed': {
    what: 'Le gabarit de conversation du modèle n’a pas pu être appliqué.',
    safe: safe.unchanged,
    next: 'Choisissez un autre format de conversation dans les détails du modèle, ou un autre modèle.',
  },
  'model.noChatTemplate': {
    what: 'Ce modèle n’a pas de gabarit de conversation : il continue des textes, il ne converse pas.',
    safe: safe.unchanged,
    next: 'Choisissez un format de conversation dans les détails du modèle, ou un autre modèle.',
  },
};
