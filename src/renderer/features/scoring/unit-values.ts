/**
 * What a unit of a scored text is worth: the sum of its tokens. Page, pure.
 */
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { CellRange } from './units.ts';

export type UnitValues = {
  /** Positions of its tokens: `from` up to (not including) `to`. */
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
  /** Sum over the scored tokens, in bits; NaN when none is scored. */
  readonly bits: number;
};

export function unitValues(trace: TokenTrace, { first, end }: CellRange): UnitValues {
  const from = trace.cells.tokens(first).first;
  const to = trace.cells.tokens(end - 1).end;
  let bits = Number.NaN;
  let tokens = 0;
  for (let position = from; position < to; position++) {
    const own = trace.values(position).surprisalBits;
    if (Number.isNaN(own)) continue;
    bits = (tokens === 0 ? 0 : bits) + own;
    tokens++;
  }
  return { from, to, tokens, bits };
}
