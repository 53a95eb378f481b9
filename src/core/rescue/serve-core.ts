/**
 * The core for a shell with a page: the app, or while its database cannot be opened, the ways out of that. Runs in the
 * core.
 */
import { PrismeError, type ErrorCode } from '#contract/errors.ts';
import { createCore, type CoreOptions } from '../create-core.ts';
import { createRescueCore, type ServedCore } from './create-rescue-core.ts';

/** What a person can do something about from the page. */
const rescuable: ReadonlySet<ErrorCode> = new Set(['database.damaged', 'database.newerVersion']);

/** @throws app.alreadyRunning, app.dataFolderNotWritable, app.diskFull, app.storageFailed */
export async function openServedCore(options: CoreOptions): Promise<ServedCore> {
  try {
    return await createCore(options);
  } catch (cause) {
    if (!(cause instanceof PrismeError) || !rescuable.has(cause.code)) throw cause;
    return createRescueCore(options, cause);
  }
}
