/**
 * Chooses one token: captures the distribution after the last one, runs the sampler chain over it and draws. Runs in
 * the engine. Captures more when the chain says that what it saw was not enough. It evaluates nothing.
 */
import type { GenerateRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { captureCount, needsLogZAtTemperature } from '#probability/capture-plan.ts';
import { uniform } from '#probability/draws.ts';
import type { DryBreakers } from '#probability/dry-breakers.ts';
import type { LogitsRow } from '#probability/logits-row.ts';
import {
  drawFrom,
  runChain,
  tailDrawn,
  type ChainContext,
  type ChainResult,
} from '#probability/sampler-chain.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Normaliser, Position, RankedLogits } from './probe.ts';
import { endLogprobOf, headLogZ, stepFrom, storedAlternatives } from './trace-step.ts';

/** What stays the same for all tokens of one generation. */
export type ChoiceRules = {
  readonly request: Pick<GenerateRequest, 'settings' | 'seed' | 'topN' | 'capture'>;
  readonly vocabularySize: number;
  readonly endTokenIds: readonly number[];
  readonly dryBreakers: DryBreakers;
};

export type Choice = {
  readonly tokenId: number;
  /** Builds what is stored; left to the caller so that the next token can be under way meanwhile. Null: not captured. */
  readonly step: () => TraceStep | null;
};

/** What was read at a position, and the draws that belong to it. */
type Reading = {
  readonly normaliser: Normaliser | null;
  readonly endLogits: Float32Array | null;
  readonly logZAtTemperature: number | null;
  readonly draw: number | null;
  readonly xtcDraw: number | null;
};

/**
 * @param replyIndex position of the token in the reply, from 0: with the seed it fixes the draws
 * @param history every token before this one, the prompt included
 * @throws model.invalidOutput
 */
export async function chooseToken(
  position: Position,
  rules: ChoiceRules,
  replyIndex: number,
  history: readonly number[],
): Promise<Choice> {
  const { settings, topN, capture } = rules.request;
  const planned = Math.max(capture ? topN : 1, captureCount(settings, history.length, rules.vocabularySize));
  const { top: firstTop, reading } = await readPosition(position, rules, replyIndex, planned);
  const context: ChainContext = { history, dryBreakers: rules.dryBreakers, xtcDraw: reading.xtcDraw };
  let top = firstTop;
  for (;;) {
    const result = runChain(rowFrom(top, reading, rules.vocabularySize), settings, context);
    const tokenId = result.isExact ? drawnToken(result, reading.draw) : null;
    if (tokenId !== null) {
      const chosenFrom = top;
      return { tokenId, step: () => (capture ? buildStep(tokenId, chosenFrom, reading) : null) };
    }
    if (top.ids.length >= rules.vocabularySize) throw new PrismeError('model.invalidOutput');
    top = await position.top(nextCount(top.ids.length, result.needsTokens, rules.vocabularySize));
  }
}

/**
 * The same for a token that a person put there: captures the distribution in whose place it stands and draws nothing.
 * @throws model.invalidOutput
 */
export async function forceToken(
  position: Position,
  { request: { topN, capture } }: ChoiceRules,
  tokenId: number,
): Promise<Choice> {
  if (!capture) return { tokenId, step: () => null };
  const [{ top, endLogits }, normaliser] = await Promise.all([
    position.topWithEnds(topN),
    position.normaliser(1, [tokenId]),
  ]);
  requireNumbers(top, normaliser);
  const wantedLogit = normaliser?.wanted[0] ?? null;
  const step = stepFrom({ tokenId, origin: 'forced', top, normaliser, wantedLogit, exactRank: null });
  if (step === null) throw new PrismeError('model.invalidOutput');
  const isKnown = endLogits !== null && normaliser !== null;
  const endLogprob = isKnown ? endLogprobOf(endLogits, step.maxLogit, step.logZ) : null;
  return { tokenId, step: () => ({ ...step, endLogprob }) };
}

async function readPosition(
  position: Position,
  { request: { settings, seed, capture } }: ChoiceRules,
  replyIndex: number,
  count: number,
): Promise<{ top: RankedLogits; reading: Reading }> {
  const isDrawn = settings.temperature > 0;
  const draw = isDrawn ? uniform(seed, replyIndex, 'token') : null;
  const xtcDraw = isDrawn && settings.xtcProbability > 0 ? uniform(seed, replyIndex, 'xtc') : null;
  if (!capture) {
    const top = await position.top(count);
    requireNumbers(top, null);
    return { top, reading: { normaliser: null, endLogits: null, logZAtTemperature: null, draw, xtcDraw } };
  }
  // Two calls read the same logits in two threads at once.
  const [{ top, endLogits }, normaliser] = await Promise.all([
    position.topWithEnds(count),
    position.normaliser(1, []),
  ]);
  requireNumbers(top, normaliser);
  const tempered = needsLogZAtTemperature(settings)
    ? await position.normaliser(settings.temperature, [])
    : null;
  return {
    top,
    reading: { normaliser, endLogits, logZAtTemperature: tempered?.logZ ?? null, draw, xtcDraw },
  };
}

/** A large capture first; the whole vocabulary only when that was not enough. */
function nextCount(captured: number, needed: number, vocabularySize: number): number {
  if (needed > captured) return Math.min(needed, vocabularySize);
  return captured < storedAlternatives ? Math.min(storedAlternatives, vocabularySize) : vocabularySize;
}

/** Null when the draw falls on tokens outside the row. */
function drawnToken(result: ChainResult, draw: number | null): number | null {
  const index = draw === null ? 0 : drawFrom(result, draw);
  return index === tailDrawn ? null : (result.ids[index] ?? null);
}

function rowFrom(
  top: RankedLogits,
  { normaliser, logZAtTemperature }: Reading,
  vocabularySize: number,
): LogitsRow {
  return {
    ids: top.ids,
    logits: top.logits,
    maxLogit: top.logits[0] ?? 0,
    // An f32 sum can fall short of its first term, which is 1.
    logZ: Math.max(0, normaliser?.logZ ?? headLogZ(top.logits)),
    isLogZExact: normaliser !== null,
    vocabularySize,
    logZAtTemperature,
  };
}

function buildStep(tokenId: number, top: RankedLogits, reading: Reading): TraceStep {
  const { normaliser, endLogits, logZAtTemperature, draw, xtcDraw } = reading;
  const step = stepFrom({ tokenId, origin: 'sampled', top, normaliser, wantedLogit: null, exactRank: null });
  if (step === null) throw new PrismeError('model.invalidOutput');
  const isKnown = endLogits !== null && normaliser !== null;
  const endLogprob = isKnown ? endLogprobOf(endLogits, step.maxLogit, step.logZ) : null;
  return { ...step, draw, xtcDraw, endLogprob, logZAtTemperature };
}

/** NaN spreads to the normaliser; without one, to the head of the list. @throws model.invalidOutput */
function requireNumbers(top: RankedLogits, normaliser: Normaliser | null): void {
  const isNumber = top.ids.length > 0 && Number.isFinite(top.logits[0]) && !top.logits.some(Number.isNaN);
  if (!isNumber || (normaliser !== null && !Number.isFinite(normaliser.logZ)))
    throw new PrismeError('model.invalidOutput');
}
