/** French: the errors of the prompt library, in words. */
export const promptErrors = {
  'prompt.notFound': {
    what: 'Ce prompt n’est plus dans la bibliothèque.',
    safe: null,
    next: 'Choisissez un autre prompt.',
  },
  'prompt.nameTaken': {
    what: 'Un autre prompt de la bibliothèque porte ce nom.',
    safe: 'Rien n’a été modifié.',
    next: 'Choisissez un autre nom.',
  },
  'prompt.commandTaken': {
    what: 'Un autre prompt de la bibliothèque a cette commande.',
    safe: 'Rien n’a été modifié.',
    next: 'Choisissez une autre commande.',
  },
  'prompt.tooMany': {
    what: 'La bibliothèque contient autant de prompts, ou de texte, que possible.',
    safe: 'Rien n’a été modifié.',
    next: 'Supprimez un prompt dont vous n’avez plus besoin.',
  },
  'prompt.invalidFile': {
    what: 'Ce fichier de prompts n’est pas intact : rien n’en a été repris.',
    safe: 'Rien n’a été modifié.',
    next: 'L’endroit et le défaut sont indiqués ci-dessous. Exportez-le à nouveau, ou corrigez-le.',
  },
  'prompt.missingValue': {
    what: 'Une variable du prompt n’a pas de valeur.',
    safe: 'Rien n’a été envoyé.',
    next: 'Donnez-lui-en une.',
  },
};
