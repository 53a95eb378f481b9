/**
 * The fixed steps of the heat map. Page, pure. They never adapt to a text: the same colour means the same number in
 * every reply. The probability steps are round percentages near those of surprisal (p = 2^−bits).
 */
import type { HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import type { TokenValues } from '../../state/traces/step-values.ts';

/** Six steps, 0 (expected) to 5 (surprising), for each measure; a value belongs to the first step whose `below` it is under. */
export const surprisalLimits = [0.5, 1, 2, 4, 8] as const;
/** Lower limits of the first five steps: p ≥ 0.7 is step 0, p < 0.005 is step 5. */
export const probabilityLimits = [0.7, 0.5, 0.25, 0.06, 0.005] as const;
/** Upper limits (inclusive) of the first four steps: rank 1, 2–10, 11–100, 101–1,000; above that is step 4. */
export const rankLimits = [1, 10, 100, 1000] as const;

function firstIndex(limits: readonly number[], isInside: (limit: number) => boolean): number {
  const found = limits.findIndex(isInside);
  return found === -1 ? limits.length : found;
}

/** The step of a token, or −1 when it has no value (the first token of a text without a start token). */
export function binOf(measure: HeatMapMeasure, values: TokenValues): number {
  if (measure === 'off' || Number.isNaN(values.surprisalBits)) return -1;
  if (measure === 'surprisal') return firstIndex(surprisalLimits, (limit) => values.surprisalBits < limit);
  if (measure === 'probability') return firstIndex(probabilityLimits, (limit) => values.probability >= limit);
  return firstIndex(rankLimits, (limit) => values.rank <= limit);
}

/** How many steps a measure has. */
export function binCount(measure: HeatMapMeasure): number {
  if (measure === 'off') return 0;
  return measure === 'rank' ? rankLimits.length + 1 : surprisalLimits.length + 1;
}
