/**
 * What the steps of the heat map are called, from their limits. Page.
 */
import type { HeatMapMeasure } from '../../state/traces/heat-map-view.ts';
import { probabilityLimits, rankLimits, surprisalLimits } from './bins.ts';
import { useTokenFormat, type TokenFormat } from './token-format.ts';

function significantPercent(format: TokenFormat, fraction: number): string {
  return format.probability(fraction).replace(/[.,]0(?=\D*%)/, '');
}

/** "<0.5", …, "≥8" bits; "≥70%", …, "<0.5%"; "1", "2–10", …, ">1,000". */
export function binNames(measure: HeatMapMeasure, format: TokenFormat): readonly string[] {
  if (measure === 'off') return [];
  if (measure === 'surprisal') {
    const short = (bits: number): string => format.bits(bits).replace(/([.,])?0+$/, '');
    return [...surprisalLimits.map((limit) => `<${short(limit)}`), `≥${short(surprisalLimits.at(-1) ?? 0)}`];
  }
  if (measure === 'probability') {
    return [
      ...probabilityLimits.map((limit) => `≥${significantPercent(format, limit)}`),
      `<${significantPercent(format, probabilityLimits.at(-1) ?? 0)}`,
    ];
  }
  const ranges = rankLimits.map((limit, index) => {
    const from = (rankLimits[index - 1] ?? 0) + 1;
    return from === limit ? format.integer(limit) : `${format.integer(from)}–${format.integer(limit)}`;
  });
  return [...ranges, `>${format.integer(rankLimits.at(-1) ?? 0)}`];
}

export function useBinNames(measure: HeatMapMeasure): readonly string[] {
  return binNames(measure, useTokenFormat());
}
