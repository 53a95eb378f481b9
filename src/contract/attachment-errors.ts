/**
 * The part of the catalogue (errors.ts) that is about documents of messages, once they are read. Portable.
 */
export const attachmentErrors = {
  'document.notFound': {
    message: 'This document is not there any more.',
    action: 'Attach the file again.',
  },
  'document.tooMany': {
    message: 'This message has as many documents as it can have.',
    action: 'Remove one, or send them in several messages.',
  },
} as const;
