/**
 * A process for tests: opens a data folder, says whether it owns it, and holds it until it is killed.
 */
import { PrismeError } from '#contract/errors.ts';
import { openDataFolder } from '../open-data-folder.ts';

const dataDir = process.argv[2] ?? '';

try {
  openDataFolder({
    dataDir,
    now: Date.now,
    onFocusRequested: () => process.send?.({ kind: 'focusRequested' }),
  });
  process.send?.({ kind: 'owner' });
  // Ends with its parent, should that forget it.
  process.on('disconnect', () => process.exit(0));
} catch (cause) {
  process.send?.({ kind: 'refused', code: cause instanceof PrismeError ? cause.code : String(cause) }, () =>
    process.exit(0),
  );
}
