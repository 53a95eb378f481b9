/**
 * Completes replies whose writing ended with the process that wrote them. Runs in the core, at start and wherever such
 * a reply is met.
 */
import type { MessageId } from '#contract/ids.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import type { Store } from '../db/store.ts';
import { measureFork } from './fork-probability.ts';

const interruptedByCore: ReplyEnd = {
  reason: 'interrupted',
  error: { code: 'engine.exited', details: { by: 'core' } },
  stats: null,
};

/** Marks one reply as interrupted, with the text of all its tokens that are on disk. */
export function repairReply(store: Store, replyId: MessageId): void {
  store.transaction(() => {
    store.messages.finish(replyId, store.traces.text(replyId), interruptedByCore);
    measureFork(store, replyId);
  });
}

/** Repairs every reply of an earlier run that was being written, and returns how many there were. */
export function repairReplies(store: Store): number {
  const ids = store.messages.streamingIds();
  for (const id of ids) repairReply(store, id);
  return ids.length;
}
