import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { type GgufTensor, type GgufValue, writeGguf } from '../../../../fixtures/gguf-writer.ts';
import { summariseHeader } from './header-summary.ts';
import { readGgufHeader } from './read-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'prisme-gguf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pieces = ['<unk>', '<s>', '</s>', '▁the', 'e', 'é'];

function metadata(changes: Readonly<Record<string, GgufValue | null>> = {}): Map<string, GgufValue> {
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

const tensors: readonly GgufTensor[] = [
  { name: 'token_embd.weight', shape: [8, 6], data: new Float32Array(48) },
  { name: 'output_norm.weight', shape: [3], data: new Float32Array(3) },
  { name: 'output.weight', shape: [8, 6], data: new Float32Array(48) },
];

const valid = writeGguf(metadata(), tensors);
let fileNumber = 0;

async function read(bytes: Uint8Array): ReturnType<typeof readGgufHeader> {
  const path = join(folder, `${fileNumber++}.gguf`);
  writeFileSync(path, bytes);
  try {
    return await readGgufHeader(path);
  } finally {
    rmSync(path);
  }
}

async function errorOf(work: Promise<unknown>): Promise<PrismeError> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (cause: unknown) => cause,
  );
  if (error instanceof PrismeError) return error;
  throw error;
}

/** Reads the file and its summary; null when both are fine, the typed error otherwise. Anything else is thrown. */
async function verdict(bytes: Uint8Array): Promise<PrismeError | null> {
  try {
    summariseHeader(await read(bytes));
    return null;
  } catch (error) {
    if (error instanceof PrismeError) return error;
    throw error;
  }
}

function patched(offset: number, change: (view: DataView) => void): Uint8Array {
  const copy = valid.slice();
  change(new DataView(copy.buffer, offset));
  return copy;
}

/** Position just after a text in the valid file. */
function after(text: string): number {
  return Buffer.from(valid).indexOf(text) + Buffer.byteLength(text);
}

describe('readGgufHeader', () => {
  it('reads metadata, vocabulary and tensor totals of a valid file', async () => {
    const header = await read(valid);
    expect(header).toMatchObject({
      version: 3,
      pieces,
      tensorCount: 3,
      parameterCount: 99,
      fileBytes: valid.length,
    });
    // A token type that nobody knows counts as undefined.
    expect([...header.pieceTypes]).toEqual([2, 3, 3, 1, 1, 0]);
    expect(header.tensorBytes).toBe(192 + 32 + 192);
  });

  it('summarises a header in the terms of the model list', async () => {
    expect(summariseHeader(await read(valid))).toEqual({
      name: 'A small one',
      architecture: 'llama',
      quantisation: 'Q4_K_M',
      parameterCount: 99,
      trainedContextTokens: 512,
      vocabularySize: 6,
      hasChatTemplate: true,
      licence: 'apache-2.0',
      blockCount: 2,
      embeddingLength: 8,
      feedForwardLength: 16,
      headCount: 2,
      // 2 layers × 1 KV head × (4 + 4)
      cacheNumbersPerToken: 16,
    });
  });

  it('accepts a last tensor without padding after it', async () => {
    const unpadded = writeGguf(metadata(), tensors.slice(0, 2)).slice(0, -(32 - 12));
    expect(await verdict(unpadded)).toBeNull();
  });

  it('counts KV heads layer by layer when the header gives an array', async () => {
    const file = writeGguf(
      metadata({ 'llama.attention.head_count_kv': { type: 'i32s', value: [2, 0] } }),
      tensors,
    );
    expect(summariseHeader(await read(file)).cacheNumbersPerToken).toBe(16);
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'model.notGguf'],
    ['three bytes', new Uint8Array(3), 'model.notGguf'],
    ['a text', new TextEncoder().encode('This is no model, whatever it is called.'), 'model.notGguf'],
    ['version 1', patched(4, (view) => view.setUint32(0, 1, true)), 'model.unsupportedVersion'],
    ['a big-endian file', patched(4, (view) => view.setUint32(0, 3, false)), 'model.unsupportedVersion'],
    ['2⁶³ tensors', patched(8, (view) => view.setBigUint64(0, 1n << 63n, true)), 'model.corrupt'],
    [
      'a million metadata entries',
      patched(16, (view) => view.setBigUint64(0, 1_000_000n, true)),
      'model.corrupt',
    ],
    [
      'a key of 2⁶⁴ − 1 bytes',
      patched(24, (view) => view.setBigUint64(0, (1n << 64n) - 1n, true)),
      'model.corrupt',
    ],
    ['an empty key', patched(24, (view) => view.setBigUint64(0, 0n, true)), 'model.corrupt'],
    [
      'an array of arrays',
      patched(after('tokenizer.ggml.tokens') + 4, (view) => view.setUint32(0, 9, true)),
      'model.corrupt',
    ],
    [
      'an array of 2⁴⁰ entries',
      patched(after('tokenizer.ggml.tokens') + 8, (view) => view.setBigUint64(0, 1n << 40n, true)),
      'model.corrupt',
    ],
    [
      'a value type that does not exist',
      patched(after('general.file_type'), (view) => view.setUint32(0, 77, true)),
      'model.corrupt',
    ],
    [
      'five dimensions',
      patched(after('token_embd.weight'), (view) => view.setUint32(0, 5, true)),
      'model.corrupt',
    ],
    [
      'no dimension',
      patched(after('token_embd.weight'), (view) => view.setUint32(0, 0, true)),
      'model.corrupt',
    ],
    [
      'a dimension of 0',
      patched(after('token_embd.weight') + 4, (view) => view.setBigUint64(0, 0n, true)),
      'model.corrupt',
    ],
    [
      'dimensions whose product overflows',
      patched(after('token_embd.weight') + 4, (view) => view.setBigUint64(0, 1n << 52n, true)),
      'model.corrupt',
    ],
    [
      'a tensor type that does not exist',
      patched(after('token_embd.weight') + 20, (view) => view.setUint32(0, 4, true)),
      'model.corrupt',
    ],
    [
      'a tensor that overlaps another',
      patched(after('output.weight') + 24, (view) => view.setBigUint64(0, 0n, true)),
      'model.corrupt',
    ],
    [
      'a tensor far outside',
      patched(after('output.weight') + 24, (view) => view.setBigUint64(0, 1n << 62n, true)),
      'model.corrupt',
    ],
    [
      'a tensor larger than the file',
      patched(after('output.weight') + 12, (view) => view.setBigUint64(0, 6000n, true)),
      'model.truncated',
    ],
  ])('refuses %s', async (_what, bytes, code) => {
    expect((await errorOf(read(bytes))).code).toBe(code);
  });

  it.each([
    [
      'an unknown architecture',
      { 'general.architecture': { type: 'string', value: 'martian' } },
      'model.unsupportedArchitecture',
    ],
    [
      'a vision projector',
      { 'general.architecture': { type: 'string', value: 'clip' } },
      'model.unsupportedArchitecture',
    ],
    ['an adapter', { 'general.type': { type: 'string', value: 'adapter' } }, 'model.unsupportedArchitecture'],
    ['no architecture', { 'general.architecture': null }, 'model.corrupt'],
    ['one part of a split model', { 'split.count': { type: 'u32', value: 3 } }, 'model.loadFailed'],
    [
      'no vocabulary',
      { 'tokenizer.ggml.tokens': null, 'tokenizer.ggml.token_type': null, 'tokenizer.ggml.scores': null },
      'model.corrupt',
    ],
    [
      'fewer token types than tokens',
      { 'tokenizer.ggml.token_type': { type: 'i32s', value: [1, 1] } },
      'model.corrupt',
    ],
    ['fewer scores than tokens', { 'tokenizer.ggml.scores': { type: 'f32s', value: [1] } }, 'model.corrupt'],
    [
      'tokens that are numbers',
      { 'tokenizer.ggml.tokens': { type: 'i32s', value: [1, 2, 3, 4, 5, 6] } },
      'model.corrupt',
    ],
    ['an alignment of 48', { 'general.alignment': { type: 'u32', value: 48 } }, 'model.corrupt'],
    ['an alignment of 0', { 'general.alignment': { type: 'u32', value: 0 } }, 'model.corrupt'],
    ['a million blocks', { 'llama.block_count': { type: 'u32', value: 1_000_000 } }, 'model.corrupt'],
    ['no blocks', { 'llama.block_count': { type: 'u32', value: 0 } }, 'model.corrupt'],
    ['a negative context', { 'llama.context_length': { type: 'i32', value: -1 } }, 'model.corrupt'],
    [
      'an embedding that is a text',
      { 'llama.embedding_length': { type: 'string', value: '8' } },
      'model.corrupt',
    ],
    ['a key that is empty in C', { '\0key': { type: 'u32', value: 1 } }, 'model.corrupt'],
    ['too many heads', { 'llama.attention.head_count': { type: 'u32', value: 70_000 } }, 'model.corrupt'],
  ] satisfies [string, Record<string, GgufValue | null>, string][])(
    'refuses %s',
    async (_what, changes, code) => {
      expect((await verdict(writeGguf(metadata(changes), tensors)))?.code).toBe(code);
    },
  );

  it('refuses a tensor whose name ends early in C', async () => {
    const file = writeGguf(metadata(), [{ name: 'a\0b', shape: [1], data: new Float32Array(1) }]);
    expect((await verdict(file))?.details).toEqual({ where: 'tensor 0' });
  });

  it('says how many bytes a truncated file should have', async () => {
    const error = await errorOf(read(valid.slice(0, valid.length - 100)));
    expect(error.code).toBe('model.truncated');
    expect(error.details).toEqual({ needBytes: valid.length, haveBytes: valid.length - 100 });
  });

  it('says truncated or not a GGUF for every length shorter than the whole', async () => {
    for (let length = 0; length < valid.length; length += length < 300 ? 1 : 37) {
      const error = await errorOf(read(valid.slice(0, length)));
      expect(error.code).toBe(length < 4 ? 'model.notGguf' : 'model.truncated');
    }
  });

  it('refuses a folder and a missing file as unreadable', async () => {
    expect((await errorOf(readGgufHeader(folder))).code).toBe('model.unreadable');
    expect((await errorOf(readGgufHeader(join(folder, 'none.gguf')))).details).toEqual({ reason: 'ENOENT' });
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe instead of waiting for its other end', async () => {
    const pipe = join(folder, 'pipe.gguf');
    execFileSync('mkfifo', [pipe]);
    expect((await errorOf(readGgufHeader(pipe))).details).toEqual({ reason: 'notAFile' });
  });

  it('gives up on a header that takes longer than ten seconds', async () => {
    let nowMs = 0;
    const path = join(folder, 'slow.gguf');
    writeFileSync(
      path,
      writeGguf(
        metadata({
          padding: { type: 'strings', value: Array.from({ length: 3 }, () => 'x'.repeat(300_000)) },
        }),
        tensors,
      ),
    );
    const error = await errorOf(readGgufHeader(path, () => (nowMs += 6_000)));
    expect(error.details).toEqual({ reason: 'timeout' });
  });

  it('refuses a header of more than 64 MB without reading it whole', async () => {
    const head = writeGguf(metadata({ padding: { type: 'string', value: '' } }), []);
    const many = Array.from(
      { length: 6 },
      (_, index) => [`padding${index}`, { type: 'string', value: 'x'.repeat(15 << 20) }] as const,
    );
    const large = writeGguf(metadata(Object.fromEntries(many)), tensors);
    expect(large.length).toBeGreaterThan(head.length + (64 << 20));
    expect((await errorOf(read(large))).code).toBe('model.corrupt');
  });

  it('answers 600 mutated files with a value or a typed error, in little memory', async () => {
    const random = generator(20_261_123);
    const before = process.memoryUsage().rss;
    const verdicts = new Map<string, number>();
    for (let round = 0; round < 600; round++) {
      const code = (await verdict(mutated(random)))?.code ?? 'fine';
      verdicts.set(code, (verdicts.get(code) ?? 0) + 1);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
    // The mutations do reach the reader's checks: both outcomes occur often.
    expect(verdicts.get('model.corrupt')).toBeGreaterThan(50);
    expect(verdicts.get('fine')).toBeGreaterThan(50);
  });
});

const headerBytes = after('output.weight') + 32;
const interesting = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  (1n << 53n) - 1n,
  1n << 63n,
  (1n << 64n) - 1n,
];

/** One to four changes in the header: a byte, an interesting number, a piece cut out or doubled. */
function mutated(random: (below: number) => number): Uint8Array {
  let bytes = Buffer.from(valid);
  for (let change = random(4); change >= 0; change--) {
    const at = random(Math.min(headerBytes, bytes.length) - 8);
    const kind = random(5);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes.writeBigUInt64LE(interesting[random(interesting.length)] ?? 0n, at);
    else if (kind === 2) bytes.writeUInt32LE(Number((interesting[random(7)] ?? 0n) & 0xffff_ffffn), at);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(64))]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random(64)))]);
  }
  return new Uint8Array(bytes);
}

/** mulberry32: the same numbers in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
