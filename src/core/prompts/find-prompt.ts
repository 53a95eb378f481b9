/**
 * A prompt of the library without the app: reads the database of a data folder, also while Prisme is open on it. Runs in the
 * terminal shell. Changes nothing, so that a use is not counted.
 */
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { foldName, type SavedPrompt } from '#contract/prompts.ts';
import { databaseFileName } from '../db/file-names.ts';
import { openToRead, type OpenToRead } from '../db/open-to-read.ts';
import { createPromptTable } from '../db/prompts.ts';

/**
 * By its command, with or without the slash, or by its name, case and accents aside.
 * @throws prompt.notFound, database.damaged, database.newerVersion, app.dataFolderNotWritable
 */
export function findPrompt(
  { dataDir, now }: { readonly dataDir: string; readonly now: () => number },
  wanted: string,
): SavedPrompt {
  const opened = openIfUpToDate(dataDir, now);
  try {
    const all = opened === null ? [] : createPromptTable(opened.database).list();
    const folded = foldName(wanted.replace(/^\//, ''));
    const found =
      all.find(({ command }) => foldName(command) === folded) ??
      all.find(({ name }) => foldName(name) === folded);
    if (!found) throw new PrismeError('prompt.notFound');
    return found;
  } finally {
    opened?.close();
  }
}

/** Null: there is no database, or it is from before there were prompts. */
function openIfUpToDate(dataDir: string, now: () => number): OpenToRead | null {
  try {
    return openToRead(join(dataDir, databaseFileName), dataDir, now);
  } catch (cause) {
    if (cause instanceof PrismeError && cause.code === 'search.notIndexed') return null;
    throw cause;
  }
}
