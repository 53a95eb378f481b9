/**
 * What the reader does with files that are large, or damaged at random.
 */
import { expect, it } from 'vitest';
import { writeGguf } from '../../../../fixtures/gguf-writer.ts';
import { after, errorOf, metadata, read, tensors, valid, verdict } from './testing/small-model.ts';

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

it('says truncated or not a GGUF for every length shorter than the whole', async () => {
  for (let length = 0; length < valid.length; length += length < 300 ? 1 : 37) {
    const error = await errorOf(read(valid.slice(0, length)));
    expect(error.code).toBe(length < 4 ? 'model.notGguf' : 'model.truncated');
  }
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
