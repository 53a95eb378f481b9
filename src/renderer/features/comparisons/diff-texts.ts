/**
 * What two texts have in common, by words or by sentences. Page, pure. A longest common subsequence: whatever is not in it
 * is said to differ, wherever it stands.
 */

export type DiffUnit = 'word' | 'sentence';

/** A run of text that both have, or that only this one has. The runs of a text together are the text. */
export type DiffRun = { readonly text: string; readonly isCommon: boolean };

/** The same runs for both texts; null: they are too long to be compared. */
export type TextDiff = { readonly left: readonly DiffRun[]; readonly right: readonly DiffRun[] };

/** Units of a text that are compared at most, behind the common beginning and before the common end: 16 MB of numbers. */
const mostUnits = 2_800;

type Unit = { readonly key: string; readonly text: string };

/** @param locale for the borders of words and sentences */
export function diffTexts(left: string, right: string, unit: DiffUnit, locale: string): TextDiff | null {
  const a = unitsOf(left, unit, locale);
  const b = unitsOf(right, unit, locale);
  const start = commonLength(a, b);
  const end = commonLength(a.slice(start).reverse(), b.slice(start).reverse());
  const middleA = a.slice(start, a.length - end);
  const middleB = b.slice(start, b.length - end);
  if (middleA.length > mostUnits || middleB.length > mostUnits) return null;
  const [commonA, commonB] = longestCommon(middleA, middleB);
  return { left: runsOf(a, start, end, commonA), right: runsOf(b, start, end, commonB) };
}

/** UTF-8 bytes before the first character that differs; null: the texts are the same. */
export function firstDifferentByte(left: string, right: string): number | null {
  if (left === right) return null;
  const a = Array.from(left);
  const b = Array.from(right);
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return new TextEncoder().encode(a.slice(0, at).join('')).length;
}

/** Spaces belong to the unit before them and do not count. */
function unitsOf(text: string, unit: DiffUnit, locale: string): readonly Unit[] {
  const segments = new Intl.Segmenter(locale, { granularity: unit }).segment(text);
  const units: { key: string; text: string }[] = [];
  for (const { segment } of segments) {
    const last = units.at(-1);
    if (segment.trim() === '' && last !== undefined) last.text += segment;
    else units.push({ key: segment.trim(), text: segment });
  }
  return units;
}

function commonLength(a: readonly Unit[], b: readonly Unit[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length]?.key === b[length]?.key) length++;
  return length;
}

/** Which units of each are in the longest common subsequence. */
function longestCommon(a: readonly Unit[], b: readonly Unit[]): readonly [boolean[], boolean[]] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i]?.key === b[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const inA = a.map(() => false);
  const inB = b.map(() => false);
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i]?.key === b[j]?.key) {
      inA[i++] = true;
      inB[j++] = true;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return [inA, inB];
}

function runsOf(
  units: readonly Unit[],
  start: number,
  end: number,
  middle: readonly boolean[],
): readonly DiffRun[] {
  const runs: { text: string; isCommon: boolean }[] = [];
  for (const [index, { text }] of units.entries()) {
    const isCommon = index < start || index >= units.length - end || (middle[index - start] ?? false);
    const last = runs.at(-1);
    if (last?.isCommon === isCommon) last.text += text;
    else runs.push({ text, isCommon });
  }
  return runs;
}
