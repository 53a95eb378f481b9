/**
 * A real web server on a free port with the core behind it, for the suites that knock at its doors, and raw sockets to
 * knock with. Runs in the process of the suites.
 */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { WebSocket } from 'ws';
import type { PageFiles } from '#core/shells/page-files.ts';
import { type TimeLimits, type WebServer, startWebServer } from '../src/web/web-server.ts';
import type { OwnCore } from './own-core.ts';

export type OwnWebServer = {
  readonly server: WebServer;
  /** The `Cookie` header of the one who is signed in. */
  readonly cookie: string;
  close(): Promise<void>;
};

export type Answer = {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  /** All that came, as Latin-1. */
  readonly raw: string;
  /** False: the server had not ended the connection when the patience ran out. */
  readonly hasEnded: boolean;
};

const page = (text: string) => ({
  contentType: 'text/html; charset=utf-8',
  bytes: new Uint8Array(Buffer.from(text)),
});

/** Recognised in an answer: nobody may read it who is not let in. */
export const pageText = 'the page itself';

const pageFiles: PageFiles = new Map([
  ['/', page(pageText)],
  ['/index.html', page(pageText)],
  ['/assets/a.js', page(pageText)],
]);

export async function openWebServer(
  own: OwnCore,
  timeLimits?: TimeLimits,
  files: PageFiles = pageFiles,
): Promise<OwnWebServer> {
  const server = await startWebServer({
    core: own.core,
    files,
    dataDir: own.dataDir,
    ports: [0],
    ...(timeLimits && { timeLimits }),
  });
  const cookie = await signIn(server.port, server.newAddress());
  return { server, cookie, close: () => server.close() };
}

/** Exchanges an address with its one-time code for the cookie; empty when there is none. */
export async function signIn(port: number, address: string): Promise<string> {
  const { pathname, search } = new URL(address);
  const { raw } = await send(
    port,
    `GET ${pathname}${search} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
  );
  return /^Set-Cookie: ([^;]+)/im.exec(raw)?.[1] ?? '';
}

export type SendOptions = {
  /** How long the server may take to end the connection. */
  readonly patienceMs?: number;
  /** An answer that has this in it is read no further; null: to the end. */
  readonly until?: string | null;
  /** This side says nothing more, as a client that has gone away half. */
  readonly endsWriting?: boolean;
};

/** Sends parts one after the other, and gives what came back until the server ended the connection. */
export async function send(
  port: number,
  parts: string | Buffer | readonly (string | Buffer)[],
  { patienceMs = 30_000, until = null, endsWriting = false }: SendOptions = {},
): Promise<Answer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const received: Buffer[] = [];
  const text = (): string => Buffer.concat(received).toString('latin1');
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    if (until !== null && text().includes(until)) socket.destroy();
  });
  // A reset is an end like any other: what counts is that there is one.
  socket.on('error', () => undefined);
  socket.on('end', () => socket.destroy());
  const ended = new Promise<true>((resolve) => socket.on('close', () => resolve(true)));
  await write(socket, typeof parts === 'string' || Buffer.isBuffer(parts) ? [parts] : parts, ended);
  if (endsWriting) socket.end();
  const hasEnded = await withPatience(ended, patienceMs);
  socket.destroy();
  const raw = text();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(raw)?.[1] ?? 0), raw, hasEnded };
}

async function write(
  socket: Socket,
  parts: readonly (string | Buffer)[],
  ended: Promise<true>,
): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    await Promise.race([ended, new Promise<void>((resolve) => socket.write(bytes, () => resolve()))]);
  }
}

async function withPatience(ended: Promise<true>, patienceMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  const result = await Promise.race([ended, promise]);
  clearTimeout(timer);
  return result;
}

/** An open WebSocket of the one who is signed in. */
export async function openSocket({
  server,
  cookie,
}: {
  readonly server: Pick<WebServer, 'port'>;
  readonly cookie: string;
}): Promise<WebSocket> {
  const origin = `http://127.0.0.1:${server.port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
    headers: { Cookie: cookie, Origin: origin },
  });
  await once(socket, 'open');
  return socket;
}
