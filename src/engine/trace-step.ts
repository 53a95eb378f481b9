/**
 * Puts what was read at one position into the form that is stored. Runs in the engine; pure.
 */
import type { TokenOrigin, TraceStep } from '#probability/trace.ts';
import type { Normaliser, RankedLogits } from './probe.ts';

/** No step keeps more alternatives than this, however many the settings needed. */
export const storedAlternatives = 1_024;

type Reading = {
  readonly tokenId: number;
  readonly origin: TokenOrigin;
  readonly top: RankedLogits;
  /** Null when the engine could give none: then logZ covers the read tokens only. */
  readonly normaliser: Pick<Normaliser, 'logZ'> | null;
  /** The token's raw logit, if it is known otherwise than from `top`. */
  readonly wantedLogit: number | null;
  /** Its exact rank, when it was looked for. */
  readonly exactRank: number | null;
};

/** The step without draws and end probability; null when the model's numbers are not numbers. */
export function stepFrom({
  tokenId,
  origin,
  top,
  normaliser,
  wantedLogit,
  exactRank,
}: Reading): TraceStep | null {
  const maxLogit = top.logits[0] ?? Number.NaN;
  const logZ = normaliser?.logZ ?? headLogZ(top.logits);
  const place = top.ids.indexOf(tokenId);
  const logit = place >= 0 ? top.logits[place] : wantedLogit;
  if (!Number.isFinite(maxLogit) || !Number.isFinite(logZ) || Number.isNaN(logit)) return null;
  return {
    tokenId,
    origin,
    // Without an exact normaliser a token outside the list is known to lie below its last one only.
    logit: logit ?? top.logits.at(-1) ?? maxLogit,
    maxLogit,
    // An f32 sum can fall short of the first term, which is 1.
    logZ: Math.max(0, logZ),
    isLogZExact: normaliser !== null,
    draw: null,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    rank: exactRank,
    topIds: top.ids.length > storedAlternatives ? top.ids.slice(0, storedAlternatives) : top.ids,
    topLogits: top.logits.length > storedAlternatives ? top.logits.slice(0, storedAlternatives) : top.logits,
  };
}

/** ln Σ exp(logit − max) over the tokens that were read, in nats: a lower bound of the whole vocabulary's. */
export function headLogZ(logits: Float32Array): number {
  const maxLogit = logits[0] ?? 0;
  let sum = 0;
  for (let rank = logits.length - 1; rank >= 0; rank--)
    sum += Math.exp((logits[rank] ?? -Infinity) - maxLogit);
  return Math.log(sum);
}

/** ln of the raw mass of these tokens together; null when there are none. At most 0. */
export function endLogprobOf(endLogits: Float32Array, maxLogit: number, logZ: number): number | null {
  if (endLogits.length === 0) return null;
  let sum = 0;
  for (const logit of endLogits) sum += Math.exp(logit - maxLogit);
  return sum > 0 ? Math.min(0, Math.log(sum) - logZ) : null;
}
