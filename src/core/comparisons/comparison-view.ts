/**
 * A comparison as a page sees it. Runs in the core. Reads only.
 */
import type { Comparison, ComparisonSummary, LaneState } from '#contract/comparisons.ts';
import type { ComparisonHead, ComparisonRecord, LaneRecord } from '../db/comparisons.ts';
import type { Store } from '../db/store.ts';
import type { LanePhase } from './comparisons-context.ts';
import type { LaneRunner } from './lane-runner.ts';

type Runner = Pick<LaneRunner, 'phase' | 'current'>;

export function viewComparison(
  store: Store,
  runner: Runner,
  { id, title, draft, createdAtMs, updatedAtMs }: ComparisonRecord,
): Comparison {
  const turns = store.comparisons.turns(id);
  const lanes = store.comparisons.lanes(id).map((lane) => ({
    conversationId: lane.conversationId,
    state: laneState(lane, turns.length, runner),
    turnsDone: Math.min(lane.turnsDone, turns.length),
  }));
  const isRunning = lanes.some(({ state }) => isAtWork(state));
  return { id, title, draft, createdAtMs, updatedAtMs, turns, lanes, isRunning };
}

export function summariseComparison(
  { id, title, firstPrompt, lanes, createdAtMs, updatedAtMs }: ComparisonHead,
  isRunning: boolean,
): ComparisonSummary {
  return { id, title, firstPrompt, lanes, createdAtMs, updatedAtMs, isRunning };
}

export const isAtWork = ({ kind }: LaneState): boolean =>
  kind === 'waiting' || kind === 'loading' || kind === 'writing';

function laneState(lane: LaneRecord, turns: number, runner: Runner): LaneState {
  if (lane.turnsDone >= turns) return { kind: 'done' };
  const phase = runner.phase(lane.conversationId);
  // Whatever was decided about it, a reply that is still being written is shown as that.
  if (phase?.kind === 'writing') return phase;
  if (lane.state === 'failed')
    return { kind: 'failed', error: lane.error ?? { code: 'app.internal', details: {} } };
  if (lane.state === 'stopped') return { kind: 'stopped' };
  return phase ?? waiting(lane, runner);
}

function waiting({ comparisonId }: LaneRecord, { current }: Runner): LanePhase {
  const isAnother = current !== null && current !== comparisonId;
  return { kind: 'waiting', reason: isAnother ? 'comparison' : 'turn' };
}
