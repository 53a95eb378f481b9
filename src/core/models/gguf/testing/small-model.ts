/**
 * A small valid GGUF header to change, and what the reader says about a file with given bytes. Runs in tests only.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import { type GgufTensor, type GgufValue, writeGguf } from '../../../../../fixtures/gguf-writer.ts';
import { summariseHeader } from '../header-summary.ts';
import { readGgufHeader } from '../read-header.ts';

export const pieces = ['<unk>', '<s>', '</s>', '▁the', 'e', 'é'];

export function metadata(changes: Readonly<Record<string, GgufValue | null>> = {}): Map<string, GgufValue> {
  const entries: Record<string, GgufValue | null> = {
    'general.architecture': { type: 'string', value: 'llama' },
    'general.name': { type: 'string', value: 'A small\u0007one' },
    'general.file_type': { type: 'u32', value: 15 },
    'general.license': { type: 'string', value: 'apache-2.0' },
    'llama.block_count': { type: 'u32', value: 2 },
    'llama.context_length': { type: 'u32', value: 512 },
    'llama.embedding_length': { type: 'u32', value: 8 },
    'llama.feed_forward_length': { type: 'u32', value: 16 },
    'llama.attention.head_count': { type: 'u32', value: 2 },
    'llama.attention.head_count_kv': { type: 'u32', value: 1 },
    'tokenizer.ggml.model': { type: 'string', value: 'llama' },
    'tokenizer.ggml.tokens': { type: 'strings', value: pieces },
    'tokenizer.ggml.token_type': { type: 'i32s', value: [2, 3, 3, 1, 1, 99] },
    'tokenizer.ggml.scores': { type: 'f32s', value: [0, 0, 0, -1, -2, -3] },
    'tokenizer.ggml.bos_token_id': { type: 'u32', value: 1 },
    'tokenizer.ggml.eos_token_id': { type: 'u32', value: 2 },
    'tokenizer.chat_template': { type: 'string', value: 'x'.repeat(10_000) },
    ...changes,
  };
  return new Map(Object.entries(entries).filter((entry): entry is [string, GgufValue] => entry[1] !== null));
}

export const tensors: readonly GgufTensor[] = [
  { name: 'token_embd.weight', shape: [8, 6], data: new Float32Array(48) },
  { name: 'output_norm.weight', shape: [3], data: new Float32Array(3) },
  { name: 'output.weight', shape: [8, 6], data: new Float32Array(48) },
];

export const valid = writeGguf(metadata(), tensors);

export async function read(bytes: Uint8Array): ReturnType<typeof readGgufHeader> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-gguf-'));
  const path = join(folder, 'model.gguf');
  writeFileSync(path, bytes);
  try {
    return await readGgufHeader(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function errorOf(work: Promise<unknown>): Promise<PrismeError> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (cause: unknown) => cause,
  );
  if (error instanceof PrismeError) return error;
  throw error;
}

/** Reads the file and its summary; null when both are fine, the typed error otherwise. Anything else is thrown. */
export async function verdict(bytes: Uint8Array): Promise<PrismeError | null> {
  try {
    summariseHeader(await read(bytes));
    return null;
  } catch (error) {
    if (error instanceof PrismeError) return error;
    throw error;
  }
}

export function patched(offset: number, change: (view: DataView) => void): Uint8Array {
  const copy = valid.slice();
  change(new DataView(copy.buffer, offset));
  return copy;
}

/** Position just after a text in the valid file. */
export function after(text: string): number {
  return Buffer.from(valid).indexOf(text) + Buffer.byteLength(text);
}
