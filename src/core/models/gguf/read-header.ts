/**
 * Our own bounded reader of GGUF headers. Runs in the core, on files that nobody vouches for: it never allocates by
 * what a file claims, never reads past the header limit, never takes longer than ten seconds, and ends with a value or
 * a typed error. It does not read tensor data and does not make a file safe: only an engine process may load one.
 * Source of the format: docs/gguf.md of the ggml project and gguf.cpp of the bundled llama.cpp.
 */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { PrismeError } from '#contract/errors.ts';
import { ByteCursor, type ByteSource } from './byte-cursor.ts';
import type { ChatTemplate, GgufHeader, GgufValue } from './gguf-header.ts';
import { ggufLimits, isAllowedAlignment } from './gguf-limits.ts';
import { readTensors } from './read-tensors.ts';
import {
  arrayType,
  readArrayHead,
  readBeginning,
  readName,
  readStrings,
  readValue,
  stringType,
} from './read-value.ts';

const magic = 'GGUF';
const fixedBytes = 24;
const int32Type = 5;
const uint32Type = 4;
const defaultAlignment = 32;

/**
 * Reads the header of the file at `path`.
 * @throws model.notGguf, model.unsupportedVersion {version}, model.truncated {needBytes, haveBytes},
 * model.corrupt {where}, model.unreadable {reason}
 */
export async function readGgufHeader(path: string, nowMs: () => number = Date.now): Promise<GgufHeader> {
  let file: FileHandle | undefined;
  try {
    // Before it is opened: opening a pipe waits until somebody opens its other end.
    if (!(await stat(path)).isFile()) throw new PrismeError('model.unreadable', { reason: 'notAFile' });
    file = await open(path, 'r');
    const { size } = await file.stat();
    return await readGgufHeaderFrom(file, size, nowMs);
  } catch (error) {
    if (error instanceof PrismeError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new PrismeError('model.unreadable', { reason: code }, { cause: error });
  } finally {
    await file?.close().catch(() => undefined);
  }
}

/** The same of a file that is elsewhere. @param fileBytes how long it is. @throws as above, and what the source throws */
export async function readGgufHeaderFrom(
  source: ByteSource,
  fileBytes: number,
  nowMs: () => number,
): Promise<GgufHeader> {
  const cursor = new ByteCursor(source, fileBytes, nowMs);
  const { version, tensorCount, entryCount } = await readFixedPart(cursor);
  const vocabulary = new VocabularyArrays();
  const metadata = await readMetadata(cursor, entryCount, vocabulary);
  cursor.where = 'tokenizer';
  if (!vocabulary.isConsistent) throw cursor.corrupt();
  cursor.where = 'general.alignment';
  const alignment = metadata.get('general.alignment') ?? defaultAlignment;
  if (typeof alignment !== 'number' || !isAllowedAlignment(alignment)) throw cursor.corrupt();
  const totals = await readTensors(cursor, tensorCount, alignment);
  const pieces = vocabulary.pieces ?? [];
  const pieceTypes = vocabulary.types ?? new Uint8Array(pieces.length).fill(1);
  const { chatTemplate } = vocabulary;
  return {
    version,
    fileBytes,
    fileCount: 1,
    metadata,
    pieces,
    pieceTypes,
    chatTemplate,
    tensorCount,
    ...totals,
  };
}

async function readFixedPart(
  cursor: ByteCursor,
): Promise<{ version: number; tensorCount: number; entryCount: number }> {
  if (cursor.fileBytes < magic.length) throw new PrismeError('model.notGguf');
  await cursor.ensure(magic.length);
  if (cursor.text(magic.length) !== magic) throw new PrismeError('model.notGguf');
  await cursor.ensure(fixedBytes - magic.length);
  const version = cursor.u32();
  if (version !== 2 && version !== 3) throw new PrismeError('model.unsupportedVersion', { version });
  const tensorCount = cursor.u64();
  const entryCount = cursor.u64();
  if (tensorCount > ggufLimits.tensors || entryCount > ggufLimits.metadataEntries) throw cursor.corrupt();
  return { version, tensorCount, entryCount };
}

async function readMetadata(
  cursor: ByteCursor,
  entryCount: number,
  vocabulary: VocabularyArrays,
): Promise<Map<string, GgufValue>> {
  const metadata = new Map<string, GgufValue>();
  for (let index = 0; index < entryCount; index++) {
    cursor.where = `metadata ${index}`;
    const key = await readName(cursor, ggufLimits.keyBytes);
    if (key === '' || metadata.has(key)) throw cursor.corrupt();
    cursor.where = key;
    await cursor.ensure(4);
    const type = cursor.u32();
    // llama.cpp reads the alignment as u32 only and gives up on any other type.
    if (key === 'general.alignment' && type !== uint32Type) throw cursor.corrupt();
    const isTaken = await vocabulary.take(cursor, key, type);
    metadata.set(key, isTaken ? null : await readValue(cursor, type));
  }
  return metadata;
}

/** The arrays of the vocabulary, which llama.cpp indexes by token without looking at their lengths, and the template. */
class VocabularyArrays {
  pieces: string[] | null = null;
  chatTemplate: ChatTemplate | null = null;
  types: Uint8Array<ArrayBuffer> | null = null;
  #scoreCount: number | null = null;

  get isConsistent(): boolean {
    const count = this.pieces?.length ?? 0;
    return (this.types?.length ?? count) === count && (this.#scoreCount ?? count) === count;
  }

  /** Reads the value when it is one of them; false: the value is still to be read. */
  async take(cursor: ByteCursor, key: string, type: number): Promise<boolean> {
    if (key === 'tokenizer.ggml.tokens') {
      this.pieces = await readStrings(cursor, await this.#countOf(cursor, type, stringType));
      return true;
    }
    if (key === 'tokenizer.ggml.token_type') {
      this.types = await this.#readTypes(cursor, await this.#countOf(cursor, type, int32Type));
      return true;
    }
    if (key === 'tokenizer.ggml.scores') {
      this.#scoreCount = await this.#countOf(cursor, type, 6);
      cursor.skip(4 * this.#scoreCount);
      return true;
    }
    if (key === 'tokenizer.chat_template' && type === stringType) {
      this.chatTemplate = await readBeginning(cursor, ggufLimits.keptTemplateBytes);
      return true;
    }
    return false;
  }

  async #countOf(cursor: ByteCursor, type: number, wantedElementType: number): Promise<number> {
    if (type !== arrayType) throw cursor.corrupt();
    const { elementType, count } = await readArrayHead(cursor);
    if (elementType !== wantedElementType) throw cursor.corrupt();
    return count;
  }

  async #readTypes(cursor: ByteCursor, count: number): Promise<Uint8Array<ArrayBuffer>> {
    // 2 MB at most: the number of entries is bounded already.
    const types = new Uint8Array(count);
    for (let index = 0; index < count; index++) {
      const wait = cursor.ensure(4);
      if (wait) await wait;
      const type = cursor.i32();
      // A type that nobody knows counts as "undefined", as in llama.cpp.
      types[index] = type >= 0 && type <= 6 ? type : 0;
    }
    return types;
  }
}
