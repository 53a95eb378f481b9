/**
 * What becomes of a lane when its reply to a prompt has ended. Runs in the core. Pure: the runner stores it.
 */
import { type ErrorRecord, PrismeError } from '#contract/errors.ts';
import type { FinishReason, ReplyEnd } from '#contract/reply.ts';
import type { LaneRecord } from '../db/comparisons.ts';

/** A prompt that was begun this often without an end is given up: whatever ends it would do so at every start. */
export const mostAttempts = 3;

/** Endings after which the prompt counts as answered. */
const answered: ReadonlySet<FinishReason> = new Set(['endToken', 'stopString', 'tokenLimit', 'contextLimit']);

export const isAnswered = (end: ReplyEnd | null): boolean => end !== null && answered.has(end.reason);

/** The next prompt can be begun. */
export const answeredLane = (lane: LaneRecord): LaneRecord => ({
  ...lane,
  turnsDone: lane.turnsDone + 1,
  replyId: null,
  attempts: 0,
  error: null,
});

export const failedLane = (lane: LaneRecord, error: ErrorRecord): LaneRecord => ({
  ...lane,
  state: 'failed',
  error,
});

/** As it shall be tried again, by a person's wish. */
export const renewedLane = (lane: LaneRecord): LaneRecord => ({
  ...lane,
  state: 'waiting',
  attempts: 0,
  error: null,
});

/**
 * @param end null: it could not be stored
 * @param isClosing the core ends, and its replies with it: the lane goes on at the next start
 */
export function laneAfter(lane: LaneRecord, end: ReplyEnd | null, isClosing: boolean): LaneRecord {
  if (end === null) return failedLane(lane, { code: 'app.storageFailed', details: {} });
  if (isAnswered(end)) return answeredLane(lane);
  if (isClosing) return { ...lane, attempts: 0 };
  if (end.reason === 'stopped') return { ...lane, state: 'stopped', attempts: 0 };
  const error = end.error ?? { code: 'app.internal', details: {} };
  return laneAfterFailure(lane, error);
}

/** The end of an engine that nobody ordered is tried again; everything else would only happen again. */
export function laneAfterFailure(lane: LaneRecord, error: ErrorRecord): LaneRecord {
  if (lane.state === 'stopped') return { ...lane, attempts: 0 };
  const mayGoOn = isEngineDeath(error) && lane.attempts < mostAttempts;
  return mayGoOn ? { ...lane, error } : failedLane(lane, error);
}

function isEngineDeath({ code, details }: ErrorRecord): boolean {
  if (code === 'engine.hung' || code === 'engine.badMessage') return true;
  return code === 'engine.exited' && details['reason'] !== 'unloaded';
}

export function errorOf(cause: unknown): PrismeError {
  return cause instanceof PrismeError ? cause : new PrismeError('app.internal', {}, { cause });
}
