/**
 * A file that is not whole yet, and beside it a small file that says what is missing. Runs in the core. Nothing looks
 * for models under their names.
 *
 * Bytes are written first, then that they are there. After a kill the system still has both. After a power cut it may
 * have the second without the first: so the small file also says what was missing when everything was last forced to
 * disk, and that is what counts once the machine has been started anew.
 */
import { rmSync } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { type FileStamp, stampFrom } from '../models/identify-file.ts';
import { bootedAtSeconds, isSameBoot } from './boot.ts';
import { type ByteRange, Gaps } from './gaps.ts';

/** The file that it is to become. */
export type PartTarget = { readonly sizeBytes: number; readonly sha256: string };

const rangesSchema = z.array(z.tuple([z.number().min(0), z.number().min(0)])).max(1_000);
const noteSchema = z.object({
  sizeBytes: z.number(),
  sha256: z.string(),
  /** The server's name for this version of the file. */
  etag: z.string().nullable(),
  bootedAt: z.number(),
  missing: rangesSchema,
  missingOnDisk: rangesSchema,
  isVerified: z.boolean(),
});
type Note = z.infer<typeof noteSchema>;

/** Behind so many bytes everything is forced to disk. */
const syncEveryBytes = 64 * 1024 * 1024;

/** So much may be there and not be noted yet: a kill costs that, and what each connection has in memory. */
const noteEveryBytes = 128 * 1024;

export const noteSuffix = '.json';

export class PartFile {
  readonly path: string;
  readonly #target: PartTarget;
  readonly #data: FileHandle;
  readonly #noteFile: FileHandle;
  /** Asked once: it is a question to the system, and a note is written thousands of times. */
  readonly #bootedAt = bootedAtSeconds();
  #gaps: Gaps;
  #etag: string | null;
  #isVerified: boolean;
  #missingOnDisk: readonly ByteRange[];
  #unsyncedBytes = 0;
  #unnotedBytes = 0;
  #saving: Promise<void> | null = null;
  #isUnsaved = false;
  #syncing: Promise<void> | null = null;

  private constructor(
    path: string,
    target: PartTarget,
    files: readonly [FileHandle, FileHandle],
    note: Note,
  ) {
    this.path = path;
    this.#target = target;
    [this.#data, this.#noteFile] = files;
    const missing = rangesOf(isSameBoot(note.bootedAt) ? note.missing : note.missingOnDisk);
    this.#gaps = new Gaps(missing);
    this.#missingOnDisk = rangesOf(note.missingOnDisk);
    this.#etag = note.etag;
    this.#isVerified = note.isVerified;
  }

  /** What is there already counts if it is of the same file. @throws the file system's error */
  static async open(path: string, target: PartTarget): Promise<PartFile> {
    const data = await openOrMake(path);
    const noteFile = await openOrMake(path + noteSuffix);
    const note = await readNote(noteFile, target, (await data.stat()).size);
    return new PartFile(path, target, [data, noteFile], note);
  }

  get sizeBytes(): number {
    return this.#target.sizeBytes;
  }

  get gaps(): Gaps {
    return this.#gaps;
  }

  get receivedBytes(): number {
    return this.#target.sizeBytes - this.#gaps.missingBytes;
  }

  get etag(): string | null {
    return this.#etag;
  }

  get isVerified(): boolean {
    return this.#isVerified;
  }

  setEtag(etag: string): void {
    this.#etag = etag;
    this.#save();
  }

  /** Forgets everything that arrived. */
  async startAgain(): Promise<void> {
    this.#gaps = new Gaps([{ from: 0, to: this.#target.sizeBytes }]);
    this.#missingOnDisk = this.#gaps.ranges();
    this.#etag = null;
    this.#isVerified = false;
    await this.#data.truncate(0);
    await this.flush();
  }

  /** The caller then fills its gap and calls `noteProgress`. @throws the file system's error */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#data.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  /** Every now and then what the gaps say goes into the small file, and more rarely everything is forced to disk. */
  noteProgress(bytes: number): void {
    this.#unsyncedBytes += bytes;
    if (this.#unsyncedBytes >= syncEveryBytes && this.#syncing === null) {
      this.#unsyncedBytes = 0;
      this.#syncing = this.#sync().finally(() => (this.#syncing = null));
      // A disk that fails says so to the next write as well.
      this.#syncing.catch(() => undefined);
    }
    this.#unnotedBytes += bytes;
    if (this.#unnotedBytes >= noteEveryBytes) this.#save();
  }

  /** All of it, in pieces of `pieceBytes`. */
  async *read(pieceBytes: number): AsyncGenerator<Uint8Array, void, void> {
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let at = 0; ;) {
      const { bytesRead } = await this.#data.read(piece, 0, pieceBytes, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  /** Which file it is, as of now: whether it has changed since, wherever it was moved. @throws the file system's error */
  async stamp(): Promise<FileStamp> {
    return stampFrom([await this.#data.stat({ bigint: true })]);
  }

  /** Its hash was compared. */
  async markVerified(): Promise<void> {
    this.#isVerified = true;
    await this.flush();
  }

  /** Everything is on disk, with what is missing. @throws the file system's error */
  async flush(): Promise<void> {
    await this.#syncing?.catch(() => undefined);
    await this.#sync();
    this.#save();
    while (this.#saving !== null) await this.#saving;
    await this.#noteFile.datasync();
  }

  async close(): Promise<void> {
    if (this.#unnotedBytes > 0) this.#save();
    await this.#syncing?.catch(() => undefined);
    while (this.#saving !== null) await this.#saving;
    await Promise.all([this.#data.close(), this.#noteFile.close()]);
  }

  async #sync(): Promise<void> {
    const missing = this.#gaps.ranges();
    await this.#data.datasync();
    this.#missingOnDisk = missing;
  }

  /** One write at a time; what changes meanwhile is written by the next one. */
  #save(): void {
    this.#isUnsaved = true;
    this.#saving ??= this.#saveAll().finally(() => (this.#saving = null));
  }

  async #saveAll(): Promise<void> {
    while (this.#isUnsaved) {
      this.#isUnsaved = false;
      this.#unnotedBytes = 0;
      const note: Note = {
        ...this.#target,
        etag: this.#etag,
        bootedAt: this.#bootedAt,
        missing: this.#gaps.ranges().map(({ from, to }) => [from, to]),
        missingOnDisk: this.#missingOnDisk.map(({ from, to }) => [from, to]),
        isVerified: this.#isVerified,
      };
      // Spaces up to a whole block: a shorter note leaves nothing of a longer one behind.
      const text = JSON.stringify(note);
      const bytes = Buffer.from(text.padEnd(Math.ceil((text.length + 1) / 4_096) * 4_096));
      // Without room for the note the download goes on; a restart then begins at an earlier place.
      await this.#noteFile.write(bytes, 0, bytes.length, 0).catch(() => undefined);
    }
  }
}

/** Removes the part and its note, as far as they are there. */
export async function removePart(path: string): Promise<void> {
  await Promise.all([path, path + noteSuffix].map((each) => fs.rm(each, { force: true })));
}

/** The same, before anything else happens. */
export function removePartSync(path: string): void {
  for (const each of [path, path + noteSuffix]) rmSync(each, { force: true });
}

/** How much of the file has arrived, by its note; 0 where the note is about something else. */
export function receivedOf(noteText: string, target: PartTarget): number {
  const note = noteSchema.safeParse(parsed(noteText));
  if (!note.success || note.data.sha256 !== target.sha256) return 0;
  const missingBytes = note.data.missing.reduce((sum, [from, to]) => sum + to - from, 0);
  return Math.min(Math.max(target.sizeBytes - missingBytes, 0), target.sizeBytes);
}

async function openOrMake(path: string): Promise<FileHandle> {
  try {
    return await fs.open(path, 'r+');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
    return fs.open(path, 'wx+', 0o644);
  }
}

/** What the note says, if it is about this file and the data can hold it; otherwise that everything is missing. */
async function readNote(file: FileHandle, target: PartTarget, dataBytes: number): Promise<Note> {
  const everything: [number, number][] = [[0, target.sizeBytes]];
  const nothing = {
    ...target,
    etag: null,
    bootedAt: bootedAtSeconds(),
    missing: everything,
    missingOnDisk: everything,
    isVerified: false,
  };
  const note = noteSchema.safeParse(parsed(await file.readFile('utf8')));
  if (!note.success || note.data.sha256 !== target.sha256 || note.data.sizeBytes !== target.sizeBytes)
    return nothing;
  const isPossible = [note.data.missing, note.data.missingOnDisk].every((ranges) =>
    isSound(rangesOf(ranges), target.sizeBytes, dataBytes),
  );
  return isPossible ? note.data : nothing;
}

/** In order, inside of the file, and the data reaches as far as it is said to be there. */
function isSound(missing: readonly ByteRange[], sizeBytes: number, dataBytes: number): boolean {
  let end = 0;
  for (const { from, to } of missing) {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < end || to <= from || to > sizeBytes)
      return false;
    end = to;
  }
  const last = missing.at(-1);
  const neededBytes = last?.to === sizeBytes ? last.from : sizeBytes;
  return dataBytes >= neededBytes && dataBytes <= sizeBytes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function rangesOf(pairs: readonly (readonly [number, number])[]): ByteRange[] {
  return pairs.map(([from, to]) => ({ from, to }));
}
