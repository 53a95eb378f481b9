/**
 * How probable whole replies were: the sum of ln p over their tokens, from what was captured when they were written. Runs
 * in the core. Evaluates nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessageId } from '#contract/ids.ts';
import type { ReplySum } from '#contract/traces.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import type { Store } from '../db/store.ts';
import { readStoredSteps } from '../generation/read-steps.ts';

/** So many runs of tokens are read at a time: whoever waits has their turn in between. */
const chunksAtOnce = 16;

/** Replies without a trace are left out. @throws database.damaged */
export async function sumReplies(
  { traces }: Pick<Store, 'traces'>,
  messageIds: readonly MessageId[],
): Promise<ReplySum[]> {
  const sums: ReplySum[] = [];
  for (const messageId of messageIds) {
    if (traces.tokenCount(messageId) > 0) sums.push(await sumReply(traces, messageId));
    await nextTurn();
  }
  return sums;
}

async function sumReply(traces: Store['traces'], messageId: MessageId): Promise<ReplySum> {
  const total = traces.tokenCount(messageId);
  let tokens = 0;
  let isExact = true;
  let logprob: number | null = 0;
  while (tokens < total) {
    const chunks = traces.chunks(messageId, tokens, total, chunksAtOnce);
    for (const chunk of chunks) {
      for (const step of readStoredSteps(chunk)) {
        const own = tokenLogprob(step);
        logprob = logprob === null || own === null || !Number.isFinite(own) ? null : logprob + own;
        isExact &&= step.isLogZExact;
      }
      tokens = chunk.firstToken + chunk.count;
    }
    if (chunks.length === 0) break;
    await nextTurn();
  }
  return { messageId, tokens, logprob, isExact };
}
