import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { isUploadedName } from '#core/db/file-names.ts';
import type { PageFiles } from '#core/shells/page-files.ts';
import { uploadName } from './receive-upload.ts';
import { PortsTakenError, type WebServer, startWebServer } from './web-server.ts';
import { coreOptions } from '#core/testing/core-options.ts';

const file = (text: string) => ({
  contentType: 'text/html; charset=utf-8',
  bytes: new Uint8Array(Buffer.from(text)),
});
const files: PageFiles = new Map([
  ['/', file('start')],
  ['/index.html', file('start')],
  ['/assets/a.js', { ...file('code'), contentType: 'text/javascript; charset=utf-8' }],
]);

let dataDir: string;
let core: Core;
let server: WebServer;
let cookie: string;

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

function send(
  path: string,
  options: { method?: string; headers?: Record<string, string | string[]>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = httpRequest(
    {
      host: '127.0.0.1',
      port: server.port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
      agent: false,
    },
    (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    },
  );
  request.on('error', reject);
  request.end(options.body);
  return promise;
}

/** Sends bytes as they are and gives the status line. */
function sendRaw(text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
  socket.on('end', () => resolve(answer.split('\r\n')[0] ?? ''));
  socket.on('error', reject);
  return promise;
}

const signedIn = (headers: Record<string, string> = {}) => ({ Cookie: cookie, ...headers });
const ownOrigin = () => `http://127.0.0.1:${server.port}`;
const pathOf = (address: string) => address.slice(ownOrigin().length);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'prisme-web-'));
  core = await createCore({
    ...coreOptions(dataDir),
  });
  server = await startWebServer({ core, files, dataDir, ports: [0] });
  const answer = await send(pathOf(server.newAddress()));
  cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});

afterAll(async () => {
  await server.close();
  await core.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the one-time code', () => {
  it('is exchanged once for a strict, script-proof cookie and leads to an address without it', async () => {
    const path = pathOf(server.newAddress());
    const first = await send(path);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^prisme_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    const second = await send(path);
    expect(second.status).toBe(403);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('lets a browser that has the cookie follow an old address', async () => {
    const answer = await send('/?code=old', { headers: signedIn() });
    expect([answer.status, answer.headers.location]).toEqual([303, '/']);
  });

  it('is refused when it is wrong or empty', async () => {
    for (const code of ['', 'x', 'a'.repeat(43)]) expect((await send(`/?code=${code}`)).status).toBe(403);
  });
});

describe('requests', () => {
  it('give the page with its policy to the signed-in browser', async () => {
    const answer = await send('/', { headers: signedIn({ 'Sec-Fetch-Site': 'none' }) });
    expect([answer.status, answer.text]).toEqual([200, 'start']);
    expect(answer.headers['content-security-policy']).toContain(
      `connect-src 'self' ws://127.0.0.1:${server.port};`,
    );
    expect(answer.headers['content-security-policy']).toContain(
      "require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['/', '/index.html', '/assets/a.js', '/upload', '/rpc', '/nothing'])(
    'are refused at %s without the cookie',
    async (path) => {
      expect((await send(path)).status).toBe(401);
      expect((await send(path, { headers: { Cookie: cookie.replace(/.$/, '~') } })).status).toBe(401);
    },
  );

  it.each([
    [{ Host: 'evil.test' }],
    [{ Host: 'localhost' }],
    [{ Origin: 'http://evil.test' }],
    [{ Origin: 'null' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('are refused with %j, cookie or not', async (headers) => {
    expect((await send('/', { headers: signedIn(headers) })).status).toBe(403);
    expect((await send(pathOf(server.newAddress()), { headers })).status).toBe(403);
  });

  it('are refused when they come with two hosts, no host or another target', async () => {
    const host = `Host: 127.0.0.1:${server.port}\r\n`;
    const end = `Cookie: ${cookie}\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(`GET / HTTP/1.1\r\n${host}${host}${end}`)).toMatch(/ 40[03] /);
    expect(await sendRaw(`GET / HTTP/1.1\r\n${end}`)).toMatch(/ 40[03] /);
    expect(await sendRaw(`GET / HTTP/1.0\r\n${end}`)).toMatch(/ 403 /);
    expect(await sendRaw(`GET http://evil.test/ HTTP/1.1\r\n${host}${end}`)).toMatch(/ 403 /);
    expect(await sendRaw(`GET ///evil HTTP/1.1\r\n${host}${end}`)).toMatch(/ 403 /);
    expect(await sendRaw(`GET / HTTP/1.1\r\n${host}${end}`)).toMatch(/ 200 /);
  });

  it('find nothing outside the list, and only with a reading method', async () => {
    for (const path of [
      '/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/assets/../index.html',
      '/INDEX.html',
      '/rpc',
    ]) {
      expect((await send(path, { headers: signedIn() })).status).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      expect((await send('/', { method, headers: signedIn() })).status).toBe(405);
    }
    expect(await send('/', { method: 'HEAD', headers: signedIn() })).toMatchObject({ status: 200, text: '' });
  });

  it('survive anything that is not HTTP', async () => {
    const odd = [
      '\0\0\0\r\n\r\n',
      'GET\r\n\r\n',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
      'GET / HTTP/1.1\r\nHost\r\n\r\n',
    ];
    for (const text of odd) expect(await sendRaw(text)).toMatch(/^HTTP\/1.1 4\d\d /);
    expect((await send('/', { headers: signedIn() })).status).toBe(200);
  });
});

describe('uploads', () => {
  const post = (headers: Record<string, string>, body = 'GGUF and more') =>
    send('/upload?name=..%2F..%2FMy%20Model.gguf', { method: 'POST', headers, body });

  it('are kept under a name of our own, inside the data folder, and answered with a ticket', async () => {
    const answer = await post(signedIn({ Origin: ownOrigin(), 'Sec-Fetch-Site': 'same-origin' }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ ticket: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown });
    const names = readdirSync(join(dataDir, 'uploads'));
    expect(names).toEqual([expect.stringMatching(/^my-model-[0-9a-f]{8}\.gguf$/)]);
    expect(readFileSync(join(dataDir, 'uploads', names[0] ?? ''), 'utf8')).toBe('GGUF and more');
  });

  it('have names by which they are known again when everything is deleted', () => {
    const given = [
      '',
      'My Model.gguf',
      '../../etc/passwd',
      'é'.repeat(300),
      `${'x'.repeat(300)}.GGUF`,
      '...',
      'a.b-c',
    ];
    for (const name of given) {
      expect(uploadName(name)).toSatisfy(isUploadedName);
      expect(`${uploadName(name)}.part`).toSatisfy(isUploadedName);
    }
    for (const name of ['model.gguf', 'x-0123abcd.txt', 'x-0123abcde.gguf', 'My-0123abcd.gguf'])
      expect(isUploadedName(name), name).toBe(false);
  });

  it('are refused without an origin, from another origin, without the cookie, and by reading', async () => {
    const before = readdirSync(join(dataDir, 'uploads'));
    expect((await post(signedIn())).status).toBe(403);
    expect((await post(signedIn({ Origin: 'http://evil.test', 'Content-Type': 'text/plain' }))).status).toBe(
      403,
    );
    expect((await post({ Origin: ownOrigin() })).status).toBe(401);
    expect((await send('/upload', { headers: signedIn() })).status).toBe(405);
    expect(readdirSync(join(dataDir, 'uploads'))).toEqual(before);
  });

  it('larger than the free space are refused before a byte is kept', async () => {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const headers = signedIn({ Origin: ownOrigin(), 'Content-Length': String(2 ** 52) });
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path: '/upload', method: 'POST', headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', () => undefined);
    request.write('GGUF');
    const answer = await promise;
    request.destroy();
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'file.tooLarge' });
    expect(readdirSync(join(dataDir, 'uploads')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('that an earlier run left half done are removed at the next start', async () => {
    const part = join(dataDir, 'uploads', 'half.gguf.part');
    await writeFile(part, 'half');
    const other = await startWebServer({ core, files, dataDir, ports: [0] });
    await other.close();
    expect(existsSync(part)).toBe(false);
  });
});

describe('the WebSocket', () => {
  /** The status that the upgrade was answered with; 101: open. */
  function open(
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; socket: WebSocket }> {
    const { promise, resolve } = Promise.withResolvers<{ status: number; socket: WebSocket }>();
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => resolve({ status: 101, socket }));
    socket.on('unexpected-response', (_request, response) =>
      resolve({ status: response.statusCode ?? 0, socket }),
    );
    socket.on('error', () => undefined);
    return promise;
  }

  it.each([
    ['/rpc', () => ({}), 401],
    ['/rpc', () => signedIn({ Host: 'evil.test' }), 403],
    ['/rpc', () => signedIn({ Origin: 'http://evil.test' }), 403],
    ['/rpc', () => signedIn({ Origin: 'null' }), 403],
    ['/rpc', () => signedIn({ 'Sec-Fetch-Site': 'cross-site' }), 403],
    ['/', () => signedIn(), 404],
    ['/rpc/', () => signedIn(), 404],
  ])('at %s is refused like a request (%#)', async (path, headers, status) => {
    expect((await open(path, headers())).status).toBe(status);
  });

  it('that is refused keeps no connection, even when the other side does not close its own', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const handshake = 'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    socket.write(`GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${handshake}`);
    socket.resume().on('error', () => undefined);
    const closed = new Promise<void>((resolve) => socket.on('close', resolve));
    // Whatever is sent to a connection that is gone fails; to one that is kept it goes on for ever.
    const sendOn = (): void => void (socket.writable && socket.write('x', () => setImmediate(sendOn)));
    socket.on('end', sendOn);
    await closed;
  });

  it('carries the contract for the signed-in page', async () => {
    const { status, socket } = await open('/rpc', signedIn({ Origin: ownOrigin() }));
    expect(status).toBe(101);
    // The client uses addEventListener, send and readyState, which `ws` has as browsers do.
    const websocket = socket as unknown as globalThis.WebSocket;
    const client = createORPCClient<CoreClient>(
      new RPCLink({ websocket, customJsonSerializers: [...customJsonSerializers] }),
    );
    expect(await client.app.status({})).toMatchObject({ shell: 'web', hasFileDialog: false });
    socket.close();
  });
});

describe('a page that asks for much and reads none of it', () => {
  it('is answered no further, and loses its connection', async () => {
    const timeLimits = { headersMs: 10_000, stillMs: 300, keepAliveMs: 5_000 };
    const other = await startWebServer({ core, files, dataDir, ports: [0], timeLimits });
    const answer = await fetch(other.newAddress(), { redirect: 'manual' });
    const own = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, { headers: { Cookie: own } });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.pause();
    const b = { json: { systemPrompt: 'x'.repeat(100_000) } };
    for (let index = 0; index < 250; index++)
      socket.send(JSON.stringify({ i: String(index), p: { u: '/conversations/create', b } }));
    // Whatever is sent to a connection that is gone fails; to one that is kept it goes on for ever.
    const sendOn = (): void =>
      void (socket.readyState === WebSocket.OPEN && socket.ping('', true, () => setImmediate(sendOn)));
    sendOn();
    await closed;
    await other.close();
    // Each answer repeats what was asked: 25 MB in all, of which the system takes some before anybody reads.
    expect((await createRouterClient(core.router).conversations.list({})).length).toBeLessThan(200);
  });
});

describe('another core', () => {
  it('is served to pages that connect again; in between they are told to wait', async () => {
    const status = async (): Promise<number> => {
      const { promise, resolve } = Promise.withResolvers<number>();
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
        headers: signedIn({ Origin: ownOrigin() }),
      });
      socket.on('open', () => resolve(101));
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
      const result = await promise;
      socket.terminate();
      return result;
    };
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
      headers: signedIn({ Origin: ownOrigin() }),
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    server.serve(null);
    await closed;
    expect(await status()).toBe(503);
    server.serve(core);
    expect(await status()).toBe(101);
  });
});

describe('the port', () => {
  it('that is taken is named as taken', async () => {
    await expect(startWebServer({ core, files, dataDir, ports: [server.port] })).rejects.toThrow(
      PortsTakenError,
    );
  });

  it('is the next free one when several may be tried', async () => {
    const other = await startWebServer({ core, files, dataDir, ports: [server.port, 0] });
    expect(other.port).not.toBe(server.port);
    await other.close();
  });
});
