/**
 * Has a database checked that was too large to be read before it was opened, and says what was found. Runs in the core;
 * the check runs in a thread (db/whole-check.ts). Opens and saves nothing itself.
 */
import type { StartupReport } from '#contract/app.ts';
import type { FileFinding, WholeCheck } from '../db/whole-check.ts';
import type { Log } from './log.ts';

/** @param tell called with what pages are to be told, each time that something is found */
export function checkDatabase(
  begin: () => WholeCheck,
  log: Log,
  tell: (found: Partial<StartupReport>) => void,
): { stop(): Promise<void> } {
  const check = begin();
  void check.file.then((finding) => {
    if (finding !== null) tellOfFile(finding, log, tell);
  });
  void check.messages.then((messageIds) => {
    if (messageIds === null || messageIds.length === 0) return;
    log.error({ messageIds: messageIds.slice(0, 20) }, 'messages do not match their hash');
    tell({ damagedMessages: messageIds.length });
  });
  return { stop: () => check.stop() };
}

function tellOfFile(finding: FileFinding, log: Log, tell: (found: Partial<StartupReport>) => void): void {
  switch (finding.kind) {
    case 'sound':
      return log.info({}, 'the database was checked');
    case 'changed':
      log.error({ folder: finding.folder }, 'the database is not as it was left');
      return tell({ setAside: { reason: 'changed', folder: finding.folder } });
    case 'damaged':
      log.error(finding.error, 'the database is damaged');
      return tell({ isDamaged: true });
    case 'failed':
      log.error(finding.error, 'the database could not be checked: the next start does it first');
  }
}
