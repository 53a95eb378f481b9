/** English: summaries that stand in the place of the oldest messages. */
export const summary = {
  mark_one: 'The oldest message is read as a summary',
  mark_other: 'The {{shown}} oldest messages are read as a summary',
  by: 'Written by {{model}}, {{date}}',
  edited: 'words changed by you',
  tokens_one: '{{shown}} token',
  tokens_other: '{{shown}} tokens',
  hint: 'The model reads this text in the place of these messages. Changes count from the next reply on. The messages stay as they are.',
  text: 'Summary',
  edit: 'Edit',
  save: 'Save',
  cancel: 'Cancel',
  rewrite: 'Write again',
  rewriting: 'Writing again',
  stop: 'Stop summarising',
  drop: 'Read the messages again',
  dropHint:
    'The model reads the messages themselves again. Where they do not fit, what you chose for a full context happens.',
  dropped: 'The summary is not read any more.',
  undo: 'Undo',
  step_one: 'Summarising the oldest message',
  step_other: 'Summarising the {{shown}} oldest messages',
  stepPart: 'part {{part}} of about {{parts}}',
  stepReading: 'reading {{evaluated}} of {{total}} tokens',
  read_one: 'The oldest message was read as a summary.',
  read_other: 'The {{shown}} oldest messages were read as a summary.',
  readEarlier: 'Its words were changed or dropped since.',
  failures: {
    empty: 'The model wrote no summary, so the oldest turns were left out.',
    failed: 'The summary could not be written, so the oldest turns were left out.',
    completion:
      'This model only goes on with texts and writes no summaries, so the oldest turns were left out.',
    noRoom: 'There is no room for a summary beside this message, so the oldest turns were left out.',
  },
  willSummarise_one:
    'Before the reply, the model first writes a summary of the oldest message. That takes a moment.',
  willSummarise_other:
    'Before the reply, the model first writes a summary of the {{shown}} oldest messages. That takes a moment.',
  wouldSummarise_one:
    'Or the model first writes a summary of the oldest message, which takes a moment, and reads that.',
  wouldSummarise_other:
    'Or the model first writes a summary of the {{shown}} oldest messages, which takes a moment, and reads that.',
  willSummariseShort_one: '1 message will be summarised first',
  willSummariseShort_other: '{{shown}} messages will be summarised first',
  obstacles: {
    completion:
      'This model only goes on with texts: it writes no summaries. The oldest turns are left out instead.',
    noRoom: 'There is no room for a summary beside this message. The oldest turns are left out instead.',
  },
  onlyChat: 'Summaries need a model that answers. This one only goes on with texts.',
  onlyRoom: 'There is no room for a summary beside this message.',
  send: 'Summarise the oldest turns and send',
};
