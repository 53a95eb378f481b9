/**
 * The error that something throws, to be looked at. Runs in tests only.
 */
import { PrismeError } from '#contract/errors.ts';

/** @throws what is thrown when it is no `PrismeError`, and an error of its own when nothing is */
export function errorOf(work: () => unknown): PrismeError {
  try {
    work();
  } catch (cause) {
    if (cause instanceof PrismeError) return cause;
    throw cause;
  }
  throw new Error('nothing was thrown');
}
