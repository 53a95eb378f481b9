/**
 * What can go wrong with a request, in one form for every screen: a code of the contract's catalogue and its details.
 * Runs in the page. The words for a code are in i18n/<language>/errors.ts.
 */
import { ORPCError } from '@orpc/client';
import {
  PrismeError,
  errorCatalogue,
  errorDetailsSchema,
  type ErrorCode,
  type ErrorDetails,
} from '#contract/errors.ts';

/** The one failure that only a page can see: the core cannot be reached. */
export type PageErrorCode = ErrorCode | 'page.connectionLost';
export type PageError = { readonly code: PageErrorCode; readonly details: ErrorDetails };

/** The connection to the core is gone; it is being opened again. */
export class ConnectionLostError extends Error {
  constructor() {
    super('The connection to the core is lost.');
    this.name = 'ConnectionLostError';
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

/** Turns whatever a request threw into a code and its details; what nobody foresaw is `app.internal`. */
export function toPageError(error: unknown): PageError {
  if (error instanceof ConnectionLostError) return { code: 'page.connectionLost', details: {} };
  if (error instanceof PrismeError) return error.toRecord();
  if (!(error instanceof ORPCError))
    return { code: isClosedPeer(error) ? 'page.connectionLost' : 'app.internal', details: {} };
  if (error.code === 'BAD_REQUEST') return { code: 'app.invalidInput', details: {} };
  if (!isErrorCode(error.code)) return { code: 'app.internal', details: {} };
  const details = errorDetailsSchema.safeParse(error.data);
  return { code: error.code, details: details.success ? details.data : {} };
}

/** oRPC ends running requests of a closed socket with an AbortError, and refuses new ones with a plain Error. */
function isClosedPeer(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || /not open|closed/i.test(error.message));
}
