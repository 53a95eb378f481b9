/**
 * Bits per byte of several models over the same bytes, and whether their differences are more than chance: a paired
 * bootstrap over the units of the text (sentences). Portable, pure; draws come from a seed.
 * Source: Efron and Tibshirani 1993 (percentile interval); units are drawn, not tokens, because tokens of one sentence hang
 * together.
 */
import { uniform } from '../draws.ts';
import type { Segment } from './common-bytes.ts';
import { percentileOf } from './statistics.ts';

export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** The surprise of each model for one unit of the text, in bits. */
export type Unit = { readonly bytes: number; readonly bits: readonly number[] };

const resamples = 1_000;
const seed = 20_261_127;

/**
 * Puts segments together to units: a segment belongs to the unit in which it begins.
 * @param starts first bytes of the units, ascending
 */
export function unitsOf(segments: readonly Segment[], starts: readonly number[]): Unit[] {
  const units: { bytes: number; bits: number[] }[] = [];
  let unit = -1;
  let next = 0;
  for (const { start, end, bits } of segments) {
    while (next < starts.length && (starts[next] ?? Infinity) <= start) next++;
    if (unit !== next || units.length === 0) units.push({ bytes: 0, bits: bits.map(() => 0) });
    unit = next;
    const last = units.at(-1);
    if (last === undefined) continue;
    last.bytes += end - start;
    last.bits = last.bits.map((sum, model) => sum + (bits[model] ?? 0));
  }
  return units;
}

/** Bits per byte of one model with its 95 % interval; null without bytes. */
export function bitsPerByte(units: readonly Unit[], model: number): Interval | null {
  return resampled(units, ({ bits }) => bits[model] ?? 0);
}

/** Bits per byte of `model` − of `reference`, paired: both are resampled together. Null without bytes. */
export function bitsPerByteDifference(
  units: readonly Unit[],
  reference: number,
  model: number,
): Interval | null {
  return resampled(units, ({ bits }) => (bits[model] ?? 0) - (bits[reference] ?? 0));
}

/** Share of the segments that surprise `model` less than `reference`, 0 to 1; equal ones count half. Null without segments. */
export function shareBetter(segments: readonly Segment[], reference: number, model: number): number | null {
  if (segments.length === 0) return null;
  let better = 0;
  for (const { bits } of segments) {
    const difference = (bits[model] ?? 0) - (bits[reference] ?? 0);
    better += difference < 0 ? 1 : difference === 0 ? 0.5 : 0;
  }
  return better / segments.length;
}

function resampled(units: readonly Unit[], bitsOf: (unit: Unit) => number): Interval | null {
  const bytes = Float64Array.from(units, (unit) => unit.bytes);
  const bits = Float64Array.from(units, bitsOf);
  const value = ratioOf(bits, bytes, (place) => place);
  if (value === null) return null;
  const count = units.length;
  const values = Float64Array.from({ length: resamples }, (_, round) => {
    const draw = (place: number): number =>
      Math.floor(uniform(seed, round * count + place, 'resample') * count);
    return ratioOf(bits, bytes, draw) ?? value;
  }).sort();
  return { value, low: percentileOf(values, 0.025), high: percentileOf(values, 0.975) };
}

function ratioOf(bits: Float64Array, bytes: Float64Array, draw: (place: number) => number): number | null {
  let bitSum = 0;
  let byteSum = 0;
  for (let place = 0; place < bits.length; place++) {
    const drawn = draw(place);
    bitSum += bits[drawn] ?? 0;
    byteSum += bytes[drawn] ?? 0;
  }
  return byteSum > 0 ? bitSum / byteSum : null;
}
