/**
 * A process for the suites: opens a data folder, tells how that went and how long it took, and holds it until it is
 * killed. What it is told to open is its only argument.
 */
import { PrismeError } from '#contract/errors.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';

const startedAtMs = performance.now();
try {
  openDataFolder({ dataDir: process.argv[2] ?? '', now: Date.now });
  process.send?.({ outcome: 'open', openMs: performance.now() - startedAtMs });
} catch (cause) {
  const code = cause instanceof PrismeError ? cause.code : String(cause);
  process.send?.({ outcome: code, openMs: performance.now() - startedAtMs });
}
process.on('disconnect', () => process.exit(0));
