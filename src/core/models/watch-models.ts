/**
 * Looks for models when the core starts, and tells every page what becomes of them. Runs in the core.
 */
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import type { ModelLibrary } from './model-library.ts';

/** A folder that cannot be read is a line in the log. */
export function lookForModels(library: ModelLibrary, log: Log): Promise<void> {
  return library
    .rescan()
    .catch((cause: unknown) => log.error({ stack: String(cause) }, 'the model folders could not be read'));
}

/** Returns what ends it. */
export function tellOfModels(library: ModelLibrary, notices: Notices): () => void {
  return library.onChange((change) => {
    if (change.kind === 'model') notices.publish({ kind: 'modelChanged', model: change.model });
    else notices.publish({ kind: 'modelListChanged' });
  });
}
