/**
 * Where the hub has a file. Runs in the core. Pure.
 */
import type { Repository, Revision } from '#contract/hub.ts';

/** `<hub>/<owner>/<name>/resolve/<revision>/<path>`; a mirror may live below a path of its host. */
export function fileAddress(
  hub: URL,
  { repository, revision }: { readonly repository: Repository; readonly revision: Revision },
  path: string,
): URL {
  const url = new URL(hub);
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${repository}/resolve/${revision}/${encoded}`;
  url.search = '';
  return url;
}
