/**
 * The built page as a fixed list: which address gives which bytes. Runs in the shells. An address is looked up, never
 * joined to a path, so no request can reach a file outside the list.
 */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the page, held in memory: a few megabytes in all, and a rebuild cannot mix two versions. */
export type PageFile = { readonly contentType: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Keys are paths of addresses, exactly as they are requested, with a leading slash; `/` is the start page. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** Endings that a built page consists of; anything else in the folder is not served. */
const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json'],
]);

/**
 * Reads the built page.
 * @throws when the folder has no index.html: the page was not built.
 */
export async function readPageFiles(folder: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  await addFolder(files, folder, '/');
  const start = files.get('/index.html');
  if (start === undefined) throw new Error('the page is not built: index.html is missing');
  return files.set('/', start);
}

async function addFolder(files: Map<string, PageFile>, folder: string, address: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const contentType = contentTypes.get(extname(entry.name));
    // A link is neither a folder nor a file here: it could lead out of the folder, and a built page has none.
    if (entry.isDirectory()) await addFolder(files, join(folder, entry.name), `${address}${entry.name}/`);
    else if (entry.isFile() && contentType !== undefined) {
      files.set(address + entry.name, {
        contentType,
        bytes: new Uint8Array(await readFile(join(folder, entry.name))),
      });
    }
  }
}

/**
 * The file for the target of a request, or null. Only exact paths of the list match: nothing is decoded or
 * normalised, so an encoded, doubled or upper-case path is simply not there. A query is ignored.
 */
export function findPageFile(files: PageFiles, target: string): PageFile | null {
  const end = target.search(/[?#]/);
  return files.get(end === -1 ? target : target.slice(0, end)) ?? null;
}
