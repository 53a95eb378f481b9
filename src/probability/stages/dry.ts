/**
 * DRY ("don't repeat yourself"): lowers the logit of each token that would extend a sequence which stands earlier in
 * the text, by multiplier × base^(length − allowed length). Portable.
 *
 * llama.cpp, src/llama-sampler.cpp, `llama_sampler_dry_apply` (from koboldcpp's pull request 982 by pi6am; idea:
 * p-e-w, text-generation-webui pull request 5677). Which tokens break a sequence is worked out once per model in
 * dry-breakers.ts. Positions here count backwards: 0 is the latest token.
 */
import type { ChainState } from '../chain-state.ts';
import type { DryBreakers } from '../dry-breakers.ts';
import type { SamplerSettings } from '../sampler-settings.ts';
import { moveLogits } from './move-logits.ts';

/** ln of the largest f32, from which llama.cpp limits the exponent. */
const floatMaxLog = 88.7228391;

export function usesDry(settings: SamplerSettings): boolean {
  return settings.dryMultiplier !== 0 && settings.dryBase >= 1 && settings.dryLastTokens > 0;
}

/** Token at `back` positions before the latest one. */
type Latest = (back: number) => number;

function tailMatches(tail: readonly number[], latest: Latest, back: number): boolean {
  if (tail.length > back) return false;
  return tail.every((id, offset) => id === latest(back - offset - 1));
}

/** A repeat cannot be longer than the distance to the nearest breaker. */
function repeatLimit(latest: Latest, count: number, breakers: DryBreakers): number {
  for (let back = 0; back < count; back++) {
    const tails = breakers.get(latest(back));
    if (tails === undefined) continue;
    let longest = -1;
    for (const tail of tails) {
      if (tail.length > longest && tailMatches(tail, latest, back)) longest = tail.length;
    }
    if (longest >= 0) return back - longest;
  }
  return count;
}

/**
 * For each distance k ≥ 1: how many tokens that end k positions back equal those that end the text. The Z-algorithm
 * over the reversed text (https://ivanyu.me/blog/2014/10/15/z-algorithm/), linear in `count`.
 *
 * Lengths are capped at `limit` while they are computed, as llama.cpp does.
 */
function repeatLengths(latest: Latest, count: number, limit: number): Int32Array {
  const lengths = new Int32Array(count);
  let left = 0;
  let right = 0;
  for (let k = 1; k < count; k++) {
    if (k > right) {
      let length = 0;
      while (length + k < count && latest(length) === latest(length + k)) length++;
      lengths[k] = Math.min(length, limit);
      if (length > 0) {
        left = k;
        right = k + length - 1;
      }
      continue;
    }
    const paired = lengths[k - left] ?? 0;
    if (paired < right - k + 1) {
      lengths[k] = Math.min(paired, limit);
      continue;
    }
    let end = right + 1;
    while (end < count && latest(end) === latest(end - k)) end++;
    lengths[k] = Math.min(end - k, limit);
    left = k;
    right = end - 1;
  }
  return lengths;
}

/** Token → length of the longest repeat that it would extend, for repeats of at least the allowed length. */
export function dryRepeats(
  history: ArrayLike<number>,
  settings: SamplerSettings,
  breakers: DryBreakers,
): Map<number, number> {
  const repeats = new Map<number, number>();
  const count = Math.min(history.length, settings.dryLastTokens);
  if (count <= settings.dryAllowedLength) return repeats;
  const latest: Latest = (back) => history[history.length - 1 - back] ?? -1;
  const limit = repeatLimit(latest, count, breakers);
  if (limit < settings.dryAllowedLength) return repeats;
  const lengths = repeatLengths(latest, count, limit);
  for (let k = 1; k < count; k++) {
    const length = lengths[k] ?? 0;
    if (length < settings.dryAllowedLength) continue;
    const next = latest(k - 1);
    if (length > (repeats.get(next) ?? 0)) repeats.set(next, length);
  }
  return repeats;
}

/** @param history every token so far, the prompt included, oldest first */
export function applyDry(
  state: ChainState,
  settings: SamplerSettings,
  history: ArrayLike<number>,
  breakers: DryBreakers,
): void {
  if (!usesDry(settings)) return;
  const { dryBase, dryMultiplier, dryAllowedLength } = settings;
  const largestExponent = dryBase > 1.000001 ? Math.trunc(floatMaxLog / Math.log(dryBase)) : 0;
  const penalties = new Map<number, number>();
  for (const [id, length] of dryRepeats(history, settings, breakers)) {
    // A token that is a breaker by itself starts a new sequence.
    if (breakers.get(id)?.some((tail) => tail.length === 0) === true) continue;
    const wanted = length - dryAllowedLength;
    const exponent = largestExponent > 0 ? Math.min(wanted, largestExponent) : wanted;
    penalties.set(id, dryMultiplier * dryBase ** exponent);
  }
  moveLogits(
    state,
    penalties,
    (logit, penalty) => logit - penalty,
    (penalty) => penalty < 0,
  );
}
