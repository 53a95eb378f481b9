/**
 * How probable the tokens were that a person put at a fork, from what was captured there. Runs in the core.
 */
import type { Fork } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import type { TraceStep } from '#probability/trace.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { Store } from '../db/store.ts';

/**
 * Stores the probability as soon as all these tokens are on disk; leaves it unknown before, and when the engine could
 * give no exact one. To be called in a transaction.
 */
export function measureFork(store: Store, messageId: MessageId): void {
  const fork = store.messages.find(messageId)?.fork ?? null;
  if (fork === null || fork.logprob !== null) return;
  const logprob = logprobOfFork(fork, forcedSteps(store, messageId, fork));
  if (logprob !== null) store.forks.setLogprob(messageId, logprob);
}

/** ln of the raw probability of the forced tokens together, in nats. */
function logprobOfFork({ tokenIds }: Fork, steps: readonly TraceStep[]): number | null {
  let sum = 0;
  for (const [index, tokenId] of tokenIds.entries()) {
    const step = steps[index];
    if (step?.origin !== 'forced' || step.tokenId !== tokenId || !step.isLogZExact) return null;
    const logprob = tokenLogprob(step);
    if (logprob === null || !Number.isFinite(logprob)) return null;
    sum += logprob;
  }
  return sum;
}

function forcedSteps(store: Store, messageId: MessageId, { target, position, tokenIds }: Fork): TraceStep[] {
  const first = target === 'reply' ? position : 0;
  const end = first + tokenIds.length;
  return store.traces.chunks(messageId, first, end).flatMap((chunk) => {
    // A damaged run of steps leaves the probability unknown; it must not keep a reply from being completed.
    const steps = readOrNull(chunk.steps) ?? [];
    return steps.filter((_, index) => chunk.firstToken + index >= first && chunk.firstToken + index < end);
  });
}

function readOrNull(steps: Uint8Array): readonly TraceStep[] | null {
  try {
    return decodeSteps(steps);
  } catch {
    return null;
  }
}
