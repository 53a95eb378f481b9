/**
 * A forward-only cursor over a file. Runs in the core. Holds one window of the file at a time, so a length
 * that the file claims never decides how much is allocated; a read past the end is `model.truncated`, a walk past the
 * header limit `model.corrupt`, a walk that takes too long `model.unreadable`. Knows nothing about GGUF's structure.
 */
import { PrismeError } from '#contract/errors.ts';
import { ggufLimits } from './gguf-limits.ts';

const windowBytes = 256 * 1024;

/** Where the bytes come from: an open file, or one on a hub. It is only asked for what lies further on than before. */
export type ByteSource = {
  /** Fewer bytes than `length`: more did not come at once; 0: there are no more. */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
};

/** Little-endian reader. `ensure(n)` first, then the synchronous reads of those n bytes. */
export class ByteCursor {
  /** Size of the whole file, in bytes. */
  readonly fileBytes: number;
  /** What is being read, for the error of a damaged file. */
  where = 'header';
  readonly #file: ByteSource;
  readonly #nowMs: () => number;
  readonly #deadlineMs: number;
  #window: Buffer = Buffer.alloc(0);
  /** Position of the window's first byte in the file. */
  #windowStart = 0;
  #next = 0;

  constructor(file: ByteSource, fileBytes: number, nowMs: () => number) {
    this.#file = file;
    this.fileBytes = fileBytes;
    this.#nowMs = nowMs;
    this.#deadlineMs = nowMs() + ggufLimits.readingMs;
  }

  /** Position in the file of the next byte. */
  get position(): number {
    return this.#windowStart + this.#next;
  }

  /**
   * Makes the next `count` bytes readable. Undefined when they are in the window already: callers await only when
   * there is something to wait for, which keeps a header of half a million small fields quick.
   */
  ensure(count: number): Promise<void> | undefined {
    return this.#window.length - this.#next >= count ? undefined : this.#refill(count);
  }

  /** Passes over `count` bytes without reading them. */
  skip(count: number): void {
    this.#checkReach(count);
    const inWindow = this.#window.length - this.#next;
    if (count <= inWindow) {
      this.#next += count;
      return;
    }
    this.#windowStart = this.position + count;
    this.#window = Buffer.alloc(0);
    this.#next = 0;
  }

  u8(): number {
    return this.#window.readUInt8(this.#advance(1));
  }

  i8(): number {
    return this.#window.readInt8(this.#advance(1));
  }

  u16(): number {
    return this.#window.readUInt16LE(this.#advance(2));
  }

  i16(): number {
    return this.#window.readInt16LE(this.#advance(2));
  }

  u32(): number {
    return this.#window.readUInt32LE(this.#advance(4));
  }

  i32(): number {
    return this.#window.readInt32LE(this.#advance(4));
  }

  f32(): number {
    return this.#window.readFloatLE(this.#advance(4));
  }

  f64(): number {
    return this.#window.readDoubleLE(this.#advance(8));
  }

  /** A 64-bit unsigned number; Infinity when it is above 2⁵³ − 1, which no bound lets pass. */
  u64(): number {
    const value = this.#window.readBigUInt64LE(this.#advance(8));
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
  }

  /** A 64-bit signed number; ±Infinity when it is not a safe integer. */
  i64(): number {
    const value = Number(this.#window.readBigInt64LE(this.#advance(8)));
    return Number.isSafeInteger(value) ? value : Math.sign(value) * Infinity;
  }

  /** The next `count` bytes as UTF-8; invalid sequences become U+FFFD. */
  text(count: number): string {
    const start = this.#advance(count);
    return this.#window.toString('utf8', start, start + count);
  }

  corrupt(where = this.where): PrismeError {
    return new PrismeError('model.corrupt', { where: where.slice(0, 200) });
  }

  #advance(count: number): number {
    const start = this.#next;
    this.#next += count;
    return start;
  }

  #checkReach(count: number): void {
    const needBytes = this.position + count;
    if (needBytes > ggufLimits.headerBytes && this.fileBytes > ggufLimits.headerBytes) throw this.corrupt();
    if (needBytes > this.fileBytes)
      throw new PrismeError('model.truncated', { needBytes, haveBytes: this.fileBytes });
  }

  async #refill(count: number): Promise<void> {
    this.#checkReach(count);
    if (this.#nowMs() > this.#deadlineMs) throw new PrismeError('model.unreadable', { reason: 'timeout' });
    const start = this.position;
    const length = Math.min(Math.max(count, windowBytes), this.fileBytes - start);
    const window = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#file.read(window, filled, length - filled, start + filled);
      // The file became shorter while it was read.
      if (bytesRead === 0)
        throw new PrismeError('model.truncated', { needBytes: start + length, haveBytes: start + filled });
      filled += bytesRead;
    }
    this.#window = window;
    this.#windowStart = start;
    this.#next = 0;
  }
}
