/**
 * The core for a shell with a page: the app, or while its database cannot be opened, the ways out of that. Runs in the
 * core.
 */
import { PrismeError, type ErrorCode } from '#contract/errors.ts';
import { createCore, type CoreOptions, createReadOnlyCore } from '../create-core.ts';
import { createRescueCore, type ServedCore } from './create-rescue-core.ts';

/**
 * The database of a newer Prisme is opened to be read, as far as its tables are known; what is damaged, or too new for
 * that, leads to the ways out.
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.diskFull, app.storageFailed
 */
export async function openServedCore(options: CoreOptions): Promise<ServedCore> {
  try {
    return await createCore(options);
  } catch (cause) {
    if (isOf(cause, 'database.newerVersion')) return openNewer(options, cause);
    if (isOf(cause, 'database.damaged')) return createRescueCore(options, cause);
    throw cause;
  }
}

async function openNewer(options: CoreOptions, newer: PrismeError): Promise<ServedCore> {
  try {
    return await createReadOnlyCore(options, newer);
  } catch (cause) {
    if (isOf(cause, 'app.alreadyRunning')) throw cause;
    return createRescueCore(options, newer);
  }
}

function isOf(cause: unknown, code: ErrorCode): cause is PrismeError {
  return cause instanceof PrismeError && cause.code === code;
}
