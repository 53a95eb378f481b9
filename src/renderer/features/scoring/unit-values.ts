/**
 * What a unit of a scored text is worth: the sum of its tokens, and the rank of the least expected one. Page, pure.
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
  /** The highest rank among the scored tokens, from 1; NaN when none is scored. */
  readonly rank: number;
};

export function unitValues(trace: TokenTrace, { first, end }: CellRange): UnitValues {
  const from = trace.cells.tokens(first).first;
  const to = trace.cells.tokens(end - 1).end;
  let bits = Number.NaN;
  let rank = Number.NaN;
  let tokens = 0;
  for (let position = from; position < to; position++) {
    const own = trace.values(position);
    if (Number.isNaN(own.surprisalBits)) continue;
    bits = (tokens === 0 ? 0 : bits) + own.surprisalBits;
    rank = tokens === 0 ? own.rank : Math.max(rank, own.rank);
    tokens++;
  }
  return { from, to, tokens, bits, rank };
}
