/**
 * Does one download: every part of the model is fetched and verified, and only then do all of them get the names under
 * which models are found. Runs in the core. Decides nothing about what comes next (see downloads.ts).
 */
import fs from 'node:fs/promises';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { HubFile } from '#contract/hub.ts';
import type { ModelId } from '#contract/ids.ts';
import type { HttpGet } from '#egress/http-get.ts';
import { makeFolder } from '../app/make-folder.ts';
import type { DownloadRecord } from '../db/downloads.ts';
import { syncToDisk } from '../db/backup.ts';
import { hashModel } from '../models/hash-file.ts';
import type { FileStamp, VerifiedFile } from '../models/identify-file.ts';
import type { Source } from './ask-range.ts';
import { type FetchEvent, fetchFile, type FetchTuning } from './fetch-file.ts';
import { localName, markedName } from './file-names.ts';
import { diskError, type FreeBytes, requireSpace } from './free-space.ts';
import { PartFile, removePart } from './part-file.ts';
import { verifyPart } from './verify-part.ts';

export type RunContext = {
  readonly get: HttpGet;
  /** Where models are put. Absolute; made when it is missing. */
  readonly folder: string;
  readonly sourceOf: (download: DownloadRecord, file: HubFile) => Source;
  /** `verified`: what was read for its hash just now, one for each file; none where that is not known of all. */
  readonly addFile: (path: string, verified: readonly VerifiedFile[]) => Promise<{ readonly id: ModelId }>;
  readonly freeBytes: FreeBytes;
  readonly tuning: FetchTuning;
};

export type RunEvent =
  | FetchEvent
  /** Bytes of the whole download whose hash has been taken, or is known. */
  | { readonly kind: 'verifying'; readonly bytes: number }
  | { readonly kind: 'received'; readonly bytes: number };

/** @throws what fetchFile throws; download.wrongHash, download.notEnoughSpace, download.folderNotWritable, model.* */
export async function runDownload(
  context: RunContext,
  download: DownloadRecord,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<ModelId> {
  try {
    const { names, verified } = await bringFiles(context, download, signal, onEvent);
    const first = join(context.folder, names[0] ?? '');
    return (await context.addFile(first, verified)).id;
  } catch (cause) {
    throw diskError(cause);
  }
}

export function partPath(folder: string, download: DownloadRecord, file: HubFile): string {
  // Two Prismes may have the same model folder: each part belongs to one download of one of them.
  return join(folder, `${file.sha256.slice(0, 16)}-${download.id.slice(0, 8)}.part`);
}

/** Everything that has arrived of it. */
export async function removeParts(folder: string, download: DownloadRecord): Promise<void> {
  for (const file of download.files) await removePart(partPath(folder, download, file));
}

async function bringFiles(
  context: RunContext,
  download: DownloadRecord,
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
): Promise<{ names: readonly string[]; verified: readonly VerifiedFile[] }> {
  const { folder, freeBytes } = context;
  makeFolder(folder);
  const names = await namesFor(folder, download);
  const parts: (PartFile | null)[] = [];
  let verified: readonly VerifiedFile[];
  try {
    for (const [index, file] of download.files.entries())
      parts.push(names[index]?.isHere ? null : await PartFile.open(partPath(folder, download, file), file));
    const missingBytes = parts.reduce((sum, part) => sum + (part?.gaps.missingBytes ?? 0), 0);
    await requireSpace(folder, missingBytes, freeBytes);
    verified = await bringParts(context, { download, parts, signal, onEvent });
  } finally {
    for (const part of parts) await part?.close();
  }
  // The first part last: it is the one that is looked for.
  for (const [index, part] of [...parts.entries()].reverse()) {
    if (part !== null) await place(part, join(folder, names[index]?.name ?? ''), download.files[index]);
  }
  syncToDisk(folder);
  return { names: names.map(({ name }) => name), verified };
}

/** Another Prisme may have been faster; then its file stays, which somebody may be reading. */
async function place(part: PartFile, path: string, file: HubFile | undefined): Promise<void> {
  if (file !== undefined && !(await isThere(path, file))) await fs.rename(part.path, path);
  await removePart(part.path);
}

type Bringing = {
  readonly download: DownloadRecord;
  /** One for each file; null: it is there already. */
  readonly parts: readonly (PartFile | null)[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
};

/** @returns those whose content was read here and now */
async function bringParts(context: RunContext, bringing: Bringing): Promise<readonly VerifiedFile[]> {
  const { download, parts, signal, onEvent } = bringing;
  const sizes = download.files.map(({ sizeBytes }) => sizeBytes);
  const received = (): number =>
    sizes.reduce((sum, size, index) => sum + (parts[index]?.receivedBytes ?? size), 0);
  onEvent({ kind: 'received', bytes: received() });
  let verifiedBytes = 0;
  const verified: VerifiedFile[] = [];
  for (const [index, file] of download.files.entries()) {
    const part = parts[index] ?? null;
    if (part !== null && !part.isVerified) {
      await fetchFile({
        get: context.get,
        source: context.sourceOf(download, file),
        part,
        signal,
        tuning: context.tuning,
        onEvent: (event) => {
          onEvent(event);
          onEvent({ kind: 'received', bytes: received() });
        },
      });
      const before = verifiedBytes;
      const stamp = await verify(part, file, signal, (bytes) =>
        onEvent({ kind: 'verifying', bytes: before + bytes }),
      );
      verified.push({ sha256: file.sha256, stamp });
    }
    verifiedBytes += file.sizeBytes;
  }
  return verified;
}

/**
 * @returns which file it was before it was read: one that is changed meanwhile has another stamp by then
 * @throws download.wrongHash {fileName}, and what has arrived is gone
 */
async function verify(
  part: PartFile,
  file: HubFile,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<FileStamp> {
  const stamp = await part.stamp();
  if (await verifyPart(part, file.sha256, signal, onProgress)) {
    await part.markVerified();
    return stamp;
  }
  await part.startAgain();
  await removePart(part.path);
  throw new PrismeError('download.wrongHash', { fileName: localName(file.path) });
}

/** The name of a file here. */
type Named = {
  readonly name: string;
  /** Its content is there already, under this name. */
  readonly isHere: boolean;
  /** Another file has the name. */
  readonly isTaken: boolean;
};

/**
 * The names of the files here. Where one of them belongs to another file already, all get a mark from the first one's
 * hash, so that parts stay together. Cost: a file that may be there already is read once.
 */
async function namesFor(folder: string, { files }: DownloadRecord): Promise<readonly Named[]> {
  const usual = await lookFor(folder, files, localName);
  if (!usual.some(({ isTaken }) => isTaken)) return usual;
  const mark = files[0]?.sha256.slice(0, 8) ?? '';
  return await lookFor(folder, files, (path) => markedName(localName(path), mark));
}

async function lookFor(
  folder: string,
  files: readonly HubFile[],
  nameOf: (path: string) => string,
): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const file of files) {
    const name = nameOf(file.path);
    const isHere = await isThere(join(folder, name), file);
    found.push({ name, isHere, isTaken: !isHere && (await sizeOf(join(folder, name))) !== null });
  }
  return found;
}

async function isThere(path: string, file: HubFile): Promise<boolean> {
  if ((await sizeOf(path)) !== file.sizeBytes) return false;
  return (await hashModel([path])) === (file.sha256 as ModelId); // both are SHA-256 of a content
}

async function sizeOf(path: string): Promise<number | null> {
  return fs.stat(path).then(
    ({ size }) => size,
    () => null,
  );
}
