/** English: backups, and the screen of a database that cannot be opened. */
export const backups = {
  title: 'Backups',
  lead: 'Prisme copies everything once a day, and before an update changes how it is stored. The seven newest copies stay on this machine.',
  list: 'Backups, the newest first',
  none: 'There is no backup yet.',
  create: 'Back up now',
  creating: 'Backing up',
  restore: 'Restore…',
  restoreOf: 'Restore the backup of {{time}}',
  confirm:
    'Prisme goes back to {{time}}. What was written since is not in it: that database is kept in the folder set-aside of the data folder, and nothing is deleted.',
  confirmAction: 'Restore this backup',
  restoring: 'Restoring the backup. Prisme opens again by itself.',
  rescueTitle: 'Your conversations cannot be opened',
  rescueLead:
    'The file that holds them is damaged. It was not changed, and whatever you choose here, it is kept in the folder set-aside of the data folder.',
  newerTitle: 'These conversations were written by a newer Prisme',
  newerLead:
    'This version does not know how they are stored and has changed nothing. Update Prisme, or go back to a backup from before.',
  salvageTitle: 'Save what is readable',
  salvageLead:
    'Every conversation and message that can still be read is put into a new file, and Prisme goes on with that.',
  salvage: 'Save what is readable and go on',
  salvaging: 'Reading the damaged file',
  salvaged: '{{conversations}} conversations and {{messages}} messages were saved.',
  salvagedPart:
    '{{conversations}} conversations and {{messages}} messages were saved. Some of what was stored could not be read.',
};
