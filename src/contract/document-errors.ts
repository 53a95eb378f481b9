/**
 * The part of the catalogue (errors.ts) that is about reading documents. Portable. Each has `name` among its details.
 */
export const documentErrors = {
  'document.unsupported': {
    message: 'This kind of file cannot be read as a document.',
    action:
      'Choose a text, Markdown, CSV, source code, PDF or Word (.docx) file, or save it as one of these.',
  },
  'document.damaged': {
    message: 'This document is damaged, or is not what its name says.',
    action: 'Open it in the program that made it and save it again, or choose another copy.',
  },
  'document.encrypted': {
    message: 'This document is protected with a password.',
    action: 'Save it without the password, then choose it again.',
  },
  'document.noText': {
    message: 'There is no text in this document. A scan is a picture of text.',
    action: 'Choose a document with a text layer: a program for text recognition (OCR) adds one.',
  },
  'document.tooLarge': {
    message: 'This document is too large to be read.',
    action: 'Choose a part of it. The limit is in the details.',
  },
  'document.timedOut': {
    message: 'Reading this document took too long and was stopped.',
    action: 'Choose a part of it, or save it anew: a program that prints to PDF often makes it simpler.',
  },
} as const;
