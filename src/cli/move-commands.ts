/**
 * `export` and `import`: conversations as a file, and back, without the app. Runs in the terminal shell. Exporting reads the data
 * folder, also while Prisme is open; importing wants it for itself.
 */
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { PrismeError } from '#contract/errors.ts';
import type { ImportResult } from '#contract/move.ts';
import { exportDataFolder, importIntoDataFolder } from '#core/move/move-data-folder.ts';
import { readVersion } from '#core/shells/app-version.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import type { ExportCommand, ImportCommand } from './cli-arguments.ts';
import type { Terminal } from './terminal.ts';

type Lines = Pick<Terminal, 'line' | 'note'>;

const version = (): string => readVersion(join(import.meta.dirname, '..', '..'));

/** @returns the exit code */
export async function exportConversations(
  { dataDir: given, ids, format, file }: ExportCommand,
  terminal: Pick<Terminal, 'note'>,
  output: Writable = process.stdout,
): Promise<0 | 1> {
  const { dataDir } = resolveFolders({ data: given ?? undefined });
  const exported = exportDataFolder(
    { dataDir, now: Date.now },
    { ids, format, exportedBy: `Prisme ${version()}` },
  );
  try {
    if (exported.conversations === 0) {
      terminal.note('There are no conversations.');
      return 1;
    }
    // A file that is there already keeps its place until the new one is whole.
    const part = file === null ? null : `${file}.part`;
    const target = part === null ? output : createWriteStream(part, { mode: 0o600 });
    await write(exported.parts, target, part);
    if (file !== null && part !== null) {
      await rename(part, file).catch((cause: unknown) => cannotWrite(file, cause));
      terminal.note(`${counted(exported.conversations, 'conversation')} in ${file}.`);
    }
    return 0;
  } finally {
    exported.close();
  }
}

async function write(
  parts: Iterable<{ readonly text: string }>,
  target: Writable,
  part: string | null,
): Promise<void> {
  const failed = once(target, 'error').then(([cause]) => Promise.reject(cause as Error));
  failed.catch(() => undefined); // it is waited for below, where it matters
  try {
    for (const { text } of parts)
      if (!target.write(text)) await Promise.race([once(target, 'drain'), failed]);
    if (part !== null) await Promise.race([new Promise<void>((resolve) => target.end(resolve)), failed]);
  } catch (cause) {
    if (part === null || cause instanceof PrismeError) throw cause;
    await rm(part, { force: true });
    cannotWrite(part.replace(/\.part$/, ''), cause);
  }
}

function cannotWrite(file: string, cause: unknown): never {
  const reason = 'the file cannot be written; check its folder, and that you may write there';
  throw new PrismeError('app.invalidInput', { file, reason }, { cause });
}

/** @returns the exit code */
export function importConversations({ dataDir: given, files }: ImportCommand, terminal: Lines): 0 {
  const { dataDir } = resolveFolders({ data: given ?? undefined });
  const chosen = files.map((path) => ({ path, name: basename(path), sizeBytes: sizeOf(path) }));
  tell(importIntoDataFolder({ dataDir, now: Date.now }, chosen), terminal);
  return 0;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (cause) {
    const reason = 'the file cannot be read; check its name, and that you may read it';
    throw new PrismeError('app.invalidInput', { file, reason }, { cause });
  }
}

const droppedWords: Readonly<Record<ImportResult['dropped'][number]['what'], string>> = {
  attachment: 'files and pictures',
  tool: 'calls of tools and their results',
  reasoning: 'thoughts',
  system: 'instructions behind the first',
  empty: 'messages without a text',
  other: 'messages of another kind',
};

function tell(
  { came, copies, restored, skipped, messages, dropped }: ImportResult,
  { line, note }: Lines,
): void {
  line(
    `${counted(came, 'conversation')} with ${counted(messages, 'message')} came, ${skipped} were there already.`,
  );
  if (copies > 0) note(`${copies} of them as copies: something else goes by their ids.`);
  if (restored > 0) note(`${restored} of them were in the bin.`);
  for (const { what, count } of dropped) note(`Left out: ${count} × ${droppedWords[what]}.`);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
