/** English: the errors of taking conversations along and bringing them in, in words. */
export const moveErrors = {
  'move.invalidFile': {
    what: 'This file is not sound, so nothing of it was taken.',
    safe: 'Nothing was changed.',
    next: 'The place and what is wrong there are named below. Export it again, or correct it.',
  },
  'move.unknownFile': {
    what: 'This is not a file of conversations that Prisme knows.',
    safe: 'Nothing was changed.',
    next: 'Choose an export of Prisme, or one of ChatGPT or Claude (conversations.json), Open WebUI, LM Studio (.conversation.json) or Jan (messages.jsonl, with thread.json).',
  },
  'move.packedFile': {
    what: 'This file is packed (zip).',
    safe: 'Nothing was changed.',
    next: 'Unpack it first, then choose conversations.json from it.',
  },
};
