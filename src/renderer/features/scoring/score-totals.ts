/**
 * The totals of a text that is being scored, kept up to date token by token. Page, pure. Marks and unscored tokens are
 * counted apart and leave every sum.
 */
import { measureText, type TextMeasures } from '#probability/text-measures.ts';
import { rankLimits } from '../../components/heat-map/bins.ts';
import { NumberColumn } from '../../state/traces/number-column.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';

/** Upper limits in bits of all bins of the histogram but the last. */
export const surprisalEdges = [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16] as const;

export class ScoreTotals {
  /** Cumulative bits behind each token. */
  readonly cumulative = new NumberColumn();
  /** Rank 1, 2–10, 11–100, 101–1,000, above. */
  readonly ranks: number[] = Array.from({ length: rankLimits.length + 1 }, () => 0);
  readonly surprisals: number[] = Array.from({ length: surprisalEdges.length + 1 }, () => 0);
  #bits = 0;
  #tokens = 0;
  #bytes = 0;

  /** Takes what the trace has gained since the last call. */
  add(trace: TokenTrace): void {
    for (let position = this.cumulative.length; position < trace.count; position++) {
      const { surprisalBits, rank } = trace.values(position);
      if (!Number.isNaN(surprisalBits)) {
        this.#bits += surprisalBits;
        this.#tokens++;
        this.#bytes += trace.textBytes(position);
        countIn(this.ranks, rankLimits, (limit) => rank <= limit);
        countIn(this.surprisals, surprisalEdges, (limit) => surprisalBits < limit);
      }
      this.cumulative.push(this.#bits);
    }
  }

  measures(): TextMeasures {
    // One token with the sums of all would have another perplexity: the mean is what counts.
    const logprob = this.#tokens === 0 ? null : (-this.#bits * Math.LN2) / this.#tokens;
    const mean = measureText([{ logprob, bytes: 1 }]);
    return {
      ...mean,
      scoredTokens: this.#tokens,
      scoredBytes: this.#bytes,
      totalBits: this.#bits,
      bitsPerByte: this.#bytes > 0 ? this.#bits / this.#bytes : null,
    };
  }
}

function countIn(counts: number[], limits: readonly number[], isInside: (limit: number) => boolean): void {
  const found = limits.findIndex(isInside);
  const bin = found === -1 ? limits.length : found;
  counts[bin] = (counts[bin] ?? 0) + 1;
}
