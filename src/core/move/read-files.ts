/**
 * Reads the files of one import, whatever their kinds, item by item. Runs in the core. Writes nothing; every fault is told with
 * the name of its file.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { PrismeError } from '#contract/errors.ts';
import type { MoveKind } from '#contract/move.ts';
import { type FileReader, type ImportItem, invalidFile } from './import-items.ts';
import { JsonFault, type JsonValue, JsonValueReader } from './json-values.ts';
import {
  createForeignReader,
  createJanReader,
  createJanThreadReader,
  type JanThreads,
} from './read-foreign-file.ts';
import { createOwnFileReader, type OwnFileContext } from './read-own-file.ts';
import { recognise } from './recognise.ts';

export type ImportFile = { readonly name: string; readonly path: string; readonly sizeBytes: number };

export type FilesContext = OwnFileContext & { readonly nowMs: number };

/** What stands in the files so far read: an item, or how many bytes were read since. */
export type ReadStep =
  | { readonly item: ImportItem; readonly kind: MoveKind; readonly isOwn: boolean }
  | { readonly readBytes: number };

const pieceBytes = 1024 * 1024;
/** One conversation of another program, or one entry of Prisme's own file. */
const mostValueBytes = 128 * 1024 * 1024;
const zipMark = 'PK\u0003\u0004';

/**
 * `thread.json` comes before the messages that need it, whatever the order of the files.
 * @throws move.invalidFile, move.unknownFile, move.packedFile `{ file }`, app.storageFailed
 */
export function* readFiles(
  files: readonly ImportFile[],
  context: FilesContext,
): Generator<ReadStep, void, void> {
  const threads: JanThreads = new Map();
  const isThread = ({ name }: ImportFile): boolean => name.toLowerCase() === 'thread.json';
  const ordered = [...files.filter(isThread), ...files.filter((file) => !isThread(file))];
  for (const file of ordered) yield* naming(file, () => readFile(file, context, threads));
}

function* naming(
  { name }: ImportFile,
  read: () => Generator<ReadStep, void, void>,
): Generator<ReadStep, void, void> {
  const file = name.slice(0, 200);
  try {
    yield* read();
  } catch (cause) {
    if (cause instanceof JsonFault)
      throw new PrismeError('move.invalidFile', { ...placeOf(cause), file }, { cause });
    if (cause instanceof PrismeError && cause.code.startsWith('move.'))
      throw new PrismeError(cause.code, { file, ...cause.details }, { cause });
    throw cause;
  }
}

const placeOf = ({ message, index, atByte }: JsonFault) => ({
  place: String(index),
  atByte,
  reason: message,
});

function* readFile(
  { path }: ImportFile,
  context: FilesContext,
  threads: JanThreads,
): Generator<ReadStep, void, void> {
  const json = new JsonValueReader(mostValueBytes);
  let reader: { readonly file: FileReader; readonly kind: MoveKind } | null = null;
  const items = function* (values: readonly JsonValue[]): Generator<ReadStep, void, void> {
    for (const value of values) {
      reader ??= readerFor(value, context, threads);
      yield* steps(reader, reader.file.take(value));
    }
  };
  for (const piece of piecesOf(path)) {
    if (reader === null && piece.toString('latin1', 0, 4) === zipMark)
      throw new PrismeError('move.packedFile');
    yield* items(json.push(piece));
    yield { readBytes: piece.length };
  }
  yield* items(json.end());
  const last = reader as { readonly file: FileReader; readonly kind: MoveKind } | null; // set in `items`
  if (last === null) throw invalidFile('', 'holds no conversations');
  yield* steps(last, last.file.end());
}

function* steps(
  { file, kind }: { readonly file: FileReader; readonly kind: MoveKind },
  items: Iterable<ImportItem>,
): Generator<ReadStep, void, void> {
  for (const item of items) yield { item, kind, isOwn: file.isOwn };
}

function readerFor(
  { value }: JsonValue,
  context: FilesContext,
  threads: JanThreads,
): { readonly file: FileReader; readonly kind: MoveKind } {
  const kind = recognise(value);
  if (kind === null) throw new PrismeError('move.unknownFile');
  if (kind === 'prisme') return { kind, file: createOwnFileReader(context) };
  if (kind === 'janThread') return { kind: 'jan', file: createJanThreadReader(threads) };
  if (kind === 'jan') return { kind, file: createJanReader(threads, context.nowMs) };
  return { kind, file: createForeignReader(kind, context.nowMs) };
}

/** The same memory each time. */
function* piecesOf(path: string): Generator<Buffer, void, void> {
  const descriptor = openSync(path, 'r');
  try {
    const memory = Buffer.allocUnsafe(pieceBytes);
    for (let read = readSync(descriptor, memory); read > 0; read = readSync(descriptor, memory))
      yield memory.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}
