/**
 * What app://ui/ answers: the built page from its fixed list, with its policy. Runs in Electron's main process; pure.
 */
import { type PageFiles, findPageFile } from '#core/shells/page-files.ts';
import { pageHeaders } from '#core/shells/page-policy.ts';
import { startAddress } from './addresses.ts';

export type PageRequest = { readonly method: string; readonly url: string };

/** 200 for a listed file, 404 for everything else under the host, 405 for writing, 403 for another host. */
export function answerPageRequest(files: PageFiles, { method, url }: PageRequest): Response {
  if (!url.startsWith(startAddress)) return refuse(403);
  if (method !== 'GET' && method !== 'HEAD') return refuse(405);
  const file = findPageFile(files, url.slice(startAddress.length - 1));
  if (file === null) return refuse(404);
  // The page speaks to the core over its MessagePort: it never needs a connection.
  const headers = { ...pageHeaders("'none'"), 'Content-Type': file.contentType, 'Cache-Control': 'no-cache' };
  return new Response(method === 'HEAD' ? null : file.bytes, { status: 200, headers });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { ...pageHeaders("'none'"), 'Content-Type': 'text/plain' } });
}
