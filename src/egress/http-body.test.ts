import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHttpGet, type HttpAnswer } from './http-get.ts';
import { EgressLedger } from './ledger.ts';
import { EgressPermits } from './permits.ts';
import { selfSigned } from './testing/self-signed.ts';

const content = randomBytes(3 * 1024 * 1024 + 17);
const { key, cert } = selfSigned('localhost');
const permits = new EgressPermits();
permits.follow(() => false);
const get = createHttpGet({
  permits,
  ledger: new EgressLedger(0),
  proxyUrl: () => null,
  ca: cert,
  idleMs: 500,
});

async function asked(protocol: string, listener: RequestListener): Promise<HttpAnswer> {
  const server =
    protocol === 'https' ? https.createServer({ key, cert }, listener) : http.createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return get({ url: new URL(`${protocol}://localhost:${port}/`), signal: new AbortController().signal });
}

/** @param busy what the reader does with each piece before it asks for the next one */
async function read({ body }: HttpAnswer, busy = () => Promise.resolve()): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) {
    await busy();
    pieces.push(piece.slice());
  }
  return Buffer.concat(pieces);
}

const whole: RequestListener = (_, response) =>
  void response.writeHead(200, { 'content-length': content.length }).end(content);

describe.each(['http', 'https'])('a body over %s', (protocol) => {
  it('is what was sent, however slowly it is read', async () => {
    expect((await read(await asked(protocol, whole))).equals(content)).toBe(true);
    const slow = await read(await asked(protocol, whole), () => pause(1));
    expect(slow.equals(content)).toBe(true);
  });

  it('is what was sent, however it was cut into pieces', async () => {
    const answer = await asked(protocol, (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      for (let at = 0, size = 1; at < content.length; at += size, size = (size * 7 + 3) % 200_000)
        response.write(content.subarray(at, at + size));
      response.end();
    });
    expect((await read(answer)).equals(content)).toBe(true);
  });

  it('is what was sent, also in chunks that say no length', async () => {
    const answer = await asked(protocol, (_, response) => {
      response.writeHead(200).write(content.subarray(0, 100_000));
      response.end(content.subarray(100_000));
    });
    expect((await read(answer)).equals(content)).toBe(true);
  });

  it('that is cut gives all that arrived, and then says so', async () => {
    const answer = await asked(protocol, (_, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1_000_000), () => response.socket?.destroySoon());
    });
    let bytes = 0;
    const reading = (async () => {
      for await (const piece of answer.body) bytes += piece.length;
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'download.unreachable',
      details: { reason: 'ECONNRESET' },
    });
    expect(bytes).toBe(1_000_000);
  });
});

it('hardly touches the parser, which costs two buffers for each 64 KB', async () => {
  const push = vi.spyOn(net.Socket.prototype, 'push');
  onTestFinished(() => push.mockRestore());
  const answer = await asked('http', whole);
  await read(answer);
  const parsed = push.mock.calls.reduce((sum, [piece]) => sum + ((piece as Buffer | null)?.length ?? 0), 0);
  expect(parsed).toBeGreaterThan(0);
  expect(parsed).toBeLessThan(content.length / 4);
});

it('ends where its length says, whatever comes behind', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${content.length}\r\n\r\n`);
      socket.end(Buffer.concat([content, Buffer.from('more')]));
    });
  });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://127.0.0.1:${port}/`);
  const answer = await get({ url, signal: new AbortController().signal });
  expect((await read(answer)).equals(content)).toBe(true);
});

it('a reader that is busy is no silence of the server’s, and a piece is good until the next one is asked for', async () => {
  const answer = await asked('http', whole);
  let at = 0;
  for await (const piece of answer.body) {
    if (at === 0) await pause(700);
    expect(content.subarray(at, at + piece.length).equals(piece)).toBe(true);
    at += piece.length;
  }
  expect(at).toBe(content.length);
});
