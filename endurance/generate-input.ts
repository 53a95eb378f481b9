/**
 * Inputs for the contract's requests, made from its own schemas: sound ones, sound ones with something wrong in them, and
 * every field at every boundary. Pure.
 */
import { z } from 'zod';
import type { Random } from './random.ts';

/** The part of JSON Schema that the contract's inputs come to. */
type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** What identifiers may be filled with: ones that exist, and ones that do not. */
export type Known = { readonly uuids: readonly string[]; readonly hashes: readonly string[] };

type Path = readonly (string | number)[];
type Place = { readonly path: Path; readonly schema: Schema };

export function schemaOf(input: z.ZodType): Schema {
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/** Longer texts are only tried at their boundary. */
const longestText = 300;
const mostItems = 3;

function textFor(
  { pattern, format, minLength = 0, maxLength = longestText }: Schema,
  random: Random,
  known: Known,
): string {
  if (format === 'uuid' || pattern?.includes('36')) return random.pick(known.uuids);
  if (pattern?.includes('64')) return random.pick(known.hashes);
  const length = random.int(minLength, Math.max(minLength, Math.min(maxLength, longestText)));
  return Array.from({ length }, () => random.pick(characters))
    .join('')
    .slice(0, maxLength);
}

const characters = Array.from(
  'abc XYZ019<>&"\'`\\/*_#[](){}|~:;,.?!%$@^=+-\n\t\0\u200b\u202e\ufeff\ud800é😊',
);

function numberFor({ type, minimum = -1e6, maximum = 1e6 }: Schema, random: Random): number {
  const middle = random.int(Math.ceil(minimum), Math.min(maximum, Math.ceil(minimum) + 100));
  return random.pick([minimum, maximum, middle, type === 'integer' ? middle : (minimum + maximum) / 2]);
}

/** An input that the schema takes. */
export function soundInput(schema: Schema, random: Random, known: Known): unknown {
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return soundInput(random.pick(options), random, known);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  return ofType(schema, random, known);
}

function ofType(schema: Schema, random: Random, known: Known): unknown {
  switch (schema.type) {
    case 'object':
      return soundObject(schema, random, known);
    case 'array': {
      const low = schema.minItems ?? 0;
      const count = random.int(low, Math.min(schema.maxItems ?? mostItems, low + mostItems));
      return Array.from({ length: count }, () => soundInput(schema.items ?? {}, random, known));
    }
    case 'string':
      return textFor(schema, random, known);
    case 'number':
    case 'integer':
      return numberFor(schema, random);
    case 'boolean':
      return random.int(0, 1) === 1;
    case 'null':
      return null;
    default:
      // Bytes are the one thing that JSON Schema has no word for.
      return new Uint8Array(random.bytes(random.int(0, 40)));
  }
}

function soundObject(schema: Schema, random: Random, known: Known): unknown {
  const required = new Set(schema.required);
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => required.has(name) || random.int(0, 2) > 0)
      .map(([name, each]) => [name, soundInput(each, random, known)]),
  );
}

/** Values that are wrong nearly everywhere. Each is made anew. */
export const wrongValues: readonly (() => unknown)[] = [
  () => -1,
  () => 0,
  () => 2 ** 31,
  () => 2 ** 53,
  () => Number.NaN,
  () => 1e308,
  () => 0.5,
  () => '1',
  () => null,
  () => [],
  () => ({}),
  () => true,
  () => undefined,
  () => 10n,
  () => new Date(Number.NaN),
  () => new Set([1]),
  () => new Map([['a', 1]]),
  () => new Uint8Array(3),
  () => '',
  () => '\0',
  () => '\ud800',
  () => '../../../../etc/passwd',
  () => "'; DROP TABLE messages; --",
  () => ({ toString: 'x', constructor: { prototype: 1 } }),
  () => JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown,
  () => Array.from({ length: 300 }, () => 'x'),
];

/** The input with one thing wrong: a value, a missing field or one too many. */
export function wrongInput(input: unknown, random: Random): unknown {
  const paths = pathsIn(input);
  const path = random.pick(paths);
  const kind = random.int(0, 9);
  if (kind === 0 && path.length > 0) return withValue(input, path, missing);
  if (kind === 1) return withValue(input, [...path, 'extra'], random.pick(wrongValues)());
  return withValue(input, path, random.pick(wrongValues)());
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  const inner: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isPlain(value)
      ? Object.entries(value)
      : [];
  return [path, ...inner.flatMap(([key, each]) => pathsIn(each, [...path, key]))];
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

const missing = Symbol('missing');

function withValue(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put === missing ? undefined : put;
  if (Array.isArray(value)) {
    const changed = rest.length === 0 && put === missing ? [] : [withValue(value[Number(key)], rest, put)];
    return typeof key === 'number' ? value.toSpliced(key, 1, ...changed) : value;
  }
  if (!isPlain(value)) return value;
  const { [key]: old, ...others } = value;
  if (rest.length === 0 && put === missing) return others;
  return { ...others, [key]: withValue(old, rest, put) };
}

/** Every field of the schema: each option of a union in turn, the first entry of a list. */
function placesIn(schema: Schema, path: Path = []): Place[] {
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.flatMap((option) => placesIn(option, path));
  const inner =
    schema.type === 'object'
      ? Object.entries(schema.properties ?? {}).flatMap(([name, each]) => placesIn(each, [...path, name]))
      : schema.type === 'array' && schema.items !== undefined
        ? placesIn(schema.items, [...path, 0])
        : [];
  return [{ path, schema }, ...inner];
}

/** Just outside what the schema says, where it says it. */
function outside(
  { maxLength, maxItems, minimum, maximum, items }: Schema,
  random: Random,
  known: Known,
): unknown[] {
  const values: unknown[] = [];
  if (maxLength !== undefined) values.push('x'.repeat(maxLength + 1));
  if (minimum !== undefined) values.push(minimum - 1);
  if (maximum !== undefined) values.push(maximum + 1);
  // A list of millions is refused by the size of a message before anybody counts it.
  if (maxItems !== undefined && maxItems <= 2_000) {
    const item = soundInput(items ?? {}, random, known);
    values.push(Array.from({ length: maxItems + 1 }, () => item));
  }
  return values;
}

/** An input that has the place: unions are tried until they do. Null: none was found. */
function inputWith(schema: Schema, path: Path, random: Random, known: Known): unknown {
  for (let tries = 0; tries < 200; tries++) {
    const input = soundInput(schema, random, known);
    const parent = path.slice(0, -1);
    const holds = parent.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
      input,
    );
    if (path.length === 0 || (typeof holds === 'object' && holds !== null && !(holds instanceof Uint8Array)))
      return input;
  }
  return null;
}

/** Every field with every wrong value, left out, and just outside its bounds; and the whole input wrong. */
export function boundaryInputs(schema: Schema, random: Random, known: Known): unknown[] {
  return placesIn(schema).flatMap(({ path, schema: field }) => {
    const values = [
      ...wrongValues.slice(0, 11).map((value) => value()),
      missing,
      ...outside(field, random, known),
    ];
    return values.map((value) => withValue(inputWith(schema, path, random, known), path, value));
  });
}
