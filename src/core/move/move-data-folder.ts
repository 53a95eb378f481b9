/**
 * Exports and imports without the app. Runs in the terminal shell. Exporting reads the database also while Prisme is open on it;
 * importing takes the folder for itself.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PrismeError } from '#contract/errors.ts';
import { conversationIdSchema } from '#contract/ids.ts';
import type { ImportResult, MoveFormat } from '#contract/move.ts';
import { databaseFileName } from '../db/file-names.ts';
import { openDataFolder } from '../db/open-data-folder.ts';
import { openToRead } from '../db/open-to-read.ts';
import { createStore, type Store } from '../db/store.ts';
import type { DocumentPart } from './documents/document-part.ts';
import { exportParts, keptIds } from './export-parts.ts';
import { createImportSession } from './import-session.ts';
import type { ImportFile } from './read-files.ts';

type Place = { readonly dataDir: string; readonly now: () => number };
type Wanted = {
  /** Beginnings of ids; none: all that are listed. */
  readonly ids: readonly string[];
  readonly format: MoveFormat;
  readonly exportedBy: string;
};

export type FolderExport = {
  readonly conversations: number;
  readonly parts: Iterable<DocumentPart>;
  close(): void;
};

/**
 * To be closed when all parts were taken.
 * @throws conversation.notFound, search.notIndexed, database.damaged, database.newerVersion, app.dataFolderNotWritable
 */
export function exportDataFolder({ dataDir, now }: Place, { ids, format, exportedBy }: Wanted): FolderExport {
  const opened = openToRead(join(dataDir, databaseFileName), dataDir, now);
  if (opened === null) {
    if (ids.length > 0) throw new PrismeError('conversation.notFound');
    return { conversations: 0, parts: [], close: () => undefined };
  }
  try {
    const store = createStore(opened.database);
    const chosen = ids.length === 0 ? keptIds(store) : ids.map((id) => found(store, id));
    const request = { conversationIds: chosen, format, language: 'en', exportedBy, nowMs: now() } as const;
    return { conversations: chosen.length, parts: exportParts(store, request), close: opened.close };
  } catch (cause) {
    opened.close();
    throw cause;
  }
}

/** A whole id also finds a lane of a comparison. */
function found(store: Store, beginning: string) {
  const whole = conversationIdSchema.safeParse(beginning);
  const exact = whole.success ? store.conversations.find(whole.data) : null;
  if (exact !== null && exact.deletedAtMs === null) return exact.id;
  const kept = keptIds(store).filter((id) => id.startsWith(beginning));
  const [first] = kept;
  if (first === undefined || kept.length > 1)
    throw new PrismeError('conversation.notFound', { reason: beginning });
  return first;
}

/** @throws move.*, app.alreadyRunning, app.*, database.* */
export function importIntoDataFolder(
  { dataDir, now }: Place,
  files: readonly ImportFile[],
): Omit<ImportResult, 'importId'> & { readonly importId: null } {
  const folder = openDataFolder({ dataDir, now });
  try {
    const clock = { now, elapsedMs: () => performance.now() };
    const { ids: _ids, ...result } = createImportSession(createStore(folder.database), files, clock).finish();
    return { ...result, importId: null };
  } finally {
    folder.close();
  }
}
