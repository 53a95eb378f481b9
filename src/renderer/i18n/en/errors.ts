/** English: every error code in words: what happened, what is safe, what to do. */
import type { PageErrorCode } from '../../core-error.ts';
import type { ErrorWords } from '../error-words.ts';
import { attachmentErrors } from './attachment-errors.ts';
import { comparingErrors } from './comparing-errors.ts';
import { documentErrors } from './document-errors.ts';
import { downloadErrors } from './download-errors.ts';
import { hubErrors } from './hub-errors.ts';
import { modelErrors } from './model-errors.ts';
import { moveErrors } from './move-errors.ts';
import { promptErrors } from './prompt-errors.ts';

const safe = {
  saved: 'Nothing that was saved is lost.',
  unchanged: 'Nothing was changed.',
  untouched: 'The data was left untouched.',
  file: 'The file was not changed.',
  conversations: 'Your conversations are safe.',
  reply: 'The reply so far is kept.',
};

export const errors: Record<PageErrorCode, ErrorWords> = {
  ...attachmentErrors,
  ...comparingErrors,
  ...documentErrors,
  ...downloadErrors,
  ...hubErrors,
  ...modelErrors,
  ...moveErrors,
  ...promptErrors,
  'app.alreadyRunning': {
    what: 'Prisme is already open on this data folder.',
    safe: safe.saved,
    next: 'Use the window that is open.',
  },
  'app.diskFull': {
    what: 'The disk that holds your conversations is full.',
    safe: safe.saved,
    next: 'Free some space, then try again.',
  },
  'app.dataFolderNotWritable': {
    what: 'Prisme cannot write to its data folder.',
    safe: safe.saved,
    next: 'Check the permissions of the folder, or start Prisme with another one.',
  },
  'app.storageFailed': {
    what: 'Reading or writing the data folder failed.',
    safe: safe.saved,
    next: 'Check the disk, then try again.',
  },
  'app.invalidInput': {
    what: 'A value is outside its allowed range.',
    safe: safe.unchanged,
    next: 'Correct the value, then try again.',
  },
  'app.internal': {
    what: 'Something failed that should not have.',
    safe: safe.saved,
    next: 'Try again. If it happens again, the log in the data folder says where.',
  },
  'database.damaged': {
    what: 'The database is damaged.',
    safe: safe.untouched,
    next: 'Restore a backup, or save what is readable.',
  },
  'database.newerVersion': {
    what: 'The data folder was written by a newer Prisme.',
    safe: safe.untouched,
    next: 'Update Prisme.',
  },
  'backup.notFound': {
    what: 'This backup does not exist any more.',
    safe: safe.unchanged,
    next: 'Choose another one.',
  },
  'backup.notSound': {
    what: 'This backup is damaged and was not restored.',
    safe: safe.unchanged,
    next: 'Choose another one.',
  },
  'conversation.notFound': {
    what: 'This conversation does not exist any more.',
    safe: null,
    next: 'Choose another conversation.',
  },
  'folder.notFound': {
    what: 'This folder does not exist any more.',
    safe: null,
    next: 'Choose another folder.',
  },
  'folder.tooMany': {
    what: 'There are as many folders as there can be.',
    safe: null,
    next: 'Delete one that you no longer need.',
  },
  'preset.notFound': {
    what: 'This preset does not exist any more.',
    safe: null,
    next: 'Choose another preset.',
  },
  'preset.tooMany': {
    what: 'There are as many presets as there can be.',
    safe: null,
    next: 'Delete one that you no longer need.',
  },
  'message.notFound': {
    what: 'This message does not exist any more.',
    safe: null,
    next: 'Open the conversation again.',
  },
  'message.stillStreaming': {
    what: 'A reply is still being written in this conversation.',
    safe: safe.unchanged,
    next: 'Stop it, or wait until it has ended.',
  },
  'summary.notFound': {
    what: 'This summary does not exist any more, or another one has taken its place.',
    safe: safe.unchanged,
    next: 'Open the conversation again.',
  },
  'summary.notWritten': {
    what: 'The model wrote no summary.',
    safe: safe.unchanged,
    next: 'Try again, or write it yourself.',
  },
  'message.notContinuable': {
    what: 'This reply cannot be continued from its exact tokens.',
    safe: safe.unchanged,
    next: 'Write it again instead.',
  },
  'title.modelNotLoaded': {
    what: 'The model of this conversation is not loaded, and a title does not load one.',
    safe: safe.unchanged,
    next: 'Load it, then ask for a title again.',
  },
  'trace.notFound': {
    what: 'No token trace was captured for this message.',
    safe: safe.unchanged,
    next: 'Write the reply again to capture one.',
  },
  'trace.invalidFile': {
    what: 'This file is not a sound trace of a reply.',
    safe: safe.unchanged,
    next: 'Choose a .json file that Prisme exported and that nobody changed.',
  },
  'file.expired': {
    what: 'The chosen file is no longer known.',
    safe: safe.file,
    next: 'Choose the file again.',
  },
  'file.tooLarge': {
    what: 'The file is larger than the free space.',
    safe: safe.file,
    next: 'Free some space, then choose the file again.',
  },
  'generation.contextFull': {
    what: 'The conversation is longer than the context of the model.',
    safe: safe.unchanged,
    next: 'Leave out the oldest turns, or start a new conversation.',
  },
  'generation.notFound': {
    what: 'This reply is not being written.',
    safe: safe.unchanged,
    next: 'Open the conversation again.',
  },
  'search.badQuery': {
    what: 'A part of this search makes no sense.',
    safe: safe.unchanged,
    next: 'A date is 2026, 2026-03 or 2026-03-31. What is left out with “-” needs a word to look for beside it.',
  },
  'search.notIndexed': {
    what: 'This data folder was last used by an older Prisme, which could not search.',
    safe: safe.unchanged,
    next: 'Open Prisme once: it brings the folder up to date.',
  },
  'scoring.notFound': {
    what: 'This scoring is not known any more.',
    safe: 'The text is still here.',
    next: 'Score it again.',
  },
  'scoring.textChanged': {
    what: 'The model’s tokens do not stand for this text byte by byte.',
    safe: 'Nothing was scored: the numbers would have been about another text.',
    next: 'Change what stands at the place named here, or choose another model.',
  },
  'engine.exited': {
    what: 'The engine stopped unexpectedly.',
    safe: safe.reply,
    next: 'Go on, or write again: the engine restarts by itself.',
  },
  'engine.hung': {
    what: 'The engine did not answer and was stopped.',
    safe: safe.reply,
    next: 'Go on, or write again: the engine restarts by itself.',
  },
  'engine.unavailable': {
    what: 'The engine cannot start on this machine.',
    safe: safe.conversations,
    next: 'Install Prisme again.',
  },
  'engine.badMessage': {
    what: 'The engine sent something that makes no sense and was stopped.',
    safe: safe.reply,
    next: 'Go on, or write again: the engine restarts by itself.',
  },
  'engine.busy': {
    what: 'The engine is busy with another request.',
    safe: safe.unchanged,
    next: 'Wait until it has ended, or stop it.',
  },
  'egress.denied': {
    what: 'Prisme refused to reach another machine.',
    safe: 'Nothing was sent.',
    next: 'The page “Privacy” says what was tried, and whether Prisme is offline.',
  },
  'page.connectionLost': {
    what: 'The connection to Prisme is lost.',
    safe: safe.saved,
    next: 'Wait until it is open again, then try again.',
  },
};
