/**
 * The part of the catalogue (errors.ts) that is about the prompt library. Portable.
 */
export const promptErrors = {
  'prompt.notFound': {
    message: 'This prompt is not in the library any more.',
    action: 'Choose another prompt.',
  },
  'prompt.nameTaken': {
    message: 'Another prompt in the library has this name.',
    action: 'Choose another name.',
  },
  'prompt.commandTaken': {
    message: 'Another prompt in the library has this slash command.',
    action: 'Choose another command.',
  },
  'prompt.tooMany': {
    message: 'The prompt library holds as many prompts, or as much text, as it can.',
    action: 'Delete a prompt that you no longer need.',
  },
  'prompt.invalidFile': {
    message: 'This file is not a sound file of prompts, so nothing of it was taken. Nothing was changed.',
    action: 'The details name the place in it and what is wrong there. Export it again, or correct it.',
  },
} as const;
