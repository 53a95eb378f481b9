/** English: the errors of reading documents, in words. */
export const documentErrors = {
  'document.unsupported': {
    what: 'This kind of file cannot be read as a document.',
    safe: 'Nothing was attached.',
    next: 'Choose a text, Markdown, CSV, source code, PDF or Word (.docx) file, or save it as one of these.',
  },
  'document.damaged': {
    what: 'This document is damaged, or is not what its name says.',
    safe: 'Nothing was attached, and the file was not changed.',
    next: 'Open it in the program that made it and save it again, or choose another copy.',
  },
  'document.encrypted': {
    what: 'This document is protected with a password.',
    safe: 'Nothing was attached.',
    next: 'Save it without the password, then choose it again.',
  },
  'document.noText': {
    what: 'There is no text in this document. A scan is a picture of text.',
    safe: 'Nothing was attached.',
    next: 'Choose a document with a text layer: a program for text recognition (OCR) adds one.',
  },
  'document.tooLarge': {
    what: 'This document is too large to be read.',
    safe: 'Nothing was attached.',
    next: 'Choose a part of it. The limit is named below.',
  },
  'document.timedOut': {
    what: 'Reading this document took too long and was stopped.',
    safe: 'Nothing was attached.',
    next: 'Choose a part of it, or save it anew: a program that prints to PDF often makes it simpler.',
  },
};
