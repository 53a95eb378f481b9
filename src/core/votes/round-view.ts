/**
 * A round of a blind vote as a page sees it: without names, ids of messages or figures until they were shown. Runs in the
 * core. Reads only.
 */
import type { Comparison } from '#contract/comparisons.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { RoundState, VoteRound, VoteSummary } from '#contract/votes.ts';
import type { Store } from '../db/store.ts';
import type { VoteHead, VoteRecord, VoteSide } from '../db/votes.ts';

export function summariseRound({ question, ...record }: VoteHead): VoteSummary {
  return { ...shownOf(record), question };
}

/** @param comparison its lanes, whatever they are at; null: it is in the bin */
export function viewRound(
  store: Store,
  record: VoteRecord,
  comparison: Pick<Comparison, 'lanes' | 'isRunning'> | null,
): VoteRound {
  const isRevealed = record.revealedAtMs !== null;
  const state: RoundState = isRevealed ? { kind: 'ready' } : roundState(comparison);
  return {
    ...shownOf(record),
    question: store.comparisons.turns(record.comparisonId)[0] ?? '',
    hasComparison: store.comparisons.find(record.comparisonId)?.deletedAtMs === null,
    state,
    answers: state.kind === 'ready' ? { a: answerOf(store, record.a), b: answerOf(store, record.b) } : null,
  };
}

function shownOf(record: VoteRecord): Omit<VoteSummary, 'question'> {
  const { comparisonId, folder, createdAtMs, vote, isTakenBack, a, b } = record;
  return {
    ...{ comparisonId, folder, createdAtMs },
    vote: vote && { ...vote, isChanged: isTakenBack },
    canTakeBack: vote !== null && !isTakenBack,
    models:
      record.revealedAtMs === null
        ? null
        : { a: { id: a.modelId, name: a.modelName }, b: { id: b.modelId, name: b.modelName } },
  };
}

function roundState(comparison: Pick<Comparison, 'lanes' | 'isRunning'> | null): RoundState {
  if (comparison === null) return { kind: 'stopped' };
  if (comparison.isRunning) return { kind: 'writing' };
  const states = comparison.lanes.map(({ state }) => state);
  for (const state of states) if (state.kind === 'failed') return { kind: 'failed', code: state.error.code };
  return { kind: states.every(({ kind }) => kind === 'done') ? 'ready' : 'stopped' };
}

/** The reply to the question: the one that was voted on, or the one that the lane has. */
export function replyOf(store: Store, laneId: ConversationId): MessageId | null {
  const leafId = store.conversations.find(laneId)?.leafId ?? null;
  const path = leafId === null ? [] : store.messages.path(leafId);
  return path.find(({ role }) => role === 'assistant')?.id ?? null;
}

function answerOf(store: Store, { laneId, replyId }: VoteSide): string {
  const id = replyId ?? replyOf(store, laneId);
  return id === null ? '' : (store.messages.find(id)?.text ?? '');
}
