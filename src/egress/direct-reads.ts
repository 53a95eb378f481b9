/**
 * Takes the body of an answer from its socket without Node's parser in between, once the parser has read the head and
 * all that came along with it. Runs in the core.
 *
 * For each 64 KB the parser's way allocates two buffers outside of the heap: 256 MB meant 22 full garbage collections, and
 * together with Node's iterator twice the processor's time. Here the system reads into one buffer that stays (`onread` of
 * net.connect and tls.connect). A body without a length is left to the parser, which knows chunks.
 */
import type { IncomingMessage } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';

const readBytes = 64 * 1024;

/** Who takes bytes; see http-body.ts. */
export type DirectTaker = {
  /** Everything that the parser has read has been taken, and a length says where the body ends. */
  canTake(): boolean;
  /** The bytes are good until it returns. @returns whether there may be more */
  take(bytes: Uint8Array): boolean;
};

export class DirectReads {
  /** An option of the request, which passes it to its socket. */
  readonly onread: OnReadOpts;
  #socket: Socket | null = null;
  #taker: DirectTaker | null = null;
  #isDirect = false;

  constructor() {
    this.onread = {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (count, buffer) => this.#arrived(buffer.subarray(0, count)),
    };
  }

  /** The socket of the request. */
  follow(socket: Socket): void {
    this.#socket = socket;
  }

  /** From the next reading on, as soon as it can. */
  leadTo(taker: DirectTaker): void {
    this.#taker = taker;
  }

  #arrived(bytes: Uint8Array): boolean {
    const socket = this.#socket;
    this.#isDirect ||= socket?.readableLength === 0 && this.#taker?.canTake() === true;
    if (this.#isDirect && this.#taker !== null) return this.#taker.take(bytes);
    // The parser hears of it as it would have by itself; it keeps what it is given.
    socket?.push(Buffer.from(bytes));
    return true;
  }
}

/** The length that an answer says its body has; null: none, or its body is in chunks. */
export function lengthOf({ headers }: IncomingMessage): number | null {
  const length = headers['content-length'];
  return length === undefined || headers['transfer-encoding'] !== undefined ? null : Number(length);
}
