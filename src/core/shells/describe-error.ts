/**
 * Errors in words for a terminal: what happened and what to do, on one line. Runs in the shells. The page has its own
 * words (renderer/i18n), in two languages.
 */
import { type ErrorRecord, PrismeError, errorCatalogue } from '#contract/errors.ts';
import { printable } from './printable.ts';

/** For example "This file is not a GGUF model. Choose a file that … (field: x)". */
export function describeRecord({ code, details }: ErrorRecord): string {
  const { message, action } = errorCatalogue[code];
  const values = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
  const all = `${message} ${action}${values.length > 0 ? ` (${values.join(', ')})` : ''}`;
  // The details may hold what a file says, for example the name of a damaged entry.
  return printable(all.replaceAll(/\s+/g, ' '));
}

/** An error outside the catalogue is a bug: it is named as it is. */
export function describeError(cause: unknown): string {
  if (cause instanceof PrismeError) return describeRecord(cause.toRecord());
  return cause instanceof Error ? cause.message : String(cause);
}
