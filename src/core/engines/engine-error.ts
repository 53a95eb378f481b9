/**
 * Turns what a call on an engine throws into Prisme's errors. Runs in the core.
 */
import { ORPCError } from '@orpc/client';
import { type ErrorCode, errorDetailsSchema, PrismeError } from '#contract/errors.ts';

/** What an engine knows about: its file, its work, itself. How Prisme or its data are is not for it to say. */
const engineCodes = [
  'model.notGguf',
  'model.truncated',
  'model.corrupt',
  'model.unsupportedVersion',
  'model.unsupportedArchitecture',
  'model.notEnoughMemory',
  'model.unreadable',
  'model.loadFailed',
  'model.invalidOutput',
  'model.templateFailed',
  'model.noChatTemplate',
  'generation.contextFull',
  'engine.busy',
  'engine.unavailable',
  'app.invalidInput',
  'app.internal',
] as const satisfies readonly ErrorCode[];

/**
 * The engine's own typed errors keep their code and details; a failure that the engine did not name is `app.internal`;
 * an answer that does not fit the contract, or cannot be read at all, is `engine.badMessage`.
 */
export function engineErrorFrom(error: unknown): PrismeError {
  if (error instanceof PrismeError) return error;
  if (!(error instanceof ORPCError)) return badMessage(error);
  const code: unknown = error.code;
  if (isEngineCode(code)) {
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

function isEngineCode(code: unknown): code is (typeof engineCodes)[number] {
  return engineCodes.some((known) => known === code);
}
