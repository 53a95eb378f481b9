import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { mostWaitingBytes, type PacedSocket, paceSocket } from './pace-socket.ts';

const aMegabyte = 'x'.repeat(1024 * 1024);
/** What the system itself takes from a sender before anybody reads: some megabytes. */
const systemBytes = 16 * 1024 * 1024;
const mostTaken = (mostWaitingBytes + systemBytes) / aMegabyte.length + 1;

type Pair = { readonly paced: PacedSocket; readonly served: WebSocket; readonly page: WebSocket };

let server: Server | null = null;
let page: WebSocket | null = null;
afterEach(() => {
  page?.terminate();
  server?.close();
});

async function connect(stillMs: number): Promise<Pair> {
  const webSockets = new WebSocketServer({ noServer: true, allowSynchronousEvents: false });
  const http = createServer().listen(0, '127.0.0.1');
  server = http;
  await once(http, 'listening');
  const accepted = new Promise<Omit<Pair, 'page'>>((resolve) => {
    http.on('upgrade', (request, socket, head) =>
      webSockets.handleUpgrade(request, socket, head, (served) =>
        resolve({ served, paced: paceSocket(served, socket, stillMs) }),
      ),
    );
  });
  const opened = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  page = opened;
  await once(opened, 'open');
  return { ...(await accepted), page: opened };
}

/** Takes so many messages, then nothing more. */
async function take(reader: WebSocket, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = count;
  reader.on('message', () => void (--left === 0 && resolve()));
  reader.resume();
  await promise;
}

it('a stream waits for a page that does not read, and goes on where it stood when the page reads again', async () => {
  const { paced, page } = await connect(60_000);
  page.pause();
  let sent = 0;
  const stream = (async () => {
    for (; sent < 64; sent++) await paced.send(aMegabyte);
  })();
  // Nothing happens from then on: the one thing that could is another megabyte.
  const before = await untilStill(() => sent);
  expect(before).toBeLessThan(mostTaken);
  await Promise.all([take(page, 64), stream]);
  expect(sent).toBe(64);
});

it('requests of a page that does not read the answers are answered no further, then in order when it reads', async () => {
  const { paced, page } = await connect(60_000);
  page.pause();
  const answered: string[] = [];
  paced.onMessage((data) => {
    answered.push(String(data));
    void paced.send(aMegabyte);
  });
  const asked = Array.from({ length: 64 }, (_, index) => `request ${index}`);
  for (const request of asked) page.send(request);
  expect(await untilStill(() => answered.length)).toBeLessThan(mostTaken);
  await take(page, 64);
  expect(answered).toEqual(asked);
});

it('a page that takes nothing of what waits for it loses its connection, and nobody waits for it any longer', async () => {
  const { paced, served, page } = await connect(200);
  page.pause();
  const ended = once(served, 'close');
  while (served.readyState === WebSocket.OPEN) await paced.send(aMegabyte);
  await ended;
  await paced.send(aMegabyte);
});

it('a page that is only quiet keeps its connection, until it takes nothing of what waits for it', async () => {
  const { paced, served, page } = await connect(20);
  let timeouts = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = (served as unknown as { readonly _socket: NodeJS.EventEmitter })._socket;
  socket.on('timeout', () => void (++timeouts === 1 && resolve()));
  await promise;
  const read = take(page, 1);
  await paced.send('still there');
  await read;
  expect(served.readyState).toBe(WebSocket.OPEN);
  const ended = once(served, 'close');
  page.pause();
  while (served.readyState === WebSocket.OPEN) await paced.send(aMegabyte);
  await ended;
});

/** The value once it has stayed the same for many turns of the event loop, in which whatever can happen does. */
async function untilStill(value: () => number): Promise<number> {
  let last = value();
  for (let same = 0; same < 2_000; same++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (value() !== last) same = 0;
    last = value();
  }
  return last;
}
