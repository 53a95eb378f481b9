/**
 * The body of an answer, read by whoever asked: at each reading what has arrived since the last one. Runs in the core. It
 * ends by itself when the server falls silent, when the person goes offline, and when the reader leaves; what was held
 * for it is then given back.
 *
 * Not Node's own iterator, which costs a timer and several promises for each 64 KB. Two blocks take turns: one is
 * filled while the reader has the other.
 */
import type { IncomingMessage } from 'node:http';
import type { PrismeError } from '#contract/errors.ts';
import { type DirectReads, lengthOf } from './direct-reads.ts';

/** What a reading gives is good until the next one: its memory is used again. */
export type HttpBody = AsyncIterable<Uint8Array> & { destroy(): void };

export type HttpBodyOptions = {
  /** How long the server may be silent while somebody waits for more. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** The socket's own way to the body; null: all of it comes through the parser. */
  readonly reads: DirectReads | null;
  /** Why nothing more may be read; asked at each reading. */
  readonly refusal: () => PrismeError | null;
  readonly failure: (cause: unknown) => PrismeError;
  /** Called once, however it ends. */
  readonly onEnd: () => void;
};

const blockBytes = 128 * 1024;
/** Fuller than this, a block has no room for another reading. */
const fullBytes = blockBytes / 2;
/** A reader is not woken for less, unless it has waited so long. */
const leastBytes = 64 * 1024;
const patienceMs = 20;

/** @throws download.unreachable {host, reason: 'stalled' or a code of Node's}, egress.denied, the signal's reason */
export function openBody(response: IncomingMessage, options: HttpBodyOptions): HttpBody {
  const body = new Body(response, options);
  return { [Symbol.asyncIterator]: () => body, destroy: () => body.destroy() };
}

/** Why nothing more will come; `ended`: that was all. */
type End = { readonly cause: unknown } | 'ended';

class Body implements AsyncIterator<Uint8Array, undefined> {
  readonly #response: IncomingMessage;
  readonly #options: HttpBodyOptions;
  readonly #length: number | null;
  /** The one that is filled, and the one that the reader has. */
  #blocks: readonly [Uint8Array, Uint8Array];
  #filledBytes = 0;
  #takenBytes = 0;
  #isPaused = false;
  #isDirect = false;
  #end: End | null = null;
  #isOver = false;
  /** Whoever waits for more. */
  #wake: (() => void) | null = null;
  /** One for the whole body each, set anew for each wait. */
  #silence: NodeJS.Timeout | null = null;
  #patience: NodeJS.Timeout | null = null;

  constructor(response: IncomingMessage, options: HttpBodyOptions) {
    this.#response = response;
    this.#options = options;
    this.#length = lengthOf(response);
    // A short answer needs no more than it is long.
    const bytes = Math.min(this.#length ?? blockBytes, blockBytes);
    this.#blocks = [new Uint8Array(bytes), new Uint8Array(bytes)];
    response.on('data', (piece: Uint8Array) => this.#take(piece));
    response.once('end', () => this.#finish('ended'));
    // Stays: an error that nobody reads any more is nobody's.
    response.on('error', (cause) => this.#finish({ cause }));
    response.once('close', () => {
      this.#finish({ cause: Object.assign(new Error('closed'), { code: 'ECONNRESET' }) });
      this.#release();
    });
    options.reads?.leadTo({
      canTake: () => this.#length !== null && response.readableLength === 0 && !this.#isPaused,
      take: (bytes) => this.#takeDirectly(bytes),
    });
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    try {
      if (this.#filledBytes < leastBytes && this.#end === null) await this.#more();
      this.#options.signal.throwIfAborted();
      // What arrived before its connection ended was permitted.
      const refusal = this.#isOver ? null : this.#options.refusal();
      if (refusal !== null) throw refusal;
      if (this.#filledBytes > 0) return { done: false, value: this.#handOver() };
      if (this.#end !== 'ended') throw this.#end?.cause;
      this.#release();
      return { done: true, value: undefined };
    } catch (cause) {
      this.destroy();
      this.#options.signal.throwIfAborted();
      throw this.#options.failure(cause);
    }
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.destroy();
    return Promise.resolve({ done: true, value: undefined });
  }

  destroy(): void {
    this.#response.destroy();
    this.#release();
  }

  #takeDirectly(bytes: Uint8Array): boolean {
    this.#isDirect = true;
    const left = (this.#length ?? 0) - this.#takenBytes;
    this.#take(bytes.subarray(0, left));
    if (bytes.length < left) return !this.#isPaused;
    this.#finish('ended');
    // The parser still waits for what it was not given.
    this.#response.destroy();
    return false;
  }

  #take(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#blocks[0].set(piece, this.#filledBytes);
    this.#filledBytes += piece.length;
    this.#takenBytes += piece.length;
    if (this.#filledBytes > fullBytes && !this.#isPaused) {
      this.#isPaused = true;
      this.#source().pause();
    }
    if (this.#wake !== null && this.#filledBytes >= leastBytes) this.#wake();
    else if (this.#wake !== null) this.#bePatient();
  }

  /** TLS hands over all that it has deciphered, also when it was told to pause. */
  #makeRoom(bytes: number): void {
    const [filling, other] = this.#blocks;
    if (this.#filledBytes + bytes <= filling.length) return;
    const larger = new Uint8Array(this.#filledBytes + Math.max(bytes, blockBytes));
    larger.set(filling.subarray(0, this.#filledBytes));
    this.#blocks = [larger, other];
  }

  #handOver(): Uint8Array {
    const [filled, other] = this.#blocks;
    const piece = filled.subarray(0, this.#filledBytes);
    this.#blocks = [other, filled];
    this.#filledBytes = 0;
    if (this.#isPaused) {
      this.#isPaused = false;
      this.#source().resume();
    }
    return piece;
  }

  #source(): { pause(): unknown; resume(): unknown } {
    return this.#isDirect ? this.#response.socket : this.#response;
  }

  #more(): Promise<void> {
    this.#silence ??= setTimeout(() => this.#fallSilent(), this.#options.idleMs);
    this.#silence.refresh();
    if (this.#filledBytes > 0) this.#bePatient();
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
    });
  }

  #bePatient(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      if (this.#filledBytes > 0) this.#wake?.();
    }, patienceMs);
  }

  /** A reader that is busy with something else is no silence of the server's. */
  #fallSilent(): void {
    if (this.#wake !== null) this.#response.destroy(Object.assign(new Error('silent'), { code: 'stalled' }));
  }

  #finish(end: End): void {
    this.#end ??= end;
    this.#wake?.();
  }

  #release(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#silence ?? undefined);
    clearTimeout(this.#patience ?? undefined);
    this.#options.onEnd();
  }
}
