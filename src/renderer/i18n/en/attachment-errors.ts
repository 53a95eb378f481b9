/** English: the errors of documents of messages, in words. */
export const attachmentErrors = {
  'document.notFound': {
    what: 'This document is not there any more.',
    safe: 'Your message is kept.',
    next: 'Attach the file again.',
  },
  'document.tooMany': {
    what: 'This message has as many documents as it can have.',
    safe: null,
    next: 'Remove one, or send them in several messages.',
  },
};
