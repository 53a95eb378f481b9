/**
 * Makes a call of the core and tells what was asked and what came of it. Runs in the processes of the suites.
 */
import { ORPCError } from '@orpc/client';
import { PrismeError } from '#contract/errors.ts';
import { type Facts, tell } from './told.ts';

/** What a call made true, and how many tokens of which reply it has put on disk. */
export type Answer = {
  readonly facts: Facts;
  readonly stream?: { replyId: string; tokens: number };
};

/** Makes `asked` true, or is refused. */
export function doing(asked: Facts, work: () => Answer): void {
  tell({ kind: 'asks', facts: asked });
  try {
    answered(work());
  } catch (cause) {
    refused(cause);
  }
}

export async function doingLater(asked: Facts, work: () => Promise<Answer>): Promise<void> {
  tell({ kind: 'asks', facts: asked });
  try {
    answered(await work());
  } catch (cause) {
    refused(cause);
  }
}

function answered({ facts, stream }: Answer): void {
  tell({ kind: 'acknowledged', facts, stream: stream ?? null });
}

function refused(cause: unknown): void {
  tell({ kind: 'refused', code: codeOf(cause), replyId: null });
}

/** A mistake in the program has no code: its place is told instead. */
export function codeOf(cause: unknown): string {
  // Behind a router it has become an error of oRPC with the same code.
  if (cause instanceof PrismeError || cause instanceof ORPCError) return String(cause.code);
  return `unknown: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
}
