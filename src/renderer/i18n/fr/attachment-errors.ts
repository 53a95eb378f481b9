/** French: the errors of documents of messages, in words. */
export const attachmentErrors = {
  'document.notFound': {
    what: 'Ce document n’existe plus.',
    safe: 'Votre message est gardé.',
    next: 'Joignez de nouveau le fichier.',
  },
  'document.tooMany': {
    what: 'Ce message a déjà autant de documents que possible.',
    safe: null,
    next: 'Retirez-en un, ou envoyez-les en plusieurs messages.',
  },
};
