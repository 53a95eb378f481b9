/**
 * Waits for work that a stopped reply does not wait for. Runs in the core.
 */
import type { LiveReply } from './live-reply.ts';

/** The result, or null as soon as the reply is stopped; the work goes on by itself and its failure is nobody's any more. */
export async function untilStopped<Result>(live: LiveReply, work: Promise<Result>): Promise<Result | null> {
  work.catch(() => undefined);
  return await Promise.race([work, live.stopped.then(() => null)]);
}
