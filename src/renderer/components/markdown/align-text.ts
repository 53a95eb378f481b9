/**
 * Finds where each rendered character stands in the Markdown source. Page, pure. Rendered text is the source less its
 * marks (and with entities decoded), in the same order: one pass with a pointer that never goes back is enough.
 */

/** `offsets[i]` is the source offset of `value[i]`; `end` is the offset behind the last one. Offsets never decrease. */
export type Alignment = { readonly offsets: Uint32Array; readonly end: number };

/** Marks between two rendered characters are short, except an address: those stand at the end of a node. */
const searchWindow = 400;
const entity = /^&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{0,30});/i;

/** The length of the entity that stands for `value[index]`, or 0. */
function entityLength(source: string, at: number, value: string, index: number): number {
  if (source[at] !== '&') return 0;
  const found = entity.exec(source.slice(at, at + 36))?.[0];
  // In code an entity is not decoded: then the same characters follow in the rendered text.
  if (found === undefined || value.startsWith(found, index)) return 0;
  if (value[index] === '&' && !/^&(?:amp|#0*38|#x0*26);/i.test(found)) return 0;
  return found.length;
}

/** Aligns `value` with `source` from offset `from`, looking no further than `limit`. */
export function alignText(value: string, source: string, from: number, limit: number): Alignment {
  const offsets = new Uint32Array(value.length);
  let at = from;
  for (let index = 0; index < value.length; index++) {
    const decoded = entityLength(source, at, value, index);
    if (decoded > 0) {
      offsets[index] = at;
      const isPair = /^[\ud800-\udbff]$/.test(value[index] ?? '');
      if (isPair && index + 1 < value.length) offsets[++index] = at;
      at += decoded;
      continue;
    }
    const character = value[index] ?? '';
    const found = source[at] === character ? at : source.indexOf(character, at);
    const isNear = found !== -1 && found < Math.min(limit, at + searchWindow);
    // A character that the source does not have (a tab shown as spaces, the line break that ends a code block) stands where the pointer is.
    offsets[index] = isNear ? found : Math.min(at, limit);
    if (isNear) at = found + 1;
  }
  return { offsets, end: at };
}
