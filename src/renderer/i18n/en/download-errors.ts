/** English: what can go wrong with a download: what happened, what is safe, what to do. */
import type { ErrorWords } from '../error-words.ts';

export const downloadErrors = {
  'download.unreachable': {
    what: 'The server could not be reached, or the connection broke.',
    safe: 'What has arrived is kept.',
    next: 'Check the connection, then let it go on.',
  },
  'download.refused': {
    what: 'The server answered with an error.',
    safe: 'What has arrived is kept.',
    next: 'Try again later, or look at the model’s page on the hub.',
  },
  'download.gated': {
    what: 'The hub gives this model only to those who have accepted its terms.',
    safe: null,
    next: 'Accept them on the model’s page, then give Prisme your token in the settings, under “Network”.',
  },
  'download.fileMissing': {
    what: 'The hub does not have this file.',
    safe: null,
    next: 'Look at the model’s files again.',
  },
  'download.changed': {
    what: 'The server sends another file than the one that was chosen.',
    safe: 'No part of it was put among your models.',
    next: 'Look at the model’s files again, then start it anew.',
  },
  'download.wrongHash': {
    what: 'What arrived is not the file that the hub describes.',
    safe: 'It was deleted, and was never among your models.',
    next: 'Start it again. If it happens again, choose another mirror or another file.',
  },
  'download.notEnoughSpace': {
    what: 'There is not enough free space for this download.',
    safe: 'What has arrived is kept.',
    next: 'Free some space, then let it go on.',
  },
  'download.folderNotWritable': {
    what: 'Prisme cannot write to its model folder.',
    safe: 'What has arrived is kept.',
    next: 'Check the permissions of the folder, or start Prisme with another one.',
  },
  'download.notFound': {
    what: 'This download is not in the list any more.',
    safe: null,
    next: 'Start it again.',
  },
} satisfies Record<string, ErrorWords>;
