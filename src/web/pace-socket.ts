/**
 * Keeps what waits for a page that reads slowly, or no longer, from growing. Runs in the web shell. A stream gives its
 * next event only when the last ones are on their way, requests are answered no faster than the answers are read, and a
 * page that takes nothing for too long loses its connection. It reads no message.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WebSocket } from 'ws';

/** From here on nothing more is added. One answer may be larger: a vocabulary is. */
export const mostWaitingBytes = 4 * 1024 * 1024;

export type PacedSocket = {
  /** Resolves when more may be sent: whoever has much to say waits for it. Never rejects. */
  send(data: Parameters<WebSocket['send']>[0]): Promise<void>;
  /** Hands over each message in order, while the answers to those before it are being read. */
  onMessage(listener: (data: unknown) => void): void;
};

/**
 * @param socket its server must have `allowSynchronousEvents: false`: else a page's requests of one moment are all taken
 *   before the first is answered
 * @param connection what carries it
 * @param stillMs how long a page may take nothing of what waits for it
 */
export function paceSocket(socket: WebSocket, connection: Duplex, stillMs: number): PacedSocket {
  const isFull = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount > mostWaitingBytes;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    if (isFull()) return;
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  const room = (): Promise<void> => new Promise((resolve) => (isFull() ? waiting.push(resolve) : resolve()));
  socket.addEventListener('close', wake);
  if (connection instanceof Socket) {
    // Node counts every byte that the other side takes, also those of one long answer.
    connection.setTimeout(stillMs).on('timeout', () => {
      if (isFull()) socket.terminate();
    });
  }
  return {
    send: (data) => {
      socket.send(data, wake);
      return room();
    },
    onMessage: (listener) => takeInTurn(socket, room, isFull, listener),
  };
}

/** While there is no room, what has been received already is held, and nothing more is received. */
function takeInTurn(
  socket: WebSocket,
  room: () => Promise<void>,
  isFull: () => boolean,
  listener: (data: unknown) => void,
): void {
  const held: unknown[] = [];
  const hand = async (): Promise<void> => {
    socket.pause();
    while (held.length > 0) {
      await room();
      if (socket.readyState === socket.OPEN) listener(held[0]);
      held.shift();
      // Its answer is written before the next one is taken.
      await nextTurn();
    }
    socket.resume();
  };
  socket.addEventListener('message', ({ data }) => {
    if (held.length === 0 && !isFull()) listener(data);
    else if (held.push(data) === 1) void hand();
  });
}
