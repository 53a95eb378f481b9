/**
 * Passes the news of the model library on: to the pages as notices, to the terminal as a small file. Runs in the core.
 */
import type { AppStatus } from '#contract/app.ts';
import type { Notices } from '../app/notices.ts';
import { recordLoaded } from './loaded-record.ts';
import type { ModelLibrary } from './model-library.ts';

/** Until the returned function is called. */
export function tellOfModels(
  library: Pick<ModelLibrary, 'list' | 'onChange'>,
  notices: Notices,
  { shell, dataDir }: { readonly shell: AppStatus['shell']; readonly dataDir: string },
): () => void {
  const endRecord = shell === 'cli' ? null : recordLoaded(library, dataDir);
  const unsubscribe = library.onChange((change) => {
    if (change.kind === 'model') notices.publish({ kind: 'modelChanged', model: change.model });
    else notices.publish({ kind: 'modelListChanged' });
  });
  return () => {
    unsubscribe();
    endRecord?.();
  };
}
