/**
 * Turns what a call on an engine throws into Prisme's errors. Runs in the core.
 */
import { ORPCError } from '@orpc/client';
import { type ErrorCode, errorCatalogue, errorDetailsSchema, PrismeError } from '#contract/errors.ts';

/**
 * The engine's own typed errors keep their code and details; a failure that the engine did not name is `app.internal`;
 * an answer that does not fit the contract, or cannot be read at all, is `engine.badMessage`.
 */
export function engineErrorFrom(error: unknown): PrismeError {
  if (error instanceof PrismeError) return error;
  if (!(error instanceof ORPCError)) return badMessage(error);
  const code: unknown = error.code;
  if (isErrorCode(code)) {
    const details = errorDetailsSchema.safeParse(error.data ?? {});
    return details.success ? new PrismeError(code, details.data, { cause: error }) : badMessage(error);
  }
  if (code === 'INTERNAL_SERVER_ERROR')
    return new PrismeError('app.internal', { where: 'engine' }, { cause: error });
  return badMessage(error);
}

function badMessage(cause: unknown): PrismeError {
  const reason = cause instanceof Error ? cause.message.slice(0, 500) : 'unknown';
  return new PrismeError('engine.badMessage', { reason }, { cause });
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}
