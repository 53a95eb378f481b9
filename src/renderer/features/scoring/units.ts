/**
 * A scored text in blocks that are drawn one by one, and each block in tokens, words or sentences. Page, pure. Every token
 * belongs to exactly one unit, so that the bits of the units add up to those of the text.
 */
import type { TokenCells } from '../../state/traces/token-cells.ts';

export type Unit = 'token' | 'word' | 'sentence';

/** Cells `first` up to (not including) `end`. */
export type CellRange = { readonly first: number; readonly end: number };

const longestBlock = 1_200;
/** French elisions: l’, d’, qu’ … are words of their own. */
const elision = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]/i;

/** The blocks of the text so far: at ends of lines, or where a line is very long, between cells. */
export function blocksOf(cells: TokenCells): readonly CellRange[] {
  const blocks: CellRange[] = [];
  const { text } = cells;
  let first = 0;
  while (first < cells.count) {
    const start = cells.start(first);
    const line = text.lastIndexOf('\n', start + longestBlock);
    const cut = line > start ? line + 1 : start + longestBlock;
    const found = cut >= text.length ? cells.count : firstCellAt(cells, cut);
    const end = Math.max(first + 1, found);
    blocks.push({ first, end });
    first = end;
  }
  return blocks;
}

/** The block begins a line and ends one, or the text. */
export function isWholeLines(cells: TokenCells, { first, end }: CellRange): boolean {
  const { text } = cells;
  const isLineEnd = (offset: number): boolean => text[offset - 1] === '\n';
  return (first === 0 || isLineEnd(cells.start(first))) && isLineEnd(cells.start(end));
}

function firstCellAt(cells: TokenCells, offset: number): number {
  const cell = cells.cellAt(offset);
  return cells.start(cell) < offset ? cell + 1 : cell;
}

/** The units of a block, in order and without a gap. */
export function unitsOf(
  cells: TokenCells,
  { first, end }: CellRange,
  unit: Unit,
  language: string,
): readonly CellRange[] {
  const all = Array.from({ length: end - first }, (_, index) => first + index);
  if (unit === 'token') return all.map((cell) => ({ first: cell, end: cell + 1 }));
  const start = cells.start(first);
  const segments = segmentStarts(cells.text.slice(start, cells.start(end)), unit, language);
  const units: { first: number; end: number }[] = [];
  let segment = 0;
  let last = -1;
  for (const cell of all) {
    const text = cells.textOf(cell);
    // A token with its leading space belongs to the word behind the space.
    const place =
      cells.start(cell) - start + ((text.length - text.trimStart().length) % Math.max(1, text.length));
    while (segment + 1 < segments.length && (segments[segment + 1] ?? 0) <= place) segment++;
    const open = units.at(-1);
    if (open === undefined || segment !== last) units.push({ first: cell, end: cell + 1 });
    else open.end = cell + 1;
    last = segment;
  }
  return units;
}

function segmentStarts(text: string, granularity: 'word' | 'sentence', language: string): readonly number[] {
  const starts: number[] = [];
  for (const { segment, index } of new Intl.Segmenter(language, { granularity }).segment(text)) {
    starts.push(index);
    const elided = granularity === 'word' ? elision.exec(segment) : null;
    if (elided !== null && elided[0].length < segment.length) starts.push(index + elided[0].length);
  }
  return starts;
}
