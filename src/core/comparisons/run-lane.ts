/**
 * Lets one lane answer the prompts that it has not answered yet. Runs in the core. Everything it decides is on disk
 * before the next step, so that the next start of the core goes on from there. Which lanes run when is lane-runner.ts.
 */
import { type ErrorCode, PrismeError } from '#contract/errors.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { LaneRecord } from '../db/comparisons.ts';
import { storageError } from '../db/storage-error.ts';
import type { ComparisonsContext, LanePhases } from './comparisons-context.ts';
import {
  answeredLane,
  errorOf,
  failedLane,
  isAnswered,
  laneAfter,
  laneAfterFailure,
  mostAttempts,
} from './lane-progress.ts';

export type LaneRun = ComparisonsContext & {
  readonly phases: LanePhases;
  readonly isClosing: () => boolean;
  /** Its model did not fit beside the others: true when it shall be tried again alone. */
  readonly mayTryAlone: (modelId: ModelId) => boolean;
};

/** Resolves when the lane has nothing to write, or must not: it is stopped, failed, gone, or the core ends. @throws app.* */
export async function runLane(run: LaneRun, conversationId: ConversationId): Promise<void> {
  for (;;) {
    const next = nextTurn(run, conversationId);
    if (next === null) return;
    const goesOn = await answer(run, next.lane, next.text);
    run.phases.set(next.lane.comparisonId, conversationId, null);
    if (!goesOn) return;
  }
}

/** The lane as it is stored, with the prompt that is to be answered; null: none. */
export function nextTurn(
  { store, isClosing }: Pick<LaneRun, 'store' | 'isClosing'>,
  conversationId: ConversationId,
): { readonly lane: LaneRecord; readonly text: string } | null {
  const lane = store.comparisons.lane(conversationId);
  if (lane === null || lane.state !== 'waiting' || isClosing()) return null;
  const isThere = store.conversations.find(conversationId)?.deletedAtMs === null;
  const comparison = store.comparisons.find(lane.comparisonId);
  const text = store.comparisons.turns(lane.comparisonId)[lane.turnsDone];
  return isThere && comparison?.deletedAtMs === null && text !== undefined ? { lane, text } : null;
}

/** One try at one prompt. @returns whether the lane may go on by itself */
async function answer(run: LaneRun, before: LaneRecord, text: string): Promise<boolean> {
  if (before.attempts >= mostAttempts) {
    save(run, failedLane(before, before.error ?? { code: 'engine.exited', details: { by: 'core' } }));
    return false;
  }
  const { conversationId } = before;
  // Counted first: what takes the core down with it must not do so at every start.
  save(run, { ...before, attempts: before.attempts + 1 });
  try {
    const replyId = await begin(run, before, text);
    if (replyId === null) return true;
    run.phases.set(before.comparisonId, conversationId, { kind: 'writing', replyId });
    const end = await run.generation.ended(replyId);
    change(run, conversationId, (lane) => laneAfter(lane, end, run.isClosing()));
    return true;
  } catch (cause) {
    return settleFailure(run, before, cause);
  }
}

function settleFailure(run: LaneRun, { conversationId }: LaneRecord, cause: unknown): boolean {
  const known = storageError(cause);
  // Nothing can be put on disk: that is no fault of this lane, and no other one could go on either.
  if (known instanceof PrismeError && isOfStorage(known.code)) throw known;
  const error = errorOf(known);
  if (error.code === 'app.internal')
    run.log.error({ stack: cause instanceof Error ? cause.stack : String(cause) }, 'a lane failed');
  if (run.isClosing()) {
    change(run, conversationId, (lane) => ({ ...lane, attempts: 0 }));
    return false;
  }
  const modelId = run.store.conversations.find(conversationId)?.modelId ?? null;
  if (error.code === 'model.notEnoughMemory' && modelId !== null && run.mayTryAlone(modelId)) {
    change(run, conversationId, (lane) => ({ ...lane, attempts: 0 }));
    return false;
  }
  change(run, conversationId, (lane) => laneAfterFailure(lane, error.toRecord()));
  return true;
}

const isOfStorage = (code: ErrorCode): boolean =>
  code.startsWith('database.') ||
  code === 'app.diskFull' ||
  code === 'app.storageFailed' ||
  code === 'app.dataFolderNotWritable';

/** Loads the model and begins the reply, or goes on with it. Null: there is nothing to wait for. @throws model.*, engine.*, generation.* */
async function begin(run: LaneRun, { conversationId }: LaneRecord, text: string): Promise<MessageId | null> {
  const { store } = run;
  const modelId = store.conversations.find(conversationId)?.modelId ?? null;
  if (modelId === null) throw new PrismeError('model.noneChosen');
  const lane = store.comparisons.lane(conversationId);
  if (lane !== null) run.phases.set(lane.comparisonId, conversationId, { kind: 'loading' });
  await run.library.load(modelId);
  // Loading takes long: meanwhile it may have been stopped or removed.
  const next = nextTurn(run, conversationId);
  if (next === null) return null;
  const { replyId } = next.lane;
  if (replyId === null || store.messages.find(replyId) === null)
    return await sendTurn(run, conversationId, text);
  if (!isAnswered(store.messages.find(replyId)?.end ?? null)) return await goOn(run, conversationId, replyId);
  change(run, conversationId, answeredLane);
  return null;
}

async function sendTurn(run: LaneRun, conversationId: ConversationId, text: string): Promise<MessageId> {
  const parentId = run.store.conversations.find(conversationId)?.leafId ?? null;
  const { replyId } = await run.generation.send(
    { conversationId, parentId, text, overflow: 'refuse' },
    (sent) => remember(run, conversationId, sent.replyId),
  );
  return replyId;
}

/** From the exact tokens where that is possible; where not (another model, no trace), the reply is written anew beside it. */
async function goOn(run: LaneRun, conversationId: ConversationId, replyId: MessageId): Promise<MessageId> {
  if (run.generation.isGenerating(conversationId)) return replyId;
  try {
    return (await run.generation.continue({ conversationId, replyId })).replyId;
  } catch (cause) {
    if (!(cause instanceof PrismeError) || cause.code !== 'message.notContinuable') throw cause;
    const sent = await run.generation.regenerate({ conversationId, replyId, overflow: 'refuse' }, (sent) =>
      remember(run, conversationId, sent.replyId),
    );
    return sent.replyId;
  }
}

/** Inside the transaction that puts the reply on disk: a prompt is never sent twice. */
function remember({ store }: LaneRun, conversationId: ConversationId, replyId: MessageId): void {
  const lane = store.comparisons.lane(conversationId);
  if (lane !== null) store.comparisons.updateLane({ ...lane, replyId });
}

/** What is stored may have been changed meanwhile: by Stop, or by another place in the row. */
function change(run: LaneRun, conversationId: ConversationId, next: (lane: LaneRecord) => LaneRecord): void {
  const lane = run.store.comparisons.lane(conversationId);
  if (lane !== null) save(run, next(lane));
}

function save({ store, now }: LaneRun, lane: LaneRecord): void {
  store.transaction(() => {
    store.comparisons.updateLane(lane);
    const comparison = store.comparisons.find(lane.comparisonId);
    if (comparison !== null && lane.attempts === 0)
      store.comparisons.update({ ...comparison, updatedAtMs: now() });
  });
}
