/**
 * The one catalogue of errors. Portable. A code is permanent: it is stored, logged, tested and translated by it
 * (the words people read are in renderer/i18n and cli, keyed by code). An error that is not in this list is a bug.
 */
import { z } from 'zod';
import { attachmentErrors } from './attachment-errors.ts';
import { documentErrors } from './document-errors.ts';
import { downloadErrors } from './download-errors.ts';
import { hubErrors } from './hub-errors.ts';
import { modelErrors } from './model-errors.ts';
import { moveErrors } from './move-errors.ts';
import { promptErrors } from './prompt-errors.ts';

/** code → what happened and why, and what the person can do, in plain English for logs and the terminal. */
export const errorCatalogue = {
  ...hubErrors,
  'app.alreadyRunning': {
    message: 'Prisme is already open on this data folder.',
    action: 'Use the window that is open, or choose another folder with --data.',
  },
  'app.diskFull': {
    message: 'The disk that holds your conversations is full.',
    action: 'Free some space, then try again. Nothing that was saved is lost.',
  },
  'app.dataFolderNotWritable': {
    message: 'Prisme cannot write to its data folder.',
    action: 'Check the folder’s permissions, or choose another with --data.',
  },
  'app.storageFailed': {
    message: 'Reading or writing the data folder failed.',
    action: 'Check the disk, then try again. Nothing that was saved is lost.',
  },
  'app.invalidInput': {
    message: 'The request has a value outside its allowed range.',
    action: 'Correct the value named in the details.',
  },
  'app.internal': {
    message: 'Something failed that should not have.',
    action: 'Try again. If it happens again, the log in the data folder says where.',
  },
  'database.damaged': {
    message: 'The database is damaged and was left untouched.',
    action: 'Restore a backup ("restore"), or save what is readable ("salvage").',
  },
  'database.newerVersion': {
    message: 'The data folder was written by a newer Prisme.',
    action: 'Update Prisme. The data was not changed.',
  },
  'backup.notFound': {
    message: 'This backup does not exist any more.',
    action: 'Choose another one.',
  },
  'backup.notSound': {
    message: 'This backup is damaged and was not restored.',
    action: 'Choose another one. The database was not changed.',
  },
  'comparison.notFound': {
    message: 'This comparison does not exist any more.',
    action: 'Choose another comparison.',
  },
  'comparison.laneNotFound': {
    message: 'This lane is not in the comparison any more.',
    action: 'Reload the comparison.',
  },
  'comparison.full': {
    message: 'The comparison has as many lanes or prompts as it can have.',
    action: 'Remove a lane, or start a new comparison.',
  },
  'conversation.notFound': {
    message: 'This conversation does not exist any more.',
    action: 'Choose another conversation.',
  },
  'folder.notFound': {
    message: 'This folder does not exist any more.',
    action: 'Choose another folder.',
  },
  'folder.tooMany': {
    message: 'There are as many folders as there can be.',
    action: 'Delete one that you no longer need.',
  },
  'preset.notFound': {
    message: 'This preset does not exist any more.',
    action: 'Choose another preset.',
  },
  'preset.tooMany': {
    message: 'There are as many presets as there can be.',
    action: 'Delete one that you no longer need.',
  },
  'message.notFound': {
    message: 'This message does not exist any more.',
    action: 'Reload the conversation.',
  },
  'message.stillStreaming': {
    message: 'A reply is still being written in this conversation.',
    action: 'Stop it, or wait until it has finished.',
  },
  'summary.notFound': {
    message: 'This summary does not exist any more, or another one has taken its place.',
    action: 'Open the conversation again.',
  },
  'summary.notWritten': {
    message: 'The model wrote no summary.',
    action: 'Try again, or write it yourself.',
  },
  'message.notContinuable': {
    message: 'This reply cannot be continued from its exact tokens.',
    action: 'Regenerate it instead.',
  },
  'title.modelNotLoaded': {
    message: 'The model of this conversation is not loaded.',
    action: 'Load it, then ask for a title again.',
  },
  'trace.notFound': {
    message: 'No token trace was captured for this message.',
    action: 'Regenerate the reply to capture one.',
  },
  'trace.invalidFile': {
    message: 'This file is not a sound trace of a reply.',
    action: 'Choose a .json file that Prisme exported and nobody changed.',
  },
  'file.expired': { message: 'The chosen file is no longer known.', action: 'Choose the file again.' },
  'file.tooLarge': {
    message: 'The file is larger than the free space.',
    action: 'Free some space, then choose the file again.',
  },
  'generation.contextFull': {
    message: 'The conversation is longer than the model’s context.',
    action: 'Cut the oldest turns, or start a new conversation.',
  },
  'generation.notFound': { message: 'This reply is not being written.', action: 'Reload the conversation.' },
  'crossReading.notFound': {
    message: 'This comparison of readings is not known any more.',
    action: 'Start it again.',
  },
  'search.badQuery': {
    message: 'A part of this search makes no sense.',
    action:
      'Correct the part that is named: a date is 2026, 2026-03 or 2026-03-31, and -word needs another word.',
  },
  'search.notIndexed': {
    message: 'This data folder was last used by an older Prisme, which could not search.',
    action: 'Open Prisme once: it brings the folder up to date.',
  },
  'scoring.notFound': {
    message: 'This scoring is not known any more.',
    action: 'Start it again.',
  },
  'scoring.textChanged': {
    message: 'The model’s tokens do not stand for this text byte by byte.',
    action: 'Remove or change what stands at the place named in the details, or choose another model.',
  },
  'choices.notFound': {
    message: 'This run over questions is not known any more.',
    action: 'Start it again.',
  },
  'choices.invalidSet': {
    message: 'This file is not a set of questions.',
    action: 'Correct the line named in the details: one JSON object a line, with "question" and "answers".',
  },
  'choices.tooMany': {
    message: 'These are too many questions, orders and models for one run.',
    action: 'Choose fewer orders, fewer models, or a part of the questions.',
  },
  'choices.noBeginning': {
    message: 'Nothing stands before the answers’ first token, so it has no probability.',
    action: 'Make the question longer, or choose a model that has a start token.',
  },
  'vote.notFound': {
    message: 'This round of a blind vote does not exist any more.',
    action: 'Choose another one, or ask another question.',
  },
  'vote.comesFirst': {
    message: 'The names of these models are hidden until the vote.',
    action: 'Vote first. Then everything about the answers is shown.',
  },
  'vote.sameModel': {
    message: 'A blind vote needs two different models.',
    action: 'Choose another model for one of the two.',
  },
  'vote.notReady': {
    message: 'Both answers have to be there before the vote.',
    action: 'Wait until they are written, or let them go on.',
  },
  'vote.alreadyGiven': {
    message: 'There is a vote on these answers already.',
    action: 'Take it back first, or ask another question.',
  },
  'vote.notTakenBack': {
    message: 'There is no vote here that can be taken back: each can be once.',
    action: 'Delete it if it shall not count.',
  },
  'grid.notFound': {
    message: 'This grid does not exist any more.',
    action: 'Choose another grid.',
  },
  'grid.tooMany': {
    message: 'These are too many prompts, models, settings and seeds for one grid.',
    action: 'Choose fewer of them, or make two grids.',
  },
  'engine.exited': {
    message: 'The engine stopped unexpectedly.',
    action: 'The reply so far is kept. Send again: the engine restarts by itself.',
  },
  'engine.hung': {
    message: 'The engine did not answer and was stopped.',
    action: 'The reply so far is kept. Send again: the engine restarts by itself.',
  },
  'engine.unavailable': {
    message: 'The engine cannot start on this machine.',
    action: 'Reinstall Prisme; your conversations stay readable.',
  },
  'engine.badMessage': {
    message: 'The engine sent something that makes no sense and was stopped.',
    action: 'The reply so far is kept. Send again: the engine restarts by itself.',
  },
  'engine.busy': {
    message: 'The engine is busy with another request.',
    action: 'Wait until it has finished, or stop it.',
  },
  'egress.denied': {
    message: 'Prisme refused to reach another machine.',
    action: 'Nothing was sent. The privacy page says what was tried, and whether Prisme is offline.',
  },
  ...attachmentErrors,
  ...documentErrors,
  ...downloadErrors,
  ...modelErrors,
  ...moveErrors,
  ...promptErrors,
} as const satisfies Record<string, { message: string; action: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Plain values that say more about one occurrence, for example `{ needBytes, haveBytes }`. Never a stack, never a path of the page's. */
export const errorDetailsSchema = z.record(
  z.string().max(64),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
);
export type ErrorDetails = z.infer<typeof errorDetailsSchema>;

/** An error as it is stored with a message and as it crosses a port. */
export const errorRecordSchema = z.object({
  code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
  details: errorDetailsSchema,
});
export type ErrorRecord = z.infer<typeof errorRecordSchema>;

/** An expected failure, thrown anywhere behind the contract and carried to the caller with its code. */
export class PrismeError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(errorCatalogue[code].message, options);
    this.name = 'PrismeError';
    this.code = code;
    this.details = details;
  }

  get action(): string {
    return errorCatalogue[this.code].action;
  }

  toRecord(): ErrorRecord {
    return { code: this.code, details: this.details };
  }
}

/** What oRPC puts on the wire for each code: the details as data; the words are looked up by code on the other side. */
export const errorMap = Object.fromEntries(
  Object.entries(errorCatalogue).map(([code, { message }]) => [code, { message, data: errorDetailsSchema }]),
) as Record<ErrorCode, { message: string; data: typeof errorDetailsSchema }>;
