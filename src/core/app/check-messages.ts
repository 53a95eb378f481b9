/**
 * Checks every message's hash at start without delaying it: what takes longer than a moment goes on in the background.
 * Runs in the core.
 */
import { createMessageCheck } from '../db/message-check.ts';
import type { Database } from '../db/open.ts';
import type { Log } from './log.ts';

/** Spent before the core opens: enough for tens of thousands of messages. */
const firstSliceMs = 300;
/** Afterwards, a slice at a time between other work. */
const sliceMs = 10;
const pauseMs = 50;

/** Calls `onFound` with the number of damaged messages whenever there are more. */
export function checkMessages(
  database: Database,
  log: Log,
  onFound: (damagedMessages: number) => void,
): { stop(): Promise<void> } {
  const check = createMessageCheck(database);
  let timer: NodeJS.Timeout | null = null;
  let reported = 0;

  function slice(budgetMs: number): void {
    timer = null;
    try {
      if (!check.runFor(budgetMs)) {
        timer = setTimeout(slice, pauseMs, sliceMs);
        timer.unref();
      }
    } catch (cause) {
      log.error(
        { cause: cause instanceof Error ? cause.message : String(cause) },
        'the message check could not go on',
      );
    }
    if (check.damagedIds.length === reported) return;
    log.error(
      { messageIds: check.damagedIds.slice(reported, reported + 20) },
      'messages do not match their hash',
    );
    reported = check.damagedIds.length;
    onFound(reported);
  }

  slice(firstSliceMs);
  return {
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      return Promise.resolve();
    },
  };
}
