/**
 * From one unit to another by key, and from one surprising place to the next. Page, pure.
 */
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { unitsOf, type CellRange, type Unit } from './units.ts';

export type ScoredText = {
  readonly trace: TokenTrace;
  readonly blocks: readonly CellRange[];
  readonly unit: Unit;
  readonly language: string;
};

/** The unit that a key leads to; null when the key means nothing here. `chosen` null: none is chosen yet. */
export function moveUnit(text: ScoredText, chosen: CellRange | null, key: string): CellRange | null {
  const last = text.trace.cells.count - 1;
  if (last < 0) return null;
  if (key === 'Home') return unitAt(text, 0);
  if (key === 'End') return unitAt(text, last);
  if (key === 'ArrowRight') return unitAt(text, Math.min(last, chosen?.end ?? 0));
  if (key === 'ArrowLeft') return unitAt(text, Math.max(0, (chosen?.first ?? 1) - 1));
  return null;
}

/** The unit that holds the cell. */
export function unitAt({ trace, blocks, unit, language }: ScoredText, cell: number): CellRange | null {
  const block = blocks.find(({ end }) => cell < end);
  if (block === undefined) return null;
  return unitsOf(trace.cells, block, unit, language).find(({ end }) => cell < end) ?? null;
}

/** How many tokens are more surprising than `bits`. */
export function countHits(trace: TokenTrace, bits: number): number {
  let hits = 0;
  for (let position = 0; position < trace.count; position++)
    if (trace.values(position).surprisalBits > bits) hits++;
  return hits;
}

/** The cell of the next token above `bits` behind (or before) the chosen unit; round to the other end. −1: there is none. */
export function nextHit(
  trace: TokenTrace,
  chosen: CellRange | null,
  bits: number,
  direction: 1 | -1,
): number {
  const { cells, count } = trace;
  const edge =
    chosen === null
      ? direction === 1
        ? count - 1
        : 0
      : direction === 1
        ? cells.tokens(chosen.end - 1).end - 1
        : cells.tokens(chosen.first).first;
  for (let step = 1; step <= count; step++) {
    const position = (edge + direction * step + count * 2) % count;
    if (trace.values(position).surprisalBits > bits) return cells.cellOfToken(position);
  }
  return -1;
}
