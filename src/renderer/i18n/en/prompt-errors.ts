/** English: the errors of the prompt library, in words. */
export const promptErrors = {
  'prompt.notFound': {
    what: 'This prompt is not in the library any more.',
    safe: null,
    next: 'Choose another prompt.',
  },
  'prompt.nameTaken': {
    what: 'Another prompt in the library has this name.',
    safe: 'Nothing was changed.',
    next: 'Choose another name.',
  },
  'prompt.commandTaken': {
    what: 'Another prompt in the library has this command.',
    safe: 'Nothing was changed.',
    next: 'Choose another command.',
  },
  'prompt.tooMany': {
    what: 'The prompt library holds as many prompts, or as much text, as it can.',
    safe: 'Nothing was changed.',
    next: 'Delete a prompt that you no longer need.',
  },
  'prompt.invalidFile': {
    what: 'This is not a sound file of prompts, so nothing of it was taken.',
    safe: 'Nothing was changed.',
    next: 'The place and what is wrong there are named below. Export it again, or correct it.',
  },
};
