/**
 * Gathers captured steps into chunks: the first at once, then about 30 chunks a second. Runs in the engine.
 */
import type { TokenChunk } from '#contract/engine.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';

const mostSteps = 32;
const longestWaitMs = 30;

export type StepSender = { add(step: TraceStep): void; flush(): void };

/** @param firstToken position of the first step in the reply */
export function createStepSender(firstToken: number, emit: (chunk: TokenChunk) => void): StepSender {
  let waiting: TraceStep[] = [];
  let next = firstToken;
  let lastSentAtMs = Number.NEGATIVE_INFINITY;

  function flush(): void {
    if (waiting.length === 0) return;
    emit({ kind: 'tokens', firstToken: next, count: waiting.length, steps: encodeSteps(waiting) });
    next += waiting.length;
    waiting = [];
    lastSentAtMs = performance.now();
  }

  return {
    add(step) {
      waiting.push(step);
      if (waiting.length >= mostSteps || performance.now() - lastSentAtMs >= longestWaitMs) flush();
    },
    flush,
  };
}
