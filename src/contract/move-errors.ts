/**
 * The part of the catalogue (errors.ts) that is about taking conversations along and bringing them in. Portable.
 */
export const moveErrors = {
  'move.invalidFile': {
    message: 'This file is not sound, so nothing of it was taken. Nothing was changed.',
    action:
      'The details name the file, the place in it and what is wrong there. Export it again, or correct it.',
  },
  'move.unknownFile': {
    message: 'This is not a file of conversations that Prisme knows. Nothing was changed.',
    action:
      'Choose an export of Prisme, or one of ChatGPT or Claude (conversations.json), Open WebUI, LM Studio (.conversation.json) or Jan (messages.jsonl, with thread.json).',
  },
  'move.packedFile': {
    message: 'This file is packed (zip). Nothing was changed.',
    action: 'Unpack it first, then choose conversations.json from it.',
  },
} as const;
