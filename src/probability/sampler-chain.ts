/**
 * The sampler chain: from one row of raw logits to the tokens that survive and the probability q that each is drawn
 * with. Portable, and the only such code: the engine runs it for every token, the inspector runs it again with a
 * record of every stage. The stages, their order and their rules are llama.cpp's (src/llama-sampler.cpp,
 * common/sampling.cpp); each is a file in stages/. It draws no random numbers (see draws.ts).
 *
 * llama.cpp's `min_keep` is 1 here, which is what its 0 means as well: no stage removes the last token.
 */
import { chainStages, createState, isAheadOfTail, markInexact, stagesInOrder } from './chain-state.ts';
import type { ChainOrder, ChainStage, ChainState } from './chain-state.ts';
import { noDryBreakers, type DryBreakers } from './dry-breakers.ts';
import { sumOfExponentials, type LogitsRow } from './logits-row.ts';
import type { SamplerSettings } from './sampler-settings.ts';
import { createSnapshot, reportStage, snapshot, type Snapshot, type StageReport } from './stage-report.ts';
import { applyDry } from './stages/dry.ts';
import { applyLogitBias } from './stages/logit-bias.ts';
import { applyMinP } from './stages/min-p.ts';
import { applyPenalties } from './stages/penalties.ts';
import { applyTemperature } from './stages/temperature.ts';
import { applyTopK } from './stages/top-k.ts';
import { applyTopNSigma } from './stages/top-n-sigma.ts';
import { applyTopP } from './stages/top-p.ts';
import { applyTypicalP } from './stages/typical-p.ts';
import { applyXtc } from './stages/xtc.ts';

/** What the chain needs to know besides the row and the settings. */
export type ChainContext = {
  /** Every token before this one, the prompt included, oldest first. Read by the penalties and DRY only. */
  readonly history: ArrayLike<number>;
  /** From `resolveDryBreakers`; read by DRY only. */
  readonly dryBreakers: DryBreakers;
  /** The step's draw of stream `xtc`; null: XTC does not act. */
  readonly xtcDraw: number | null;
};

export const emptyContext: ChainContext = { history: [], dryBreakers: noDryBreakers, xtcDraw: null };

export type ChainResult = {
  /** Survivors that are in the row, most probable first, equal ones in order of id. May be views of the row. */
  readonly ids: Uint32Array;
  /** Their logits after bias and penalties, before the temperature (a temperature that comes first: after it). */
  readonly logits: Float32Array;
  /** The probability that each is drawn; Σ q + tailQ = 1. */
  readonly q: Float64Array;
  /** Share of q that tokens outside the row have together; 0 when they were cut. */
  readonly tailQ: number;
  /** How many tokens outside the row survive. */
  readonly tailCount: number;
  /**
   * The survivors and their q are those that the chain would give over the whole vocabulary, given the row's
   * normalisers. When false, they are a best guess that must be shown as such and never drawn from.
   */
  readonly isExact: boolean;
  /** When not exact: how many of the most probable tokens the row should have for another attempt; else 0. */
  readonly needsTokens: number;
};

/** What the chain did, stage by stage, in the order in which they acted. */
export type RecordedChain = ChainResult & {
  /** The row itself, before the first stage. */
  readonly raw: Snapshot;
  readonly stages: readonly StageReport[];
};

type Stage = (state: ChainState, settings: SamplerSettings, context: ChainContext) => void;

/** Everything before the temperature. */
const stages: Readonly<Record<Exclude<ChainStage, 'temperature'>, Stage>> = {
  logitBias: (state, settings) => applyLogitBias(state, settings.logitBias),
  penalties: (state, settings, context) => applyPenalties(state, settings, context.history),
  dry: (state, settings, context) => applyDry(state, settings, context.history, context.dryBreakers),
  topNSigma: (state, settings) => applyTopNSigma(state, settings.topNSigma),
  topK: (state, settings) => applyTopK(state, settings.topK),
  typicalP: (state, settings) => applyTypicalP(state, settings.typicalP),
  topP: (state, settings) => applyTopP(state, settings.topP),
  minP: (state, settings) => applyMinP(state, settings.minP),
  xtc: (state, settings, context) => applyXtc(state, settings, context.xtcDraw),
};

/** Greedy: the first survivor, whatever else the stages left. */
function finishGreedy(state: ChainState): ChainResult {
  const isExact = state.isTopCertain && isAheadOfTail(state, 0);
  if (!isExact && state.needsTokens === 0) markInexact(state);
  return {
    ids: state.ids.subarray(0, 1),
    logits: state.logits.subarray(0, 1),
    q: new Float64Array(1).fill(1),
    tailQ: 0,
    tailCount: 0,
    isExact,
    needsTokens: isExact ? 0 : state.needsTokens,
  };
}

/**
 * ln Σ exp((logit − reference) / temperature) of the tail; marks the state when that is not known exactly. A tail
 * that was neither moved nor cut is what the row's normaliser says, less the row itself.
 */
function logTailWeight(state: ChainState, temperature: number): number {
  const { row, tail } = state;
  if (tail.count === 0) return -Infinity;
  // A draw walks through the row first and then through the tail: that must be the order of the whole vocabulary too.
  if (!isAheadOfTail(state, state.ids.length - 1)) markInexact(state, row.vocabularySize);
  if (tail.isIntact && temperature === 1 && row.isLogZExact) return Math.log(tail.weight);
  if (tail.isIntact && row.logZAtTemperature !== null) {
    const head = sumOfExponentials(row.logits, row.maxLogit, temperature);
    return Math.log(Math.max(0, Math.exp(row.logZAtTemperature) - head));
  }
  markInexact(state, row.vocabularySize);
  return Math.log(tail.weight);
}

function finish(state: ChainState, temperature: number): ChainResult {
  if (temperature <= 0) return finishGreedy(state);
  const { ids, logits, reference } = state;
  const logTail = logTailWeight(state, temperature);
  // Relative to the largest term, so that nothing overflows and at least one term is 1.
  const largest = Math.max(((logits[0] ?? 0) - reference) / temperature, logTail);
  const q = new Float64Array(logits.length);
  let sum = 0;
  for (let index = logits.length - 1; index >= 0; index--) {
    const weight = Math.exp(((logits[index] ?? 0) - reference) / temperature - largest);
    q[index] = weight;
    sum += weight;
  }
  const tail = Math.exp(logTail - largest);
  const total = sum + tail;
  for (let index = 0; index < q.length; index++) q[index] = (q[index] ?? 0) / total;
  return {
    ids,
    logits,
    q,
    tailQ: tail / total,
    tailCount: state.tail.count,
    isExact: state.isExact,
    needsTokens: state.isExact ? 0 : state.needsTokens,
  };
}

function requireTokens(row: LogitsRow): void {
  if (row.ids.length === 0) throw new RangeError('a row has at least one token');
}

/**
 * Runs the chain. Pure: the row is not written to; the result may hold views of its arrays.
 *
 * @throws RangeError when the row is empty
 */
export function runChain(row: LogitsRow, settings: SamplerSettings, context: ChainContext): ChainResult {
  requireTokens(row);
  const state = createState(row);
  for (const name of chainStages) if (name !== 'temperature') stages[name](state, settings, context);
  return finish(state, settings.temperature);
}

/** What the draw sees: q, with the temperature in it. */
function finalSnapshot({ ids, q, tailQ, tailCount }: ChainResult): Snapshot {
  const largestTail = tailCount > 0 ? Math.min(tailQ, q.at(-1) ?? 1) : 0;
  return createSnapshot({ ids, probabilities: q, tailMass: tailQ, tailCount }, largestTail);
}

/** A stage that is off leaves everything as it is; then the snapshot before it holds after it too. */
function snapshotAfter(state: ChainState, before: Snapshot, run: () => void): Snapshot {
  const { ids, logits, tail } = state;
  run();
  return state.ids === ids && state.logits === logits && state.tail === tail ? before : snapshot(state);
}

/**
 * Runs the chain and says what each stage did: how many survive, which tokens it removed with what mass, the entropy
 * before and after, and the probability of every token then.
 *
 * @param order with `llamaCpp` the result is that of `runChain`, to the last bit
 * @throws RangeError when the row is empty
 */
export function recordChain(
  row: LogitsRow,
  settings: SamplerSettings,
  context: ChainContext,
  order: ChainOrder = 'llamaCpp',
): RecordedChain {
  requireTokens(row);
  const state = createState(row);
  const reports: StageReport[] = [];
  const raw = snapshot(state);
  let before = raw;
  for (const name of stagesInOrder(order)) {
    if (name === 'temperature' && order === 'llamaCpp') continue;
    const after = snapshotAfter(state, before, () => {
      if (name === 'temperature') applyTemperature(state, settings.temperature);
      else stages[name](state, settings, context);
    });
    reports.push(reportStage(name, before, after, state.isExact));
    before = after;
  }
  if (order === 'temperatureFirst') return { ...finish(state, 1), raw, stages: reports };
  const result = finish(state, settings.temperature);
  reports.push(reportStage('temperature', before, finalSnapshot(result), result.isExact));
  return { ...result, raw, stages: reports };
}

/** The answer of `drawFrom` when the draw falls on the tokens outside the row. */
export const tailDrawn = -1;

/**
 * The token that a uniform draw picks: position in `result.ids` of the first one whose cumulated q exceeds the draw,
 * in the order of the survivors, or `tailDrawn` (then the same draw on the complete row says which). Greedy needs no
 * draw: its one survivor is at 0.
 *
 * @param uniform in [0, 1)
 */
export function drawFrom(result: ChainResult, uniform: number): number {
  let cumulated = 0;
  for (let index = 0; index < result.q.length; index++) {
    cumulated += result.q[index] ?? 0;
    if (uniform < cumulated) return index;
  }
  // Rounding can leave Σ q a little below 1 when nothing survives outside the row.
  return result.tailCount > 0 && result.tailQ > 0 ? tailDrawn : result.q.findLastIndex((q) => q > 0);
}
