/**
 * Messages that no engine should send, made from one that it did send. Pure.
 */
import type { Random } from './random.ts';

/** One piece of garbage: what is sent in the place of, or behind, the genuine message. */
export type Garbage = { readonly what: string; readonly messages: readonly unknown[] };

type Maker = (genuine: string, random: Random) => readonly unknown[];

const hostileValues: readonly unknown[] = [
  null,
  true,
  '',
  'x'.repeat(100_000),
  '\uD800',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  -(2 ** 31),
  [],
  {},
  [[[[]]]],
  { length: 4_000_000_000 },
  { toString: 'x', valueOf: 1, toJSON: 'y' },
  { json: {}, meta: [[20, '__proto__']] },
];

/** The type numbers of the protocol's own values, of bytes, and one that is nobody's. */
const metaTypes = [0, 1, 2, 3, 4, 5, 6, 7, 20, 99, '__proto__', null];
const metaPaths = [
  [],
  ['steps'],
  ['kind'],
  ['__proto__'],
  ['__proto__', 'polluted'],
  ['constructor', 'prototype', 'polluted'],
  ['missing'],
  ['stats', 'replyTokens'],
  [0, 1],
  [null],
];

const noTexts = [42, null, undefined, Number.NaN, {}, [], true, new Uint8Array(8), new Date(0), 10n].map(
  (value: unknown) => [value],
);

type Tree = Record<string, unknown> | unknown[];
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Every place in a message at which something else can be put. */
function placesIn(value: unknown): { readonly owner: Tree; readonly key: string }[] {
  if (!isTree(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [{ owner: value, key }, ...placesIn(child)]);
}

function changed(genuine: string, random: Random, change: (owner: Tree, key: string) => void): string {
  const message: unknown = JSON.parse(genuine);
  const { owner, key } = random.pick(placesIn(message));
  change(owner, key);
  return JSON.stringify(message);
}

/** `next` in the place of the message's id; not through an object, so that any key and any value can stand there. */
const withId = (genuine: string, id: unknown): string =>
  genuine.replace(/^\{"i":"[^"]*"/, () => `{"i":${JSON.stringify(id)}`);

const event = (genuine: string, json: unknown, meta: unknown): string => {
  const id = /^\{"i":"([^"]*)"/.exec(genuine)?.[1] ?? '1';
  return JSON.stringify({ i: id, t: 3, p: { e: 'message', d: { json, meta } } });
};

const makers: Readonly<Record<string, Maker>> = {
  'no text': (_, random) => random.pick(noTexts),
  'no JSON': (_, random) => [
    random.pick(['', '\0', 'NaN', '{', '[1,', '{"i":', 'undefined', random.bytes(200).toString('latin1')]),
  ],
  'JSON of another form': (_, random) => [
    random.pick(['null', '[]', '{}', '1e999', '"text"', '{"i":1}', '{"i":"1"}', '{"i":"1","t":7,"p":{}}']),
  ],
  'very deep': (_, random) => [
    random.pick(['['.repeat(100_000), `{"i":"1","t":3,"p":${'{"e":'.repeat(20_000)}1${'}'.repeat(20_001)}`]),
  ],
  'cut off': (genuine, random) => [genuine.slice(0, random.int(0, genuine.length - 1))],
  'two in one': (genuine) => [genuine + genuine],
  repeated: (genuine, random) => Array.from({ length: random.int(2, 5) }, () => genuine),
  'another id': (genuine, random) => [
    genuine,
    withId(genuine, random.pick(['zz', '', '0', '999999', '-1', '__proto__', 'constructor', 'x'.repeat(60)])),
  ],
  'an id that is no text': (genuine, random) => [withId(genuine, random.pick([1, null, {}, [], true]))],
  'another value': (genuine, random) => [
    changed(genuine, random, (owner, key) =>
      Object.defineProperty(owner, key, { value: random.pick(hostileValues), enumerable: true }),
    ),
  ],
  'a number that is off': (genuine, random) => [
    genuine.replace(/:\d+/g, (number) => (random.next() < 0.4 ? `:${random.int(-3, 5_000)}` : number)),
  ],
  'a key less': (genuine, random) => [
    changed(genuine, random, (owner, key) => void Reflect.deleteProperty(owner, key)),
  ],
  'a prototype': (genuine, random) => [
    genuine.replace(
      '{',
      () =>
        `{"${random.pick(['__proto__', 'constructor', 'prototype'])}":{"polluted":1,"prototype":{"polluted":1}},`,
    ),
  ],
  'a prototype inside': (genuine) => [
    genuine.replace('"p":{', () => '"p":{"__proto__":{"polluted":1,"e":"message"},'),
  ],
  'hostile types': (genuine, random) => [
    event(
      genuine,
      { kind: 'tokens', firstToken: 0, count: 1, steps: random.pick(hostileValues) },
      Array.from({ length: random.int(1, 4) }, () => [random.pick(metaTypes), ...random.pick(metaPaths)]),
    ),
  ],
  'types that are none': (genuine, random) => [event(genuine, { kind: 'end' }, random.pick(hostileValues))],
  'tokens of nowhere': (genuine, random) => [
    genuine,
    event(
      genuine,
      {
        kind: 'tokens',
        firstToken: random.pick([0, 1, 2, 9, 9_999_999, -1]),
        count: random.pick([0, 1, 2, 100_000, 1e9]),
        steps: random.bytes(random.int(0, 200)).toString('base64'),
      },
      [[20, 'steps']],
    ),
  ],
  'bytes of any kind': (genuine, random) => [
    event(genuine, { kind: 'tokens', firstToken: 0, count: 1, steps: random.pick(hostileValues) }, [
      [20, 'steps'],
    ]),
  ],
  'an early end': (genuine) => [
    event(genuine, { kind: 'end', reason: 'endToken', stats: null, stopStringAtByte: -5 }, []),
  ],
  'an error': (genuine, random) => {
    const code = random.pick([
      'engine.busy',
      'app.alreadyRunning',
      'no.such',
      '__proto__',
      'x'.repeat(9_000),
    ]);
    const data = random.pick(hostileValues);
    const id = /^\{"i":"([^"]*)"/.exec(genuine)?.[1] ?? '1';
    const json = { defined: true, code, status: random.pick([200, 500, 9, 'x']), message: 'm', data };
    return [
      random.next() < 0.5
        ? JSON.stringify({ i: id, t: 3, p: { e: 'error', d: { json, meta: [] } } })
        : JSON.stringify({ i: id, p: { s: 500, h: {}, b: { json, meta: [] } } }),
    ];
  },
};

const longText: Maker = (genuine, random) => [
  event(genuine, { kind: 'tokens', steps: 'A'.repeat(random.pick([1 << 20, 20 << 20, 26 << 20])) }, [
    [20, 'steps'],
  ]),
];
/** Megabytes at a time: often enough to see that they are bounded, seldom enough for thousands of tries. */
const longTextShare = 0.01;

export function garbageFrom(genuine: string, random: Random): Garbage {
  if (random.next() < longTextShare) return { what: 'very long', messages: longText(genuine, random) };
  const what = random.pick(Object.keys(makers));
  return { what, messages: makers[what]?.(genuine, random) ?? [] };
}
