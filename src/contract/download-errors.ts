/**
 * The part of the catalogue (errors.ts) that is about downloads. Portable.
 */
export const downloadErrors = {
  'download.unreachable': {
    message: 'The server could not be reached, or the connection broke.',
    action: 'Check the connection, then let it go on: what has arrived is kept.',
  },
  'download.refused': {
    message: 'The server answered with an error.',
    action: 'Try again later, or look at the model’s page on the hub.',
  },
  'download.gated': {
    message: 'The hub gives this model only to those who have accepted its terms.',
    action: 'Accept them on the model’s page, then give Prisme your token in the settings.',
  },
  'download.fileMissing': {
    message: 'The hub does not have this file.',
    action: 'Look at the model’s files again.',
  },
  'download.changed': {
    message: 'The server sends another file than the one that was chosen.',
    action: 'Look at the model’s files again, then start it anew.',
  },
  'download.wrongHash': {
    message: 'What arrived is not the file that the hub describes, and was deleted.',
    action: 'Start it again. If it happens again, choose another mirror or another file.',
  },
  'download.notEnoughSpace': {
    message: 'There is not enough free space for this download.',
    action: 'Free some space, then let it go on: what has arrived is kept.',
  },
  'download.folderNotWritable': {
    message: 'Prisme cannot write to its model folder.',
    action: 'Check the folder’s permissions, or choose another with --models.',
  },
  'download.notFound': {
    message: 'This download is not in the list any more.',
    action: 'Start it again.',
  },
} as const;
