/**
 * Shapes of data, written down a second time and in another way than the schemas: each knows values at its bounds and
 * values just beyond. Runs in tests only. A schema that lets through more, or less, than its shape is found out.
 */

/** The first valid value stands for the shape where others vary. */
export type Shape = {
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  /** The key may be missing. */
  readonly isOptional?: boolean;
};
type Fields = Readonly<Record<string, Shape>>;

/** Longer lists are made by `longList` only: in every profile of every answer they would take seconds. */
const longestList = 10_000;
const noText = [5, null, undefined, ['x']];

export const whole = (lowest: number, highest = Number.MAX_SAFE_INTEGER): Shape => ({
  valid: [lowest, highest],
  invalid: [lowest - 1, lowest + 0.5, highest + 1, String(lowest), true, null, undefined],
});

export function number(lowest: number, highest?: number): Shape {
  const beyond = (bound: number): number => Math.abs(bound) * 1e-9 + 1e-9;
  const above = highest === undefined ? [Infinity] : [highest + beyond(highest)];
  return {
    valid: [lowest, highest ?? 1e300],
    invalid: [lowest - beyond(lowest), ...above, Number.NaN, String(lowest), true, null, undefined],
  };
}

/** A number that is at most 0, as the logarithm of a probability is. */
export const logarithm: Shape = {
  valid: [0, -0.5, -1e300],
  invalid: [1e-9, -Infinity, Number.NaN, '0', null, undefined],
};

export const text = (shortest: number, longest: number): Shape => ({
  valid: ['x'.repeat(Math.max(1, shortest)), 'x'.repeat(shortest), 'x'.repeat(longest)],
  invalid: ['x'.repeat(longest + 1), ...(shortest > 0 ? ['x'.repeat(shortest - 1)] : []), ...noText],
});

export const anyText: Shape = { valid: ['x', '', 'x'.repeat(10_000)], invalid: noText };

export const oneOf = (...values: readonly string[]): Shape => ({
  valid: values,
  invalid: ['', ...values.map((value) => `${value}s`), ...noText],
});

export const flag: Shape = { valid: [true, false], invalid: ['true', 1, null, undefined] };
export const yes: Shape = { valid: [true], invalid: [false, 'true', 1, null, undefined] };

const digits = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);
const changed = (value: string): readonly unknown[] => [
  '', value.slice(1), `${value}0`, value.toUpperCase(), `g${value.slice(1)}`, `${value}\n`, ...noText,
]; // prettier-ignore

const someUuid = '01234567-89ab-4def-8123-456789abcdef';
export const uuid: Shape = { valid: [someUuid], invalid: changed(someUuid) };
/** As above, checked by its form, in which capital letters are allowed. */
export const anyUuid: Shape = {
  ...uuid,
  invalid: changed(someUuid).filter((value) => value !== someUuid.toUpperCase()),
};
export const sha256: Shape = { valid: [digits(64)], invalid: changed(digits(64)) };

export const bytes = (most: number): Shape => ({
  valid: [new Uint8Array(1), new Uint8Array(0), new Uint8Array(most)],
  invalid: [new Uint8Array(most + 1), [1], { length: 1 }, 'x', null, undefined],
});

export function list(
  item: Shape,
  shortest: number,
  longest = Infinity,
  isTried = longest <= longestList,
): Shape {
  const of = (value: unknown, length: number): unknown[] => new Array<unknown>(length).fill(value);
  const few = Math.max(1, shortest);
  const [first] = item.valid;
  return {
    valid: [
      ...item.valid.map((value) => of(value, few)),
      of(first, shortest),
      ...(isTried ? [of(first, longest)] : []),
    ],
    invalid: [
      ...item.invalid.map((value) => [...of(first, few - 1), value]),
      ...(isTried ? [of(first, longest + 1)] : []),
      ...(shortest > 0 ? [of(first, shortest - 1)] : []),
      { length: few },
      'x',
      null,
      undefined,
    ],
  };
}

export const longList = (item: Shape, shortest: number, longest: number): Shape =>
  list(item, shortest, longest, true);

export const pair = (item: Shape): Shape => ({
  valid: item.valid.flatMap((value) => [[value, item.valid[0]], [item.valid[0], value]]),
  invalid: [
    ...item.invalid.flatMap((value) => [[value, item.valid[0]], [item.valid[0], value]]),
    [],
    [item.valid[0]],
    [item.valid[0], item.valid[0], item.valid[0]],
    null,
    undefined,
  ],
}); // prettier-ignore

export const nullable = (shape: Shape): Shape => ({
  ...shape,
  valid: [...shape.valid, null],
  invalid: shape.invalid.filter((value) => value !== null),
});

export const optional = (shape: Shape): Shape => ({
  valid: [...shape.valid, undefined],
  invalid: shape.invalid.filter((value) => value !== undefined),
  isOptional: true,
});

export function object(fields: Fields): Shape {
  const entries = Object.entries(fields);
  const base = Object.fromEntries(entries.map(([key, { valid }]) => [key, valid[0]]));
  const without = (key: string) => Object.fromEntries(Object.entries(base).filter(([each]) => each !== key));
  const missing = (isOptional: boolean) =>
    entries.filter(([, shape]) => (shape.isOptional ?? false) === isOptional).map(([key]) => without(key));
  return {
    valid: [
      base,
      ...entries.flatMap(([key, { valid }]) => valid.map((value) => ({ ...base, [key]: value }))),
      ...missing(true),
    ],
    invalid: [
      ...entries.flatMap(([key, { invalid }]) => invalid.map((value) => ({ ...base, [key]: value }))),
      ...missing(false),
      'x',
      5,
      null,
      undefined,
    ],
  };
}

/** One of several objects, told apart by their `kind`. */
export function kinds(objects: Readonly<Record<string, Fields>>): Shape {
  const shapes = Object.entries(objects).map(([kind, fields]) => object({ kind: oneOf(kind), ...fields }));
  return {
    valid: shapes.flatMap(({ valid }) => valid),
    invalid: [...shapes.flatMap(({ invalid }) => invalid), { kind: 'another' }, {}],
  };
}
