/**
 * Everything that the inspector shows about one token, from its captured step. Portable, pure; reads no database and
 * no model. Raw values (p, rank, entropy) are the model's; q is what the sampler chain made of them.
 */
import type { ChainStage } from './chain-state.ts';
import type { DryBreakers } from './dry-breakers.ts';
import { entropyBounds, entropyBoundsOfUnknownTail, type Interval } from './entropy.ts';
import { rowFromStep } from './logits-row.ts';
import { recordChain, type RecordedChain } from './sampler-chain.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import { logprobOf, surprisalBits, tokenRank } from './step-measures.ts';
import type { TraceStep } from './trace.ts';
import { hasDistribution } from './trace.ts';

/** The chain that the token was drawn with. */
export type InspectedSampler = {
  readonly settings: SamplerSettings;
  /** Every token before this one, the prompt included, oldest first. */
  readonly history: ArrayLike<number>;
  readonly dryBreakers: DryBreakers;
};

export type InspectOptions = {
  readonly vocabularySize: number;
  /** Null for tokens that no chain drew (a prompt): then nothing is said about q. */
  readonly sampler: InspectedSampler | null;
};

/** A token with its probability before and after the samplers. */
export type InspectedToken = {
  readonly id: number;
  /** Raw probability, 0..1. */
  readonly probability: number;
  /** ln p, nats. */
  readonly logprob: number;
  readonly surprisalBits: number;
  /** Probability of being drawn, 0..1; null without a sampler, and for a token outside the capture unless it is 0. */
  readonly q: number | null;
  /** The stage that removed the token; null when it survived, or when that is not known. */
  readonly removedBy: ChainStage | null;
};

export type InspectedStep = {
  readonly token: InspectedToken;
  /** Among the whole vocabulary, from 1; null: higher than `captured.length`. */
  readonly rank: number | null;
  /** The most probable tokens, most probable first. */
  readonly captured: readonly InspectedToken[];
  /** All other tokens together. The two bounds of the mass differ only when the normaliser is not exact. */
  readonly tail: { readonly count: number; readonly probability: Interval; readonly q: number | null };
  /** Equal bounds: exact. */
  readonly entropyBits: Interval;
  /** 2^entropy: as uncertain as a choice among so many equally probable tokens. */
  readonly effectiveChoices: Interval;
  /** p of the most probable token minus p of the second, 0..1. */
  readonly margin: number;
  /** Raw probability that the text ends here; null when it was not captured. */
  readonly endProbability: number | null;
  /** False: every raw probability shown is an upper bound, normalised over the captured tokens only. */
  readonly isProbabilityExact: boolean;
  /** What the chain did; null without a sampler. Its `isExact` says whether the q shown are exact. */
  readonly chain: RecordedChain | null;
};

/** What the chain says about a token. */
type Fate = { readonly q: number | null; readonly removedBy: ChainStage | null };

function fates(chain: RecordedChain | null): (id: number) => Fate {
  if (chain === null) return () => ({ q: null, removedBy: null });
  const known = new Map<number, Fate>();
  for (const { stage, removedIds } of chain.stages)
    for (const id of removedIds) known.set(id, { q: 0, removedBy: stage });
  for (const [index, id] of chain.ids.entries()) known.set(id, { q: chain.q[index] ?? 0, removedBy: null });
  // A token outside the capture: cut with the whole tail, or one of those that share what the tail keeps.
  const cut = chain.stages.find(({ removedTailCount }) => removedTailCount > 0);
  const isCut = chain.isExact && chain.tailCount === 0;
  const outside: Fate = isCut ? { q: 0, removedBy: cut?.stage ?? null } : { q: null, removedBy: null };
  return (id) => known.get(id) ?? outside;
}

type RawTail = { readonly count: number; readonly probability: Interval; readonly entropyBits: Interval };

function rawTail(step: TraceStep, probabilities: Float64Array, vocabularySize: number): RawTail {
  const count = Math.max(0, vocabularySize - probabilities.length);
  const head = probabilities.reduce((sum, probability) => sum + probability, 0);
  const last = probabilities[probabilities.length - 1] ?? 0;
  if (!step.isLogZExact && count > 0) {
    // Each tail token is at most as probable as the last captured one.
    const most = (count * last) / (head + count * last);
    const normalised = probabilities.map((probability) => probability / head);
    const entropyBits = entropyBoundsOfUnknownTail(normalised, most, count);
    return { count, probability: { low: 0, high: most }, entropyBits };
  }
  const mass = count === 0 ? 0 : Math.min(Math.max(0, 1 - head), count * last);
  return {
    count,
    probability: { low: mass, high: mass },
    entropyBits: entropyBounds(probabilities, mass, count, last),
  };
}

/** @returns null when the step has no distribution (the first token of a prompt) */
export function inspectStep(
  step: TraceStep,
  { vocabularySize, sampler }: InspectOptions,
): InspectedStep | null {
  if (!hasDistribution(step)) return null;
  const chain =
    sampler === null
      ? null
      : recordChain(rowFromStep(step, vocabularySize), sampler.settings, {
          history: sampler.history,
          dryBreakers: sampler.dryBreakers,
          xtcDraw: step.xtcDraw,
        });
  const fateOf = fates(chain);
  const inspect = (id: number, logit: number): InspectedToken => {
    const logprob = logprobOf(step, logit);
    return {
      id,
      probability: Math.exp(logprob),
      logprob,
      surprisalBits: surprisalBits(logprob),
      ...fateOf(id),
    };
  };
  const captured = Array.from(step.topIds, (id, index) => inspect(id, step.topLogits[index] ?? 0));
  const probabilities = Float64Array.from(captured, ({ probability }) => probability);
  const tail = rawTail(step, probabilities, vocabularySize);
  const { low, high } = tail.entropyBits;
  return {
    token: captured.find(({ id }) => id === step.tokenId) ?? inspect(step.tokenId, step.logit),
    rank: tokenRank(step),
    captured,
    tail: { count: tail.count, probability: tail.probability, q: chain?.tailQ ?? null },
    entropyBits: tail.entropyBits,
    effectiveChoices: { low: 2 ** low, high: 2 ** high },
    margin: (probabilities[0] ?? 0) - (probabilities[1] ?? 0),
    endProbability: step.endLogprob === null ? null : Math.exp(Math.min(0, step.endLogprob)),
    isProbabilityExact: step.isLogZExact || tail.count === 0,
    chain,
  };
}
