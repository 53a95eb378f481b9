/**
 * Damages a sound GGUF file on purpose, from a seed: its structure, bytes of its header, its end. Pure.
 */
import { type Field, type FieldKind, type Fields, fieldsOf, type Part } from './gguf-fields.ts';
import type { Random } from './random.ts';

export type Mutant = {
  readonly bytes: Uint8Array;
  /** What was done, for whoever tries it again. */
  readonly what: string;
};

/** Makes mutants of one file. */
export function createMutator(file: Uint8Array): (random: Random) => Mutant {
  const fields = fieldsOf(file);
  return (random) => {
    const done: string[] = [];
    let bytes = Buffer.from(file);
    const changes = random.int(1, 3);
    for (let change = 0; change < changes; change++) {
      const way = random.pick(ways);
      // The places are those of the sound file: after a piece was cut out they hit something else, which is as well.
      const { what, result } = way(bytes, fields, random);
      bytes = result;
      done.push(what);
    }
    return { bytes, what: done.join(', ') };
  };
}

type Way = (
  bytes: Buffer<ArrayBuffer>,
  fields: Fields,
  random: Random,
) => { readonly what: string; readonly result: Buffer<ArrayBuffer> };

/** Values that counts, lengths and sizes overflow at, in 64 bits. */
const hostileNumbers = [
  0n,
  1n,
  2n,
  7n,
  31n,
  48n,
  0x7fn,
  0xffn,
  0xffffn,
  0x10_0000n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  1n << 32n,
  1n << 40n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 62n) + 1n,
  1n << 63n,
  (1n << 64n) - 32n,
  (1n << 64n) - 1n,
];
/** Every value type, the one behind the last, and nonsense. */
const hostileTypes = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, 12n, 13n, 39n, 255n, 0xffff_ffffn];
const hostileTexts = ['', '\0', '../../../canary', '<0xZZ>', '\uFFFD', '%n%s', '__proto__', 'constructor'];

const kinds: readonly FieldKind[] = [
  'magic',
  'version',
  'tensorCount',
  'entryCount',
  'keyLength',
  'key',
  'valueType',
  'scalar',
  'textLength',
  'text',
  'elementType',
  'elementCount',
  'element',
  'nameLength',
  'name',
  'dimensionCount',
  'dimension',
  'tensorType',
  'offset',
  'weights',
];

const changeField: Way = (bytes, { fields }, random) => {
  // The kind first: a vocabulary has hundreds of elements, a header one version.
  const kind = random.pick(kinds);
  const field = random.pick(fields.filter((each) => each.kind === kind && each.bytes > 0));
  const result = Buffer.from(bytes);
  const value = overwrite(result, field, random);
  return { what: `${kind} at ${field.at} is ${value}`, result };
};

function overwrite(bytes: Buffer, { kind, at, bytes: width }: Field, random: Random): string {
  if (at + width > bytes.length) return 'past the end';
  if (kind === 'key' || kind === 'name' || kind === 'text' || kind === 'magic') {
    const text = random
      .pick(hostileTexts)
      .padEnd(width, random.pick(['x', '\0', '\u001B']))
      .slice(0, width);
    bytes.write(text, at, width, 'latin1');
    return JSON.stringify(text.slice(0, 20));
  }
  if (kind === 'weights') {
    const place = at + 4 * random.int(0, Math.floor(width / 4) - 1);
    const value = random.pick([Number.NaN, Infinity, -Infinity, 3e38]);
    bytes.writeFloatLE(value, place);
    return String(value);
  }
  const isType = kind === 'valueType' || kind === 'elementType' || kind === 'tensorType';
  const value = BigInt.asUintN(8 * width, random.pick(isType ? hostileTypes : hostileNumbers));
  for (let index = 0; index < width; index++)
    bytes[at + index] = Number((value >> BigInt(8 * index)) & 0xffn);
  return String(value);
}

const randomBytes: Way = (bytes, { headerBytes }, random) => {
  const result = Buffer.from(bytes);
  const at = random.int(0, Math.max(0, Math.min(headerBytes, result.length) - 1));
  const some = random.bytes(random.int(1, 8));
  some.copy(result, at);
  return { what: `${some.length} bytes at ${at}`, result };
};

/** Behind, inside or before any kind of field. */
const truncation: Way = (bytes, { fields }, random) => {
  const kind = random.pick(kinds);
  const { at, bytes: width } = random.pick(fields.filter((field) => field.kind === kind));
  const length = Math.min(bytes.length, at + random.int(0, width));
  return { what: `cut to ${length} bytes (${kind})`, result: bytes.subarray(0, length) };
};

function cutOut(bytes: Buffer<ArrayBuffer>, { at, bytes: length }: Part): Buffer<ArrayBuffer> {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

const leaveOut: Way = (bytes, { entries, tensors }, random) => {
  const part = random.pick([...entries, ...tensors]);
  return { what: `${part.bytes} bytes at ${part.at} are left out`, result: cutOut(bytes, part) };
};

/** A key or a tensor twice, counted. */
const double: Way = (bytes, { entries, tensors }, random) => {
  const isEntry = random.next() < 0.5;
  const { at, bytes: length } = random.pick(isEntry ? entries : tensors);
  const part = bytes.subarray(at, at + length);
  const result = Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
  const countAt = isEntry ? 16 : 8;
  if (result.length >= countAt + 8)
    result.writeBigUInt64LE(BigInt.asUintN(64, result.readBigUInt64LE(countAt) + 1n), countAt);
  return { what: `${length} bytes at ${at} twice`, result };
};

const exchange: Way = (bytes, { entries, tensors }, random) => {
  const parts = random.next() < 0.5 ? entries : tensors;
  const [first, second] = [random.pick(parts), random.pick(parts)].toSorted((a, b) => a.at - b.at);
  if (first === undefined || second === undefined || first === second)
    return { what: 'nothing', result: bytes };
  const result = Buffer.concat([
    bytes.subarray(0, first.at),
    bytes.subarray(second.at, second.at + second.bytes),
    bytes.subarray(first.at + first.bytes, second.at),
    bytes.subarray(first.at, first.at + first.bytes),
    bytes.subarray(second.at + second.bytes),
  ]);
  return { what: `${first.at} and ${second.at} exchanged`, result };
};

/** Two numbers of the header that are read as a model's shape, so that they contradict each other but not the format. */
const changeScalar: Way = (bytes, { fields }, random) => {
  const field = random.pick(fields.filter(({ kind }) => kind === 'scalar' || kind === 'element'));
  const result = Buffer.from(bytes);
  if (field.bytes !== 4 || field.at + 4 > result.length) return { what: 'nothing', result };
  const value = random.pick([0, 1, 2, 3, 5, 16, 64, 1_000, 65_535, 100_000]);
  result.writeUInt32LE(value, field.at);
  return { what: `${field.kind} at ${field.at} is ${value}`, result };
};

const ways: readonly Way[] = [
  changeField,
  changeField,
  changeField,
  changeField,
  changeScalar,
  changeScalar,
  randomBytes,
  randomBytes,
  truncation,
  leaveOut,
  double,
  exchange,
];
