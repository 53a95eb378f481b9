/**
 * Cuts a rendered run at the borders of tokens. Page, pure. Nothing is lost: a token whose characters are all hidden
 * (Markdown's marks) becomes a marker where it would stand, a control token a chip.
 */
import type { TokenCells } from '../../state/traces/token-cells.ts';
import type { TextRun } from './rehype-text-runs.ts';

/**
 * `visible`: rendered characters of a cell; `hidden`: a cell without any; `chip`: a control token. `cell` is −1 for
 * characters that no token of the trace stands for (the trace is still loading).
 */
export type RunPiece = {
  readonly kind: 'visible' | 'hidden' | 'chip';
  readonly cell: number;
  readonly text: string;
};

/**
 * The pieces of a run, in order; the texts of the visible ones together are the run's text. `base` is the offset of
 * the run's block in the whole text. A cell is marked as hidden by the run that owns its beginning.
 */
export function cutRun(run: TextRun, base: number, cells: TokenCells): readonly RunPiece[] {
  const pieces: RunPiece[] = [];
  const { value, offsets } = run;
  const covered = cells.text.length;
  let next = firstOwned(cells, base + run.from);
  let pieceStart = 0;
  while (pieceStart < value.length) {
    const offset = base + (offsets[pieceStart] ?? 0);
    const cell = offset < covered ? cells.cellAt(offset) : -1;
    let end = pieceStart + 1;
    const cellEnd = cell === -1 ? Infinity : cells.start(cell + 1);
    while (end < value.length && base + (offsets[end] ?? 0) < cellEnd) end++;
    if (cell !== -1) {
      for (; next < cell; next++) pieces.push(unseen(cells, next));
      next = Math.max(next, cell + 1);
    }
    pieces.push({ kind: 'visible', cell, text: value.slice(pieceStart, end) });
    pieceStart = end;
  }
  for (; next < cells.count && cells.start(next) < base + run.to; next++) pieces.push(unseen(cells, next));
  return pieces;
}

function unseen(cells: TokenCells, cell: number): RunPiece {
  return { kind: cells.isChip(cell) ? 'chip' : 'hidden', cell, text: '' };
}

/** The first cell that begins at or behind the offset. */
function firstOwned(cells: TokenCells, offset: number): number {
  let cell = cells.cellAt(offset);
  while (cell >= 0 && cells.start(cell) === offset) cell--;
  return cell + 1;
}
