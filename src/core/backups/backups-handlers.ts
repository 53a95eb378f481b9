/**
 * Answers the backups part of the contract while the database is open. Runs in the core. What is answered while it
 * cannot be opened is in core/rescue.
 */
import { PrismeError } from '#contract/errors.ts';
import type { CoreImplementer } from '../app/implementer.ts';
import type { Backups } from './backups.ts';

export function backupsHandlers(implementer: CoreImplementer, backups: Backups) {
  return {
    list: implementer.backups.list.handler(() => backups.list()),
    create: implementer.backups.create.handler(() => backups.create()),
    restore: implementer.backups.restore.handler(({ input }) => {
      backups.restore(input.name);
      return {};
    }),
    salvage: implementer.backups.salvage.handler(() => {
      throw new PrismeError('app.invalidInput', { reason: 'the database is not damaged' });
    }),
  };
}
