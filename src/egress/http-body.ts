/**
 * The body of an answer, read piece by piece by whoever asked. Runs in the core. It ends by itself when the server
 * falls silent, when the person goes offline, and when the reader leaves; what was held for it is then given back.
 */
import type { IncomingMessage } from 'node:http';
import type { PrismeError } from '#contract/errors.ts';

export type HttpBody = AsyncIterable<Uint8Array> & { destroy(): void };

export type HttpBodyOptions = {
  /** How long the server may be silent while somebody waits for more. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** Why nothing more may be read; asked at each piece. */
  readonly refusal: () => PrismeError | null;
  readonly failure: (cause: unknown) => PrismeError;
  /** Called once, however it ends. */
  readonly onEnd: () => void;
};

/** @throws download.unreachable {host, reason: 'stalled' or a code of Node's}, egress.denied, the signal's reason */
export function openBody(response: IncomingMessage, options: HttpBodyOptions): HttpBody {
  const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    options.onEnd();
  };
  // An error that nobody reads any more is nobody's.
  response.on('error', () => undefined);
  response.once('close', end);
  const destroy = (): void => {
    response.destroy();
    end();
  };

  async function next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const stalled = Object.assign(new Error('silent'), { code: 'stalled' });
    const timer = setTimeout(() => response.destroy(stalled), options.idleMs);
    try {
      const piece = await pieces.next();
      // What arrived before its connection ended was permitted.
      const refusal = isOver ? null : options.refusal();
      if (refusal !== null) throw refusal;
      if (piece.done === true) end();
      return piece;
    } catch (cause) {
      destroy();
      options.signal.throwIfAborted();
      throw options.failure(cause);
    } finally {
      clearTimeout(timer);
    }
  }

  const iterator = {
    next,
    return: () => {
      destroy();
      return Promise.resolve({ done: true as const, value: undefined });
    },
  };
  return { [Symbol.asyncIterator]: () => iterator, destroy };
}
