/** English: every error code in words: what happened, what is safe, what to do. */
import type { PageErrorCode } from '../../core-error.ts';
import type { ErrorWords } from '../error-words.ts';
import { attachmentErrors } from './attachment-errors.ts';
import { comparingErrors } from './comparing-errors.ts';
import { documentErrors } from './document-errors.ts';
import { downloadErrors } from './download-errors.ts';
import { hubErrors } from './hub-errors.ts';
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
  'model.notFound': {
    what: 'This model is not in the list any more.',
    safe: safe.unchanged,
    next: 'Choose another model, or add the file again.',
  },
  'model.noneChosen': {
    what: 'No model is chosen.',
    safe: safe.unchanged,
    next: 'Choose a model, or add a GGUF file.',
  },
  'model.notGguf': {
    what: 'This file is not a GGUF model.',
    safe: safe.file,
    next: 'Choose a file that ends in .gguf and was made for llama.cpp.',
  },
  'model.truncated': {
    what: 'The model file is shorter than its header says.',
    safe: safe.file,
    next: 'Download or copy it again.',
  },
  'model.corrupt': {
    what: 'The model file is damaged.',
    safe: safe.file,
    next: 'Download or copy it again.',
  },
  'model.partMissing': {
    what: 'The model is split over several files, and one of them is missing.',
    safe: safe.file,
    next: 'Put the missing file beside the others.',
  },
  'model.inUse': {
    what: 'Something is running with this model.',
    safe: safe.file,
    next: 'Stop it, or wait until it has finished, then try again.',
  },
  'model.notDeletable': {
    what: 'This file belongs to another program, or is a link to a file elsewhere.',
    safe: safe.file,
    next: 'Delete it there. Taking the model from the list leaves the file alone.',
  },
  'model.notInBin': {
    what: 'This file is not in the bin any more, or another file has taken its place.',
    safe: safe.unchanged,
    next: 'Look at the folder where it was, or add the file again.',
  },
  'model.unsupportedVersion': {
    what: 'The GGUF version of this file is not supported.',
    safe: safe.file,
    next: 'Choose a file of GGUF version 2 or 3.',
  },
  'model.unsupportedArchitecture': {
    what: 'The engine does not know the architecture of this model.',
    safe: safe.file,
    next: 'Choose another model, or update Prisme.',
  },
  'model.notEnoughMemory': {
    what: 'There is not enough free memory for this model.',
    safe: safe.conversations,
    next: 'Close other programs, choose a smaller context, or a smaller model.',
  },
  'model.unreadable': {
    what: 'The model file cannot be read.',
    safe: safe.file,
    next: 'Check that the file is still there and that you may read it.',
  },
  'model.loadFailed': {
    what: 'The engine could not load the model.',
    safe: safe.conversations,
    next: 'Try again, or choose another model.',
  },
  'model.quarantined': {
    what: 'This model made its engine stop three times within a minute.',
    safe: safe.conversations,
    next: 'Release it in the list of models to try again.',
  },
  'model.invalidOutput': {
    what: 'The model gave values that are not numbers.',
    safe: safe.reply,
    next: 'The file may be damaged: download it again, or choose another model.',
  },
  'model.templateFailed': {
    what: 'The chat template of the model could not be applied.',
    safe: safe.unchanged,
    next: 'Choose another chat format in the details of the model, or another model.',
  },
  'model.noChatTemplate': {
    what: 'This model has no chat template: it continues texts, it does not chat.',
    safe: safe.unchanged,
    next: 'Choose a chat format in the details of the model, or another model.',
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
