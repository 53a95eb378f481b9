/**
 * What can go wrong with a model: its file, its loading, what it says and its chat template. Portable. A part of the catalogue
 * in errors.ts.
 */
export const modelErrors = {
  'model.notFound': {
    message: 'This model is not in the list any more.',
    action: 'Choose another model, or add the file again.',
  },
  'model.noneChosen': { message: 'No model is chosen.', action: 'Choose a model, or add a GGUF file.' },
  'model.notGguf': {
    message: 'This file is not a GGUF model.',
    action: 'Choose a file that ends in .gguf and was made for llama.cpp.',
  },
  'model.truncated': {
    message: 'The model file is shorter than its header says.',
    action: 'Download or copy it again.',
  },
  'model.corrupt': { message: 'The model file is damaged.', action: 'Download or copy it again.' },
  'model.partMissing': {
    message: 'The model is split over several files, and one of them is missing.',
    action: 'Put the missing file beside the others. Its name is in the details.',
  },
  'model.inUse': {
    message: 'Something is running with this model.',
    action: 'Stop it, or wait until it has finished, then try again.',
  },
  'model.notDeletable': {
    message: 'This file belongs to another program, or is a link to a file elsewhere.',
    action: 'Delete it there. Taking the model from the list leaves the file alone.',
  },
  'model.notInBin': {
    message: 'This file is not in the bin any more, or another file has taken its place.',
    action: 'Look at the folder where it was, or add the file again.',
  },
  'model.unsupportedVersion': {
    message: 'The GGUF version of this file is not supported.',
    action: 'Choose a file of GGUF version 2 or 3.',
  },
  'model.unsupportedArchitecture': {
    message: 'This engine does not know the model’s architecture.',
    action: 'Choose another model, or update Prisme.',
  },
  'model.notEnoughMemory': {
    message: 'There is not enough free memory for this model.',
    action: 'Close other programs, choose a smaller context, or a smaller model.',
  },
  'model.unreadable': {
    message: 'The model file cannot be read.',
    action: 'Check that the file is still there and that you may read it.',
  },
  'model.loadFailed': {
    message: 'The engine could not load the model.',
    action: 'Try again, or choose another model.',
  },
  'model.quarantined': {
    message: 'This model made its engine stop three times within a minute.',
    action: 'It can be tried again after you release it in the model list.',
  },
  'model.invalidOutput': {
    message: 'The model gave numbers that are not numbers.',
    action: 'The file may be damaged: download it again, or choose another model.',
  },
  'model.templateFailed': {
    message: 'The model’s chat template could not be applied.',
    action: 'Choose another chat format for the model, another model, or write without a template.',
  },
  'model.noChatTemplate': {
    message: 'This model has no chat template: it continues texts, it does not chat.',
    action: 'Choose a chat format for the model, use a raw text, or choose another model.',
  },
} as const;
