import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type GgufValue, writeGguf } from '../../../../fixtures/gguf-writer.ts';
import { summariseHeader } from './header-summary.ts';
import { readGgufHeader } from './read-header.ts';
import {
  after,
  errorOf,
  metadata,
  patched,
  pieces,
  read,
  tensors,
  valid,
  verdict,
} from './testing/small-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'prisme-gguf-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
      chatFormat: null,
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
});

describe('what a header says about itself', () => {
  it('is read from version 2 as from version 3', async () => {
    expect((await read(patched(4, (view) => view.setUint32(0, 2, true)))).version).toBe(2);
    const four = await errorOf(read(patched(4, (view) => view.setUint32(0, 4, true))));
    expect([four.code, four.details]).toEqual(['model.unsupportedVersion', { version: 4 }]);
  });

  it('keeps the length of the chat template, and its beginning', async () => {
    expect((await read(valid)).chatTemplate).toEqual({ bytes: 10_000, beginning: 'x'.repeat(10_000) });
    const long = writeGguf(
      metadata({ 'tokenizer.chat_template': { type: 'string', value: 'y'.repeat(300_000) } }),
      tensors,
    );
    expect((await read(long)).chatTemplate).toEqual({ bytes: 300_000, beginning: 'y'.repeat(256 * 1024) });
    const without = writeGguf(metadata({ 'tokenizer.chat_template': null }), tensors);
    expect((await read(without)).chatTemplate).toBeNull();
    const number = writeGguf(metadata({ 'tokenizer.chat_template': { type: 'u32', value: 5 } }), tensors);
    const header = await read(number);
    expect(header.chatTemplate).toBeNull();
    expect(header.metadata.get('tokenizer.chat_template')).toBe(5);
  });

  it('keeps the vocabulary apart, and of its keys only that they are there', async () => {
    const header = await read(valid);
    for (const key of ['tokens', 'token_type', 'scores'])
      expect(header.metadata.get(`tokenizer.ggml.${key}`), key).toBeNull();
    expect(header.metadata.get('tokenizer.ggml.eos_token_id')).toBe(2);
    expect(header.metadata.size).toBe(metadata().size);
  });

  it('takes every token for a normal one when the file has no types', async () => {
    const without = writeGguf(metadata({ 'tokenizer.ggml.token_type': null }), tensors);
    expect([...(await read(without)).pieceTypes]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('takes the types 0 to 6 as they are, and any other as undefined', async () => {
    const types: GgufValue = { type: 'i32s', value: [0, 6, 7, -1, 3, 300] };
    const file = writeGguf(metadata({ 'tokenizer.ggml.token_type': types }), tensors);
    expect([...(await read(file)).pieceTypes]).toEqual([0, 6, 0, 0, 3, 0]);
  });

  it('may have a vocabulary without scores, and no tensor at all', async () => {
    const header = await read(writeGguf(metadata({ 'tokenizer.ggml.scores': null }), []));
    expect(header).toMatchObject({ pieces, tensorCount: 0, parameterCount: 0, tensorBytes: 0 });
  });
});

describe('the place of the damage', () => {
  it.each([
    ['tokens that are one text', { 'tokenizer.ggml.tokens': { type: 'string', value: 'a' } }, 'tokenizer.ggml.tokens'],
    ['types that are one number', { 'tokenizer.ggml.token_type': { type: 'u32', value: 1 } }, 'tokenizer.ggml.token_type'],
    ['types that are fractions', { 'tokenizer.ggml.token_type': { type: 'f32s', value: [1, 1, 1, 1, 1, 1] } }, 'tokenizer.ggml.token_type'],
    ['scores that are whole', { 'tokenizer.ggml.scores': { type: 'i32s', value: [1, 1, 1, 1, 1, 1] } }, 'tokenizer.ggml.scores'],
    ['types without tokens', { 'tokenizer.ggml.tokens': null, 'tokenizer.ggml.scores': null }, 'tokenizer'],
    ['scores without tokens', { 'tokenizer.ggml.tokens': null, 'tokenizer.ggml.token_type': null }, 'tokenizer'],
    ['more types than tokens', { 'tokenizer.ggml.token_type': { type: 'i32s', value: [1, 1, 1, 1, 1, 1, 1] } }, 'tokenizer'],
    ['more scores than tokens', { 'tokenizer.ggml.scores': { type: 'f32s', value: [1, 1, 1, 1, 1, 1, 1] } }, 'tokenizer'],
    ['an alignment that no tensor can have', { 'general.alignment': { type: 'u32', value: 4 } }, 'general.alignment'],
    ['an alignment of another type', { 'general.alignment': { type: 'i32', value: 32 } }, 'general.alignment'],
    ['an alignment that is a text', { 'general.alignment': { type: 'string', value: '32' } }, 'general.alignment'],
    ['a key that is empty in C', { '\0': { type: 'u32', value: 1 } }, 'metadata 17'],
  ] satisfies [string, Record<string, GgufValue | null>, string][])('is named: %s', async (_what, changes, where) => {
    const error = await errorOf(read(writeGguf(metadata(changes), tensors)));
    expect([error.code, error.details]).toEqual(['model.corrupt', { where }]);
  }); // prettier-ignore

  it('is the second of two equal keys', async () => {
    const file = writeGguf(
      new Map([
        ['general.one', { type: 'u32', value: 1 }],
        ['general.two', { type: 'u32', value: 2 }],
      ]),
      [],
    );
    file.set(Buffer.from('general.one'), Buffer.from(file).indexOf('general.two'));
    expect((await errorOf(read(file))).details).toEqual({ where: 'metadata 1' });
  });

  it('is the second of two tensors of one name', async () => {
    const again = { name: 'output_norm.weight', shape: [8, 6], data: new Float32Array(48) };
    const twice = writeGguf(metadata(), [...tensors.slice(0, 2), again]);
    expect((await errorOf(read(twice))).details).toEqual({ where: 'tensor 2' });
  });

  it('is the tensor that does not begin where the one before it ends', async () => {
    for (const offset of [0, 191, 193, 224]) {
      const moved = patched(after('output_norm.weight') + 16, (view) =>
        view.setBigUint64(0, BigInt(offset), true),
      );
      expect((await errorOf(read(moved))).details).toEqual({ where: 'tensor 1' });
    }
    const first = patched(after('token_embd.weight') + 24, (view) => view.setBigUint64(0, 32n, true));
    expect((await errorOf(read(first))).details).toEqual({ where: 'tensor 0' });
  });
});

describe('the bounds of a header', () => {
  const code = async (bytes: Uint8Array) => (await errorOf(read(bytes))).code;
  const counts = (at: number, value: bigint) => patched(at, (view) => view.setBigUint64(0, value, true));

  it('are a hundred thousand tensors and ten thousand entries', async () => {
    expect(await code(counts(8, 100_001n))).toBe('model.corrupt');
    expect((await errorOf(read(counts(8, 100_000n)))).details).not.toEqual({ where: 'header' });
    expect((await errorOf(read(counts(16, 10_001n)))).details).toEqual({ where: 'header' });
    expect((await errorOf(read(counts(16, 10_000n)))).details).not.toEqual({ where: 'header' });
  });

  it('are keys of 64 KB and tensor names of 63 bytes', async () => {
    const key = (length: number) =>
      writeGguf(metadata({ ['k'.repeat(length)]: { type: 'u32', value: 1 } }), tensors);
    expect((await read(key(65_536))).metadata.has('k'.repeat(65_536))).toBe(true);
    expect((await errorOf(read(key(65_537)))).details).toEqual({ where: 'metadata 17' });
    const name = (length: number) =>
      writeGguf(metadata(), [{ name: 'n'.repeat(length), shape: [1], data: new Float32Array(1) }]);
    expect((await read(name(63))).tensorCount).toBe(1);
    expect(await code(name(64))).toBe('model.corrupt');
  });

  it('are one to four dimensions', async () => {
    const shaped = (shape: number[]) =>
      writeGguf(metadata(), [{ name: 'a', shape, data: new Float32Array(24) }]);
    expect((await read(shaped([24]))).parameterCount).toBe(24);
    expect((await read(shaped([4, 3, 2, 1]))).parameterCount).toBe(24);
    expect(await code(shaped([]))).toBe('model.corrupt');
    expect(await code(shaped([4, 3, 2, 1, 1]))).toBe('model.corrupt');
  });

  const sized = (length: number, name = 'a') => ({ name, shape: [length], data: new Float32Array(0) });

  it('are sizes that stay exact', async () => {
    // F32: 2⁵⁰ elements are 2⁵² bytes, twice that is no safe number any more; the file is of course too short for one.
    expect(await code(writeGguf(metadata(), [sized(2 ** 50)]))).toBe('model.truncated');
    expect(await code(writeGguf(metadata(), [sized(2 ** 51)]))).toBe('model.corrupt');
  });

  /** Two tensors, both with these many elements of a type, the second where the first ends. */
  function two(elements: number, type: number, bytes: number): Uint8Array {
    const file = writeGguf(metadata(), [sized(elements, 'the first'), sized(elements, 'the second')]);
    const view = new DataView(file.buffer);
    for (const [name, offset] of [['the first', 0], ['the second', bytes]] as const) {
      const at = Buffer.from(file).indexOf(name) + name.length + 12;
      view.setUint32(at, type, true);
      view.setBigUint64(at + 4, BigInt(offset), true);
    }
    return file;
  } // prettier-ignore

  it('are sums that stay exact, of bytes and of elements', async () => {
    expect(await code(two(2 ** 49, 0, 2 ** 51))).toBe('model.truncated');
    expect(await code(two(2 ** 50, 0, 2 ** 52))).toBe('model.corrupt');
    // Q2_K packs 256 elements into 84 bytes: the bytes are few enough, the elements are not.
    expect(await code(two(2 ** 51, 10, (2 ** 51 / 256) * 84))).toBe('model.truncated');
    expect(await code(two(2 ** 52, 10, (2 ** 52 / 256) * 84))).toBe('model.corrupt');
  });
});

it('what lies across the edge of a window is read like anything else', async () => {
  // A window is 256 KB: a few hundred thousand bytes of entries and of tensors, of every length around its edges.
  const many = Array.from({ length: 12_000 }, (_, index) => index);
  const entries = many.map((index): [string, GgufValue] => [
    `key ${'k'.repeat(index % 13)} ${index}`,
    { type: 'u32', value: index },
  ]);
  const small = many.map((index) => ({
    name: `t${'n'.repeat(index % 11)} ${index}`,
    shape: new Array<number>(1 + (index % 4)).fill(1),
    data: new Float32Array(1),
  }));
  for (const shift of [0, 1, 5]) {
    const words: GgufValue = { type: 'string', value: 'x'.repeat(shift) };
    const header = await read(writeGguf(new Map([['shift', words], ...entries.slice(0, 9_000)]), small));
    expect(header).toMatchObject({ tensorCount: 12_000, parameterCount: 12_000 });
    expect(header.metadata.get(entries[8_999]?.[0] ?? '')).toBe(8_999);
  }
});

it('token types that fill more than one window are all read', async () => {
  // A window holds 65,536 of them.
  const types = Array.from({ length: 70_000 }, (_, index) => index % 7);
  const tokens = types.map((_, index) => `t${index}`);
  const vocabulary: Record<string, GgufValue> = {
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': { type: 'i32s', value: types },
    'tokenizer.ggml.scores': { type: 'f32s', value: types },
  };
  const header = await read(writeGguf(metadata(vocabulary), tensors));
  expect([...header.pieceTypes]).toEqual(types);
  expect([header.pieces.length, header.pieces.at(-1)]).toEqual([70_000, 't69999']);
});

it('tensors are padded to the alignment that the header names', async () => {
  // 48 elements are 192 bytes: a multiple of 64, no multiple of 128.
  const aligned = (alignment: number) => {
    const file = writeGguf(
      metadata({ 'general.alignment': { type: 'u32', value: alignment } }),
      tensors.slice(0, 1),
    );
    return read(Buffer.concat([file, Buffer.alloc(alignment)]));
  };
  expect((await aligned(64)).tensorBytes).toBe(192);
  expect((await aligned(128)).tensorBytes).toBe(256);
});

it('a file that cannot be opened says why, in the system’s own word', async () => {
  const missing = await errorOf(readGgufHeader(join(folder, 'none.gguf')));
  expect([missing.code, missing.details]).toEqual(['model.unreadable', { reason: 'ENOENT' }]);
  expect(missing.cause).toMatchObject({ code: 'ENOENT' });
  expect((await errorOf(readGgufHeader(folder))).details).toEqual({ reason: 'notAFile' });
});
