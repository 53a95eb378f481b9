/**
 * The contract's implementer, with every failure turned into an error of the catalogue. Runs in the core.
 */
import { implement, ORPCError, ValidationError } from '@orpc/server';
import { contract } from '#contract/contract.ts';
import { type ErrorDetails, PrismeError } from '#contract/errors.ts';
import { damageError, storageError } from '../db/storage-error.ts';
import type { Log } from './log.ts';

/** What can be asked of a database that must not be written to. A new request is not among them until it is put here. */
const readingRequests: ReadonlySet<string> = new Set([
  'app.status',
  'app.notices',
  'backups.list',
  'backups.restore',
  'comparisons.list',
  'comparisons.get',
  'conversations.list',
  'conversations.listArchived',
  'conversations.listBin',
  'conversations.get',
  'conversations.summary',
  'conversations.tags',
  'documents.get',
  'folders.list',
  'presets.list',
  'grids.list',
  'grids.get',
  'grids.attach',
  'hesitations.find',
  'hub.catalogue',
  'models.list',
  'models.inspect',
  'models.bin',
  'models.folders',
  'models.vocabulary',
  'move.startExport',
  'move.readExport',
  'prompts.list',
  'search.find',
  'settings.get',
  'traces.sums',
  'traces.header',
  'traces.chunks',
  'traces.heads',
  'traces.prompt',
  'traces.promptScore',
  'votes.list',
  'votes.get',
  'votes.ratings',
]);

/** What the handlers of every noun are made with. */
export type CoreImplementer = ReturnType<typeof createImplementer>;

/**
 * An expected failure keeps its code, a rejected input becomes app.invalidInput `{ field }`, everything else
 * app.internal, whose cause goes to the log and not to the page. Holds for streams too, at any of their events.
 *
 * @param readOnlyBecause when set, every request that might write is answered with it
 * @param refuse looks at every input, and throws where the answer must not be given
 */
export function createImplementer(
  log: Log,
  readOnlyBecause: PrismeError | null = null,
  refuse: (path: readonly string[], input: unknown) => void = () => undefined,
) {
  return implement(contract).use(async ({ next, path }, input) => {
    try {
      if (readOnlyBecause !== null && !readingRequests.has(path.join('.'))) throw readOnlyBecause;
      refuse(path, input);
      const result = await next();
      if (!isAsyncIterator(result.output)) return result;
      return { ...result, output: mapStreamErrors(result.output, (cause) => toWireError(cause, path, log)) };
    } catch (cause) {
      throw toWireError(cause, path, log);
    }
  });
}

/** The error as it crosses the port: a code of the catalogue, with its details as data. */
export function toWireError(
  cause: unknown,
  path: readonly string[],
  log: Log,
): ORPCError<string, ErrorDetails> {
  const known = isUnreadable(cause, path) ? unreadable(cause) : storageError(cause);
  if (known instanceof PrismeError) {
    if (known.code.startsWith('app.') || known.code.startsWith('database.')) {
      log.error({ path: path.join('.'), code: known.code, details: known.details }, 'a request failed');
    }
    return wireError(known, cause);
  }
  const field = invalidField(cause);
  if (field !== null) return wireError(new PrismeError('app.invalidInput', { field }), cause);
  log.error({ path: path.join('.'), stack: stackOf(cause) }, 'a request failed unexpectedly');
  return wireError(new PrismeError('app.internal'), cause);
}

function wireError(error: PrismeError, cause: unknown): ORPCError<string, ErrorDetails> {
  return new ORPCError(error.code, {
    status: 400,
    message: error.message,
    data: error.details,
    defined: true,
    cause,
  });
}

/**
 * What a request that only reads stumbles over was not written by Prisme like that: no id where one should be, a time
 * outside its bounds.
 */
function isUnreadable(cause: unknown, path: readonly string[]): boolean {
  if (!readingRequests.has(path.join('.'))) return false;
  const isAnswerRefused =
    cause instanceof ORPCError && cause.code !== 'BAD_REQUEST' && cause.cause instanceof ValidationError;
  return isAnswerRefused || damageError(cause) instanceof PrismeError;
}

function unreadable(cause: unknown): PrismeError {
  const known = damageError(cause);
  if (known instanceof PrismeError) return known;
  return new PrismeError('database.damaged', { reason: 'a stored value is outside its bounds' }, { cause });
}

/** The path of the first value that the input schema refused; null when the failure is another one. */
function invalidField(cause: unknown): string | null {
  if (!(cause instanceof ORPCError) || cause.code !== 'BAD_REQUEST') return null;
  if (!(cause.cause instanceof ValidationError)) return '';
  const path = cause.cause.issues[0]?.path ?? [];
  return path
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.')
    .slice(0, 200);
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

/** An event iterator, and nothing else that crosses the port, has `next` and is async-iterable. */
function isAsyncIterator(output: unknown): output is AsyncGenerator<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;
}

async function* mapStreamErrors(
  stream: AsyncGenerator<unknown, unknown, void>,
  map: (cause: unknown) => unknown,
): AsyncGenerator<unknown, unknown, void> {
  try {
    return yield* stream;
  } catch (cause) {
    throw map(cause);
  }
}
