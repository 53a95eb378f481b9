/**
 * Brings one file here: over several connections, each in a gap of its own, again and again until all of it is there.
 * Runs in the core. What is on disk already stays; the file's hash is compared in verify-part.ts.
 */
import { PrismeError } from '#contract/errors.ts';
import type { HttpGet } from '#egress/http-get.ts';
import { askRange, FileChanged, isPassing, type RangeAnswer, type Source } from './ask-range.ts';
import { usualWaitsMs, wait, withJitter } from './back-off.ts';
import type { Gap } from './gaps.ts';
import type { PartFile } from './part-file.ts';

export type FetchTuning = {
  /** Connections at once, where the server sends ranges. */
  readonly connections?: number | undefined;
  /** No second connection for less than this. */
  readonly leastRangeBytes?: number | undefined;
  readonly waitsMs?: readonly number[] | undefined;
  readonly random?: (() => number) | undefined;
};

export type FetchOptions = {
  readonly get: HttpGet;
  readonly source: Source;
  readonly part: PartFile;
  readonly signal: AbortSignal;
  readonly tuning: FetchTuning;
  readonly onEvent: (event: FetchEvent) => void;
};

export type FetchEvent =
  /** Bytes arrived. */
  | { readonly kind: 'progress' }
  /** It broke, and is tried again after that time. */
  | { readonly kind: 'retry'; readonly waitMs: number; readonly error: PrismeError }
  /** The file on the server changed: everything begins anew. */
  | { readonly kind: 'startedAgain' };

const usualConnections = 4;
const usualLeastRangeBytes = 8 * 1024 * 1024;

/**
 * @throws download.unreachable, download.refused after the last try; download.changed {reason} when the file changed
 * twice; download.gated, download.fileMissing, egress.denied, the signal's reason, the file system's error
 */
export async function fetchFile(options: FetchOptions): Promise<void> {
  try {
    await new Fetch(options, options.tuning.connections ?? usualConnections).run();
  } catch (cause) {
    if (!(cause instanceof FileChanged)) throw cause;
    await options.part.startAgain();
    options.onEvent({ kind: 'startedAgain' });
    // Several servers behind one name may each call the file something else: one connection hears one of them.
    await new Fetch(options, 1).run().catch((again: unknown) => {
      throw again instanceof FileChanged
        ? new PrismeError('download.changed', { reason: again.reason })
        : again;
    });
  }
}

/** One pass over the gaps of a file. */
class Fetch {
  readonly #options: FetchOptions;
  readonly #waitsMs: readonly number[];
  readonly #leastRangeBytes: number;
  readonly #ending = new AbortController();
  readonly #workers = new Set<Promise<void>>();
  #connections: number;
  /** Workers that have not decided to leave. */
  #active = 0;
  #failures = 0;
  #mostReceivedBytes: number;

  constructor(options: FetchOptions, connections: number) {
    this.#options = options;
    this.#connections = connections;
    this.#waitsMs = options.tuning.waitsMs ?? usualWaitsMs;
    this.#leastRangeBytes = options.tuning.leastRangeBytes ?? usualLeastRangeBytes;
    this.#mostReceivedBytes = options.part.receivedBytes;
  }

  async run(): Promise<void> {
    const { signal, part } = this.#options;
    signal.throwIfAborted();
    const abort = (): void => this.#ending.abort(signal.reason);
    signal.addEventListener('abort', abort);
    try {
      // Each in its own part from the beginning: a half that is taken later was already on its way to somebody else.
      part.gaps.divide(this.#connections, this.#leastRangeBytes);
      // The first one finds out whether the server sends ranges; it calls the others.
      while (this.#hire()) while (this.#workers.size > 0) await Promise.all(this.#workers);
      await part.flush();
    } catch (cause) {
      this.#ending.abort(cause);
      await Promise.allSettled(this.#workers);
      throw cause;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** One more connection, if it has something to do. */
  #hire(): boolean {
    const gap = this.#take();
    if (gap === null) return false;
    this.#active += 1;
    const worker = this.#work(gap).finally(() => this.#workers.delete(worker));
    this.#workers.add(worker);
    // Who waits in run() hears of it; the others must not be nobody's.
    worker.catch(() => undefined);
    return true;
  }

  #take(): Gap | null {
    return this.#options.part.gaps.take(this.#leastRangeBytes);
  }

  /** Fills one gap after the other, until there is none or it is one too many. */
  async #work(first: Gap): Promise<void> {
    try {
      for (let gap: Gap | null = first; gap !== null; gap = this.#take())
        if (!(await this.#fillGap(gap))) return;
    } finally {
      this.#active -= 1;
    }
  }

  /** @returns false when this connection is one too many */
  async #fillGap(gap: Gap): Promise<boolean> {
    try {
      while (gap.from < gap.to) {
        const { from } = gap;
        const failure = await this.#stream(gap).then(() => null, passing);
        if (failure === null) continue;
        this.#ending.signal.throwIfAborted();
        // A server that has enough of us refuses the newest connection, not the one that is well.
        if (gap.from === from && this.#active > 1) {
          this.#connections = this.#active - 1;
          return false;
        }
        await this.#waitAfter(failure);
      }
      return true;
    } finally {
      this.#options.part.gaps.giveBack(gap);
    }
  }

  async #waitAfter(error: PrismeError): Promise<void> {
    const waitMs = this.#waitsMs[this.#failures];
    if (waitMs === undefined) throw error;
    this.#failures += 1;
    const longer = withJitter(waitMs, this.#options.tuning.random ?? Math.random);
    this.#options.onEvent({ kind: 'retry', waitMs: longer, error });
    await wait(longer, this.#ending.signal);
  }

  /** One request. */
  async #stream(gap: Gap): Promise<void> {
    const { get, source, part } = this.#options;
    const expected = { sizeBytes: part.sizeBytes, etag: part.etag };
    const range = { from: gap.from, to: gap.to };
    const answer = await askRange(get, source, range, expected, this.#ending.signal);
    if (answer.etag !== null && part.etag === null) part.setEtag(answer.etag);
    if (answer.isWhole) return this.#takeWhole(answer, gap);
    while (this.#active < this.#connections && this.#hire());
    await this.#pour(answer, gap);
  }

  /** The server knows no ranges: everything comes in one stream, from the start. */
  async #takeWhole(answer: RangeAnswer, gap: Gap): Promise<void> {
    const { part } = this.#options;
    if (this.#active > 1) throw new FileChanged('ranges');
    this.#connections = 1;
    if (gap.from !== 0 || gap.to !== part.sizeBytes) {
      const { etag } = answer;
      await part.startAgain();
      if (etag !== null) part.setEtag(etag);
      // The gap of before belongs to nothing any more.
      gap.from = gap.to;
      const whole = part.gaps.take(Infinity);
      if (whole === null) return;
      try {
        return await this.#pour(answer, whole);
      } finally {
        part.gaps.giveBack(whole);
      }
    }
    await this.#pour(answer, gap);
  }

  /** Writes what arrives, at each reading; ends at the gap's end, wherever that is by then. */
  async #pour({ body, isWhole }: RangeAnswer, gap: Gap): Promise<void> {
    for await (const piece of body) {
      const room = Math.max(0, gap.to - gap.from);
      if (isWhole && piece.length > room) throw new FileChanged('length');
      await this.#write(piece.subarray(0, room), gap);
      if (gap.from >= gap.to && !isWhole) return;
    }
    if (gap.from < gap.to)
      throw new PrismeError('download.unreachable', {
        host: this.#options.source.url.hostname,
        reason: 'cut',
      });
  }

  async #write(bytes: Uint8Array, gap: Gap): Promise<void> {
    const { part, onEvent } = this.#options;
    await part.write(bytes, gap.from);
    part.gaps.fill(gap, bytes.length);
    part.noteProgress(bytes.length);
    // Only what goes further than ever before counts: a server without ranges starts at the beginning each time.
    if (part.receivedBytes > this.#mostReceivedBytes) {
      this.#mostReceivedBytes = part.receivedBytes;
      this.#failures = 0;
    }
    onEvent({ kind: 'progress' });
  }
}

/** @throws what will not pass by itself */
function passing(cause: unknown): PrismeError {
  if (cause instanceof PrismeError && isPassing(cause)) return cause;
  throw cause;
}
