/** English: titles that a model writes. */
export const titles = {
  write: 'Write a new title',
  cancel: 'Stop writing the title',
  takeBack: 'Back to the first words',
  writing: 'The model is writing a title',
  byModel: '“{{title}}”, a title by the model',
  written: 'The model has written a new title.',
  kept: 'What the model wrote is no title. The old one stays.',
  takenBack: 'The title is made of the first words again.',
  setting: 'Titles of conversations',
  settingHint:
    'After the first reply, the conversation’s own model can write a short title, when nothing else wants it. A title of yours is never replaced.',
  model: 'By the model',
  beginning: 'First words',
};
