/** English: the first start. */
export const firstRun = {
  progress: 'Step {{step}} of {{count}}',
  languageTitle: 'Welcome to Prisme',
  languageHint:
    'Chat with a language model on your own machine, and see how likely each word was. Which language would you like to read?',
  modelTitle: 'Choose a model',
  modelHint: 'A model is a GGUF file. It stays on this machine, and so does all that you write.',
  calibrationTitle: 'Getting to know your machine',
  calibrationHint: 'Prisme loads {{model}} and measures once how fast it writes here.',
  loading: 'Loading the model',
  measuring: 'Measuring the speed',
  resultFast: '{{model}} writes about {{speed}} tokens a second here: faster than you read.',
  resultReading: '{{model}} writes about {{speed}} tokens a second here: about as fast as you read.',
  resultSlow: '{{model}} writes about {{speed}} tokens a second here. A smaller model would be quicker.',
  resultThreads: 'Prisme will use {{threads}}, the best number that was measured here.',
  ready: '{{model}} is ready.',
  start: 'Start',
  find: 'Find a model',
  later: 'Choose a model later',
};
