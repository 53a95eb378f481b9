/**
 * Answers the backups part of the contract while the database is open. Runs in the core. What is answered while it
 * cannot be opened is in core/rescue.
 */
import { PrismeError } from '#contract/errors.ts';
import type { CoreImplementer } from '../app/implementer.ts';
import type { Backups } from './backups.ts';

/** What is known of the open database, and the way to the core that answers when it cannot be opened. */
type Damage = { readonly isDamaged: () => boolean; readonly onRescue: () => void };

export function backupsHandlers(implementer: CoreImplementer, backups: Backups, damage: Damage) {
  return {
    list: implementer.backups.list.handler(() => backups.list()),
    create: implementer.backups.create.handler(() => backups.create()),
    restore: implementer.backups.restore.handler(({ input }) => {
      backups.restore(input.name);
      return {};
    }),
    // The mark that was left when the damage was found makes the next core refuse the database.
    openRescue: implementer.backups.openRescue.handler(() => {
      if (!damage.isDamaged()) throw notDamaged();
      damage.onRescue();
      return {};
    }),
    salvage: implementer.backups.salvage.handler(() => {
      throw notDamaged();
    }),
  };
}

function notDamaged(): PrismeError {
  return new PrismeError('app.invalidInput', { reason: 'the database is not damaged' });
}
