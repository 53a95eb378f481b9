/** English: the errors of models, in words. */
const safe = {
  unchanged: 'Nothing was changed.',
  file: 'The file was not changed.',
  conversations: 'Your conversations are safe.',
  reply: 'The reply so far is kept.',
};

export const modelErrors = {
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
};
