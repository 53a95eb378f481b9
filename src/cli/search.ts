/**
 * `search "query"`: which stored messages say something. Runs in the terminal shell. Reads the data folder, also while
 * Prisme is open; changes nothing.
 */
import type { SearchHit } from '#contract/search.ts';
import { searchDataFolder } from '#core/search/search-data-folder.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import { printable } from '#core/shells/printable.ts';
import type { SearchCommand } from './cli-arguments.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit code: 1 when nothing was found, as grep says it */
export async function searchMessages(
  { query, dataDir: given, isJson, limit }: SearchCommand,
  terminal: Pick<Terminal, 'line' | 'note'>,
): Promise<0 | 1> {
  const { dataDir } = resolveFolders({ data: given ?? undefined });
  let found = 0;
  for await (const { titles, hits } of searchDataFolder({ dataDir, now: Date.now }, query)) {
    for (const { conversationId, title } of titles)
      terminal.line(isJson ? JSON.stringify({ conversationId, title }) : `— ${printable(title)}`);
    for (const hit of hits.slice(0, limit - found)) terminal.line(isJson ? jsonOf(hit) : lineOf(hit));
    found += hits.length + titles.length;
    if (found >= limit) break;
  }
  if (found === 0) terminal.note('Nothing was found.');
  return found === 0 ? 1 : 0;
}

/** One object a line: the place of the message, and the passage as text. */
function jsonOf({ passage, ...hit }: SearchHit): string {
  return JSON.stringify({ ...hit, passage: passage.map(({ text }) => text).join('') });
}

function lineOf({ createdAtMs, modelName, title, document, passage }: SearchHit): string {
  const text = passage.map((part) => (part.isMatch ? `[${part.text}]` : part.text)).join('');
  const day = new Date(createdAtMs).toISOString().slice(0, 10);
  const page = document?.page ?? null;
  const place = document === null ? '' : ` · ${document.name}${page === null ? '' : `, page ${page}`}`;
  return printable(`${day}  ${modelName ?? 'you'}  ${title}${place}: ${text.replaceAll(/\s+/g, ' ')}`);
}
