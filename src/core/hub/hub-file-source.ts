/**
 * A file on the hub as our GGUF reader reads one: from its beginning, in ranges that grow, no further than is asked for.
 * Runs in the core. Keeps one piece in memory, whatever the file says.
 */
import { PrismeError } from '#contract/errors.ts';
import { askRange, FileChanged, type RangeAnswer, type Source } from '#core/downloads/ask-range.ts';
import type { ByteSource } from '#core/models/gguf/byte-cursor.ts';
import type { HttpGet } from '#egress/http-get.ts';
import { badAnswer } from './hub-answers.ts';

/** Most headers are 2 to 10 MB: nearly all of it is the vocabulary. */
const firstRangeBytes = 1024 * 1024;
const growth = 4;

export type HubFileSourceOptions = {
  readonly get: HttpGet;
  readonly source: Source;
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
};

type Answer = { readonly isWhole: boolean; readonly pieces: AsyncIterator<Uint8Array> };

export class HubFileSource implements ByteSource {
  readonly #options: HubFileSourceOptions;
  #answer: Answer | null = null;
  #etag: string | null = null;
  #rangeBytes = firstRangeBytes;
  /** What has arrived and nobody has read, and where it begins. */
  #rest: Uint8Array = new Uint8Array();
  #at = 0;
  #waitedMs = 0;

  constructor(options: HubFileSourceOptions) {
    this.#options = options;
  }

  /** A clock that stands still while the hub is waited for: what the reader bounds is its own work. */
  readonly nowMs = (): number => performance.now() - this.#waitedMs;

  /** @throws hub.badAnswer; download.* and egress.denied; the signal's reason */
  async read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    let bytesRead = 0;
    while (bytesRead < length && (await this.#wait(position + bytesRead))) {
      const skipped = Math.min(this.#rest.length, position + bytesRead - this.#at);
      const piece = this.#rest.subarray(skipped, skipped + length - bytesRead);
      buffer.set(piece, offset + bytesRead);
      bytesRead += piece.length;
      this.#rest = this.#rest.subarray(skipped + piece.length);
      this.#at += skipped + piece.length;
    }
    return { bytesRead };
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    const answer = this.#answer;
    this.#answer = null;
    await answer?.pieces.return?.();
  }

  /** False: there is nothing more. */
  async #wait(position: number): Promise<boolean> {
    if (this.#rest.length > 0) return true;
    const startedAtMs = performance.now();
    try {
      return await this.#more(position);
    } finally {
      this.#waitedMs += performance.now() - startedAtMs;
    }
  }

  async #more(position: number): Promise<boolean> {
    for (;;) {
      const { isWhole, pieces } = (this.#answer ??= await this.#ask(position));
      const next = await pieces.next();
      if (next.done !== true) {
        this.#rest = next.value;
        if (next.value.length > 0) return true;
      } else if (isWhole || this.#at >= this.#options.sizeBytes) return false;
      else this.#answer = null;
    }
  }

  /** What is passed over is not asked for. A server that knows no ranges sends everything, and is read as far as needed. */
  async #ask(position: number): Promise<Answer> {
    const { get, source, sizeBytes, signal } = this.#options;
    const from = Math.min(Math.max(this.#at, position), sizeBytes - 1);
    const range = { from, to: Math.min(from + this.#rangeBytes, sizeBytes) };
    this.#rangeBytes *= growth;
    const expected = { sizeBytes, etag: this.#etag };
    const answer = await askRange(get, source, range, expected, signal).catch(asBadAnswer);
    if (answer.isWhole && this.#at > 0) {
      await answer.body[Symbol.asyncIterator]().return?.();
      throw badAnswer('ranges');
    }
    this.#etag ??= answer.etag;
    this.#at = answer.from;
    return { isWhole: answer.isWhole, pieces: answer.body[Symbol.asyncIterator]() };
  }
}

/** Here nothing was begun that could have changed: the hub contradicts its own list. */
function asBadAnswer(cause: unknown): RangeAnswer {
  if (cause instanceof FileChanged) throw badAnswer(cause.reason);
  if (!(cause instanceof PrismeError) || cause.code !== 'download.refused') throw cause;
  const status = Number(cause.details['status']);
  throw new PrismeError(status === 429 ? 'hub.rateLimited' : 'hub.failed', cause.details, { cause });
}
