/**
 * From one token to another by keyboard: the same keys in the text, in the panel and in the prompt view. Page, pure.
 */
import type { TokenTrace } from './token-trace.ts';

type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

/** A word begins where white space ends: in front of a cell that starts with a space, or behind one that ends with one. */
function beginsWord(trace: TokenTrace, position: number): boolean {
  if (position === 0) return true;
  const cells = trace.cells;
  const cell = cells.cellOfToken(position);
  if (cells.tokens(cell).first !== position) return false;
  return cells.isChip(cell) || /^\s/.test(cells.textOf(cell)) || /\s$/.test(cells.textOf(cell - 1));
}

function nextWord(trace: TokenTrace, from: number, direction: 1 | -1): number {
  let position = from + direction;
  while (position > 0 && position < trace.count - 1 && !beginsWord(trace, position)) position += direction;
  return position;
}

/** The position that a key leads to from `position` (−1: no token is chosen yet); null when the key means nothing here. */
export function moveSelection(trace: TokenTrace, position: number, press: KeyPress): number | null {
  if (trace.count === 0 || press.altKey || press.metaKey) return null;
  const clamp = (wanted: number): number => Math.max(0, Math.min(trace.count - 1, wanted));
  switch (press.key) {
    case 'ArrowRight':
      return clamp(press.ctrlKey ? nextWord(trace, position, 1) : position + 1);
    case 'ArrowLeft':
      return clamp(press.ctrlKey ? nextWord(trace, position, -1) : position - 1);
    case 'Home':
      return 0;
    case 'End':
      return trace.count - 1;
    default:
      return null;
  }
}
