/**
 * The chain that generated the reply, run once more over what was captured at one token, with the settings, the order
 * and the draw that are being tried. Page, pure: evaluates nothing.
 */
import type { ChainOrder } from '#probability/chain-state.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import { countDraws, type DrawCounts } from '#probability/count-draws.ts';
import { uniform } from '#probability/draws.ts';
import { rowForTemperature, rowFromStep, type LogitsRow } from '#probability/logits-row.ts';
import { drawFrom, recordChain, tailDrawn, type RecordedChain } from '#probability/sampler-chain.ts';
import { usesDry } from '#probability/stages/dry.ts';
import { usesPenalties } from '#probability/stages/penalties.ts';
import { usesXtc } from '#probability/stages/xtc.ts';
import type { TraceStep } from '#probability/trace.ts';
import { needsTokeniser, traceDryBreakers } from '../../state/traces/dry-breakers.ts';
import { drawsAtOnce, type PlaygroundWork } from './playground-store.ts';
import type { ReadySubject } from './subject.ts';

/** One draw in [0, 1), and where it comes from. */
export type Draw = {
  readonly value: number;
  /** Decides whether XTC acts. */
  readonly xtc: number;
  /** The draw that chose the token in the reply. */
  readonly isOwn: boolean;
};

type Tried = Pick<PlaygroundWork, 'seed' | 'rolls'>;

/** Draw number `rolls` at a token: counted on from its position, with the seed of the reply or another one. */
export function drawAt(
  subject: Pick<ReadySubject, 'seed' | 'selection'>,
  step: TraceStep,
  { seed, rolls }: Tried,
): Draw {
  const used = seed ?? subject.seed;
  const counter = subject.selection.position + rolls;
  const isFirst = seed === null && rolls === 0;
  return {
    value: (isFirst ? step.draw : null) ?? uniform(used, counter, 'token'),
    xtc: (isFirst ? step.xtcDraw : null) ?? uniform(used, counter, 'xtc'),
    isOwn: isFirst && step.origin === 'sampled' && step.draw !== null,
  };
}

export type Experiment = {
  readonly row: LogitsRow;
  readonly chain: RecordedChain;
  readonly draw: Draw;
  /** The drawn token; null: it fell on tokens outside the row, or q is not exact and nothing is drawn from it. */
  readonly drawnId: number | null;
  /** Null: XTC is off. */
  readonly hasXtcActed: boolean | null;
  /** What the stages would have needed and did not get; null: nothing. */
  readonly lacks: 'history' | 'tokeniser' | null;
};

/** @param fullRow the whole vocabulary at this place; null: what was captured */
export function experiment(
  subject: ReadySubject,
  step: TraceStep,
  settings: GenerationSettings,
  order: ChainOrder,
  { draw, fullRow }: { readonly draw: Draw; readonly fullRow: LogitsRow | null },
): Experiment {
  const { header, history, trace } = subject;
  const captured = rowFromStep(step, header.vocabularySize);
  const row = fullRow ?? rowForTemperature(captured, header.settings.temperature, settings.temperature);
  const dryBreakers = traceDryBreakers(settings, trace.vocabulary);
  const chain = recordChain(row, settings, { history: history ?? [], dryBreakers, xtcDraw: draw.xtc }, order);
  const readsHistory = usesPenalties(settings) || usesDry(settings);
  const index = chain.isExact ? drawFrom(chain, draw.value) : tailDrawn;
  return {
    row,
    chain,
    draw,
    drawnId: index === tailDrawn ? null : (chain.ids[index] ?? null),
    hasXtcActed: usesXtc(settings) ? draw.xtc <= settings.xtcProbability : null,
    lacks: readsHistory && history === null ? 'history' : needsTokeniser(settings) ? 'tokeniser' : null,
  };
}

/** The draws from roll `from` on, counted; null while q is not exact. */
export function manyDraws(
  { chain }: Experiment,
  { seed, selection }: Pick<ReadySubject, 'seed' | 'selection'>,
  tried: Pick<PlaygroundWork, 'seed'>,
  from: number,
): DrawCounts | null {
  if (!chain.isExact) return null;
  return countDraws(chain, tried.seed ?? seed, selection.position + from, drawsAtOnce);
}
