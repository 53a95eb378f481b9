/** French: the errors of taking conversations along and bringing them in, in words. */
export const moveErrors = {
  'move.invalidFile': {
    what: 'Ce fichier n’est pas intact : rien n’en a été repris.',
    safe: 'Rien n’a été modifié.',
    next: 'L’endroit et le défaut sont indiqués ci-dessous. Exportez-le à nouveau, ou corrigez-le.',
  },
  'move.unknownFile': {
    what: 'Ce n’est pas un fichier de conversations que Prisme connaît.',
    safe: 'Rien n’a été modifié.',
    next: 'Choisissez un export de Prisme, ou de ChatGPT ou Claude (conversations.json), Open WebUI, LM Studio (.conversation.json) ou Jan (messages.jsonl, avec thread.json).',
  },
  'move.packedFile': {
    what: 'Ce fichier est compressé (zip).',
    safe: 'Rien n’a été modifié.',
    next: 'Décompressez-le d’abord, puis choisissez conversations.json dedans.',
  },
};
