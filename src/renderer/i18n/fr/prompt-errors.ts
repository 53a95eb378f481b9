/** French: the errors of the prompt library, in words. */
export const promptErrors = {
  'prompt.notFound': {
    what: 'Cette demande n’est plus dans la bibliothèque.',
    safe: null,
    next: 'Choisissez une autre demande.',
  },
  'prompt.nameTaken': {
    what: 'Une autre demande de la bibliothèque porte ce nom.',
    safe: 'Rien n’a été modifié.',
    next: 'Choisissez un autre nom.',
  },
  'prompt.commandTaken': {
    what: 'Une autre demande de la bibliothèque a cette commande.',
    safe: 'Rien n’a été modifié.',
    next: 'Choisissez une autre commande.',
  },
  'prompt.tooMany': {
    what: 'La bibliothèque contient autant de demandes, ou de texte, que possible.',
    safe: 'Rien n’a été modifié.',
    next: 'Supprimez une demande dont vous n’avez plus besoin.',
  },
  'prompt.invalidFile': {
    what: 'Ce fichier de demandes n’est pas intact : rien n’en a été repris.',
    safe: 'Rien n’a été modifié.',
    next: 'L’endroit et le défaut sont indiqués ci-dessous. Exportez-le à nouveau, ou corrigez-le.',
  },
};
