/**
 * Hostile chat templates from a seed: programs in Jinja that run for ever, grow without end, or reach for what is
 * outside. Pure.
 */
import { chatmlTemplate } from '../fixtures/tiny-llama.ts';
import type { Random } from './random.ts';

export type HostileTemplate = { readonly what: string; readonly source: string };

/** @param canary path of a file that must never be there */
type Maker = (random: Random, canary: string) => string;

const loops: Maker = (random) => {
  const count = random.pick([
    '1000000000',
    '100000000',
    '99999999999999',
    '-1, 10000000',
    '0, 1000000000, 3',
  ]);
  const body = random.pick(['', 'x', '{{ a }}', '{% set b = a %}', '{% for c in range(1000) %}{% endfor %}']);
  return `{% for a in range(${count}) %}${body}{% endfor %}`;
};

const nestedLoops: Maker = (random) => {
  const depth = random.int(3, 12);
  const open = Array.from({ length: depth }, (_, index) => `{% for v${index} in range(1000) %}`).join('');
  return `${open}${random.pick(['', 'x'])}${'{% endfor %}'.repeat(depth)}`;
};

const growth: Maker = (random) => {
  const times = random.pick([25, 30, 40, 64, 1_000]);
  const step = random.pick(['n.x + n.x', 'n.x ~ n.x', "(n.x + n.x)|replace('a', 'aa')", '[n.x, n.x]']);
  const out = random.pick(['{{ n.x }}', '{{ n.x|length }}', '{{ n.x|tojson }}', '{{ n.x|upper }}']);
  return `{% set n = namespace(x='a') %}{% for i in range(${times}) %}{% set n.x = ${step} %}{% endfor %}${out}`;
};

const output: Maker = (random) => {
  const piece = 'x'.repeat(random.pick([100, 1_000, 50_000]));
  return `{% for a in range(${random.pick([10_000, 100_000, 1_000_000])}) %}${piece}{% endfor %}`;
};

const recursion: Maker = (random) =>
  random.pick([
    '{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}',
    '{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(0) }}',
    '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}',
    '{% set n = namespace() %}{% set n.self = n %}{{ n }}{{ n|tojson }}',
    '{% set n = namespace(l=[]) %}{% for i in range(20000) %}{% set n.l = [n.l] %}{% endfor %}{{ n.l }}{{ n.l|tojson }}',
  ]);

const nesting: Maker = (random) => {
  const depth = random.pick([1_000, 10_000, 100_000]);
  const [open, close] = random.pick([
    ['{% if true %}', '{% endif %}'],
    ['{{ (', ') }}'],
    ['{{ [', '] }}'],
    ['{{ not ', ' }}'],
    ['{{', ''],
    ['{%', ''],
    ['{% for a in messages %}', ''],
    ['{#', '#}'],
  ] as const);
  const middle = open.startsWith('{{ ')
    ? `${open}${open.slice(3).repeat(depth)}1${close.slice(0, -3).repeat(depth)}${close}`
    : `${open.repeat(depth)}${close.repeat(depth)}`;
  return middle;
};

const escape: Maker = (random, canary) => {
  const file = JSON.stringify(canary);
  const write = `process.getBuiltinModule("fs").writeFileSync(${file}, "x")`;
  const program = JSON.stringify(write);
  const start = random.pick([
    '""',
    '[]',
    '{}',
    '1',
    'messages',
    'messages[0]',
    'range',
    'namespace',
    'loop',
    'raise_exception',
    'strftime_now',
    'bos_token',
    'self',
    'none',
  ]);
  return random.pick([
    `{{ ${start}.constructor.constructor(${program})() }}`,
    `{{ ${start}["constructor"]["constructor"](${program})() }}`,
    `{{ (${start}|attr("constructor"))|attr("constructor")(${program})() }}`,
    `{{ ${start}.__proto__.constructor.constructor(${program})() }}`,
    `{{ ${start}.__class__.__mro__[1].__subclasses__() }}`,
    `{{ ${start}.__init__.__globals__.__builtins__.open(${file}, "w").write("x") }}`,
    `{{ cycler.__init__.__globals__.os.popen("touch " ~ ${file}).read() }}`,
    `{{ ${start}.toString.call.constructor(${program})() }}`,
    `{% set ${start === '""' ? 'x' : start}.__proto__.polluted = 1 %}`,
    `{% set n = namespace(__proto__={"polluted": 1}) %}{% set n.__proto__ = 1 %}{{ n.polluted }}`,
    `{% set x = {"__proto__": {"polluted": 1}, "constructor": 1} %}{{ x.polluted }}{{ x|tojson }}`,
    `{% include ${file} %}`,
    `{% import ${file} as x %}{% extends "/etc/passwd" %}`,
    `{{ process.exit(1) }}{{ global.process.exit(1) }}{{ globalThis }}{{ require("fs") }}`,
    `{{ parentPort.postMessage({"id": 0}) }}{{ workerData }}`,
    `{{ ${start}|map(attribute="constructor.constructor")|list }}`,
    `{{ messages|selectattr("constructor.name", "equalto", "x")|list|tojson }}`,
  ]);
};

const huge: Maker = (random) =>
  random.pick([
    'x'.repeat(5 * 1024 * 1024),
    `{{ "${'y'.repeat(3 * 1024 * 1024)}" * 2 }}`,
    '{{ messages }}'.repeat(100_000),
    '{% set a = 1 %}'.repeat(50_000),
    `{{ ${'1 + '.repeat(50_000)}1 }}`,
    `{{ a${'.b'.repeat(50_000)} }}`,
    `{{ "a"${'|upper'.repeat(50_000)} }}`,
  ]);

const refusals: Maker = (random) =>
  random.pick([
    `{{ raise_exception("${'z'.repeat(100_000)}") }}`,
    '{{ raise_exception({"a": messages}) }}',
    '{{ raise_exception() }}{{ raise_exception(none) }}',
    '{{ 1 / 0 }}{{ "a" - 1 }}{{ messages["x"]["y"]["z"] }}',
    '{{ "\\ud800" }}{{ "\u0000" }}',
    '{{ range(1000000000)|list }}',
    '{{ range(1000000000)|length }}',
    '{{ "x"|indent(1000000000) }}',
    '{{ (range(3000000)|list)|join("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") }}',
    '{{ "a".split("").join("").replace("a", "b" * 1000000000) }}',
    '{{ messages|tojson(indent=1000000000) }}',
  ]);

/** A sound template with a few characters that are others. */
const damaged: Maker = (random) => {
  const characters = Array.from(chatmlTemplate);
  for (let change = random.int(1, 6); change > 0; change--)
    characters[random.int(0, characters.length - 1)] = random.pick([
      '{',
      '}',
      '%',
      '#',
      '"',
      '\\',
      '\0',
      '(',
      '',
    ]);
  return characters.join('');
};

const noise: Maker = (random) => `{{${random.bytes(random.int(1, 400)).toString('latin1')}}}`;

const makers: Readonly<Record<string, Maker>> = {
  loops,
  'nested loops': nestedLoops,
  growth,
  output,
  recursion,
  nesting,
  escape,
  'another escape': escape,
  'one more escape': escape,
  huge,
  refusals,
  damaged,
  noise,
};

export function makeTemplate(random: Random, canary: string): HostileTemplate {
  const what = random.pick(Object.keys(makers));
  return { what, source: makers[what]?.(random, canary) ?? '' };
}
