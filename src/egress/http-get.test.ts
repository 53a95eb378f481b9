import { once } from 'node:events';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { createHttpGet, discard, type HttpAnswer, type HttpGet, type HttpGetOptions } from './http-get.ts';
import { EgressLedger } from './ledger.ts';
import { EgressPermits } from './permits.ts';
import { selfSigned } from './testing/self-signed.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let isOffline: boolean;
let ledger: EgressLedger;
let permits: EgressPermits;

beforeEach(() => {
  isOffline = false;
  ledger = new EgressLedger(0);
  permits = new EgressPermits();
  permits.follow(() => isOffline);
});

const getter = (more: Partial<HttpGetOptions> = {}): HttpGet =>
  createHttpGet({ permits, ledger, proxyUrl: () => null, ...more });

async function listen(server: Server | net.Server): Promise<number> {
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serve = (handler: Handler): Promise<number> => listen(http.createServer(handler));
const at = (port: number, path = '/', host = '127.0.0.1'): URL => new URL(`http://${host}:${port}${path}`);
const signal = (): AbortSignal => new AbortController().signal;

async function textOf({ body }: HttpAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece.slice());
  return Buffer.concat(pieces).toString();
}

const noted = (): string[] =>
  ledger
    .snapshot()
    .attempts.map(({ kind, host, process, wasRefused }) =>
      [kind, host, process, ...(wasRefused ? ['refused'] : [])].join(' '),
    );

describe('an answer', () => {
  it('comes with status, headers and body, and the request is on the ledger, also on this machine', async () => {
    const port = await serve((_, response) => response.writeHead(206, { ETag: '"one"' }).end('hello'));
    const answer = await getter()({ url: at(port), signal: signal() });
    expect(answer).toMatchObject({ status: 206, headers: { etag: '"one"' } });
    expect(await textOf(answer)).toBe('hello');
    expect(noted()).toEqual(['request 127.0.0.1 core']);
    expect(ledger.snapshot().attempts[0]?.port).toBe(port);
  });

  it('gives its permit back when it is read, when it is discarded, and when it failed', async () => {
    const port = await serve((request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      if (request.url === '/cut') response.write('half', () => response.destroy());
      else response.end('0123456789');
    });
    const get = getter();
    await textOf(await get({ url: at(port), signal: signal() }));
    expect(permits.allows('127.0.0.1')).toBe(false);
    const second = await get({ url: at(port), signal: signal() });
    expect(permits.allows('127.0.0.1')).toBe(true);
    await discard(second);
    expect(permits.allows('127.0.0.1')).toBe(false);
    await expect(textOf(await get({ url: at(port, '/cut'), signal: signal() }))).rejects.toMatchObject({
      code: 'download.unreachable',
      details: { host: '127.0.0.1', reason: 'ECONNRESET' },
    });
    expect(permits.allows('127.0.0.1')).toBe(false);
  });

  it('that never begins, or falls silent, ends with a reason', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/silent') response.writeHead(200).write('half');
    });
    const get = getter({ connectMs: 50, idleMs: 50 });
    await expect(get({ url: at(port), signal: signal() })).rejects.toMatchObject({
      details: { reason: 'timeout' },
    });
    const answer = await get({ url: at(port, '/silent'), signal: signal() });
    await expect(textOf(answer)).rejects.toMatchObject({ details: { reason: 'stalled' } });
  });

  it('ends with the reason of whoever aborts it, before and while it is read', async () => {
    const port = await serve((_, response) => void response.writeHead(200).write('half'));
    const controller = new AbortController();
    const answer = await getter()({ url: at(port), signal: controller.signal });
    const reading = textOf(answer);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect(getter()({ url: at(port), signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('offline', () => {
  it('nothing is asked, and the refusal is on the ledger', async () => {
    let asked = 0;
    const port = await serve((_, response) => void response.end(String((asked += 1))));
    isOffline = true;
    await expect(getter()({ url: at(port), signal: signal() })).rejects.toMatchObject({
      code: 'egress.denied',
      details: { reason: 'offline' },
    });
    expect(asked).toBe(0);
    expect(noted()).toEqual(['request 127.0.0.1 core refused']);
  });

  it('ends what is being read at its next piece', async () => {
    const port = await serve((_, response) => {
      const timer = setInterval(() => response.write('more'), 5);
      response.once('close', () => clearInterval(timer));
    });
    const answer = await getter()({ url: at(port), signal: signal() });
    const reading = textOf(answer);
    isOffline = true;
    await expect(reading).rejects.toMatchObject({ code: 'egress.denied' });
  });
});

describe('a redirect', () => {
  const seen =
    (log: string[]): Handler =>
    (request, response) => {
      log.push(`${request.headers.host?.split(':')[0]} ${request.headers.authorization ?? 'nothing'}`);
      response.end('end');
    };

  it('leads on, with a permit and a line of the ledger for each host', async () => {
    const log: string[] = [];
    const end = await serve(seen(log));
    const start = await serve((_, response) =>
      response.writeHead(302, { location: at(end, '/x', 'localhost').href }).end('not this'),
    );
    const answer = await getter()({
      url: at(start),
      headers: { Authorization: 'Bearer s' },
      signal: signal(),
    });
    expect([answer.url.href, await textOf(answer)]).toEqual([`http://localhost:${end}/x`, 'end']);
    expect(noted()).toEqual(['request 127.0.0.1 core', 'request localhost core']);
    // What is secret stayed with the first host.
    expect(log).toEqual(['localhost nothing']);
  });

  it('within a host keeps the secret; a host that was left once never gets it again', async () => {
    const log: string[] = [];
    const note = seen(log);
    const other = await serve((_, response) =>
      response.writeHead(302, { location: at(first, '/end').href }).end(),
    );
    const first: number = await serve((request, response) => {
      if (request.url === '/') response.writeHead(307, { location: '/near' }).end();
      else if (request.url === '/near') {
        log.push(String(request.headers.authorization));
        response.writeHead(302, { location: at(other, '/', 'localhost').href }).end();
      } else note(request, response);
    });
    const headers = { authorization: 'Bearer s' };
    await textOf(await getter()({ url: at(first), headers, signal: signal() }));
    expect(log).toEqual(['Bearer s', '127.0.0.1 nothing']);
  });

  it.each([
    ['in circles', '/', 'tooManyRedirects'],
    ['to a file', 'file:///etc/passwd', 'badRedirect'],
    ['to nowhere', 'http://', 'badRedirect'],
  ])('%s is refused', async (_, location, reason) => {
    const port = await serve((__, response) => response.writeHead(301, { location }).end());
    await expect(getter()({ url: at(port), signal: signal() })).rejects.toMatchObject({
      code: 'download.unreachable',
      details: { reason },
    });
    expect(permits.allows('127.0.0.1')).toBe(false);
  });

  it('from TLS to an open connection is refused', async () => {
    const { key, cert } = selfSigned('localhost');
    const port = await listen(
      https.createServer({ key, cert }, (_, response) =>
        response.writeHead(302, { location: 'http://localhost:1/' }).end(),
      ),
    );
    const url = new URL(`https://localhost:${port}/`);
    await expect(getter({ ca: cert })({ url, signal: signal() })).rejects.toMatchObject({
      details: { reason: 'insecureRedirect' },
    });
  });
});

describe('TLS', () => {
  it('a certificate that nobody vouches for, or of another name, is refused; one that is trusted is not', async () => {
    const { key, cert } = selfSigned('localhost');
    const server = https.createServer({ key, cert }, (request, response) =>
      response.end(String(request.headers.authorization)),
    );
    const port = await listen(server);
    const url = new URL(`https://localhost:${port}/`);
    const headers = { authorization: 'Bearer s' };
    await expect(getter()({ url, signal: signal() })).rejects.toMatchObject({
      code: 'download.unreachable',
      details: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    const byAddress = new URL(`https://127.0.0.1:${port}/`);
    await expect(getter({ ca: cert })({ url: byAddress, signal: signal() })).rejects.toMatchObject({
      details: { reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(await textOf(await getter({ ca: cert })({ url, headers, signal: signal() }))).toBe('Bearer s');
  });
});

describe('a proxy', () => {
  /** Leads every name to `port`, if the password is right. */
  async function proxyTo(port: number): Promise<{ port: number; asked: string[] }> {
    const asked: string[] = [];
    const proxy = http.createServer();
    proxy.on('connect', (request: IncomingMessage, socket: net.Socket) => {
      asked.push(request.url ?? '');
      const expected = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
      if (request.headers['proxy-authorization'] !== expected) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const onward = net.connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      socket.on('error', () => onward.destroy());
      onward.on('error', () => socket.destroy());
    });
    return { port: await listen(proxy), asked };
  }

  it('carries requests to other machines, with its own name and password, and none to this machine', async () => {
    const port = await serve((request, response) => response.end(`host ${request.headers.host}`));
    const proxy = await proxyTo(port);
    const get = getter({ proxyUrl: () => `http://me:p%40ss@127.0.0.1:${proxy.port}` });
    expect(await textOf(await get({ url: new URL('http://hub.test/x'), signal: signal() }))).toBe(
      'host hub.test',
    );
    expect(await textOf(await get({ url: at(port), signal: signal() }))).toBe(`host 127.0.0.1:${port}`);
    expect(proxy.asked).toEqual(['hub.test:80']);
    expect(noted()).toEqual(['request hub.test core', 'request 127.0.0.1 core']);
  });

  it('carries TLS that it cannot read', async () => {
    const { key, cert } = selfSigned('hub.test');
    const port = await listen(https.createServer({ key, cert }, (_, response) => response.end('private')));
    const proxy = await proxyTo(port);
    const get = getter({ ca: cert, proxyUrl: () => `http://me:p%40ss@127.0.0.1:${proxy.port}` });
    expect(await textOf(await get({ url: new URL('https://hub.test/x'), signal: signal() }))).toBe('private');
  });

  it('that refuses is named as the reason, without its password', async () => {
    const proxy = await proxyTo(0);
    const get = getter({ proxyUrl: () => `http://me:wrong@127.0.0.1:${proxy.port}` });
    const failed = await get({ url: new URL('http://hub.test/x'), signal: signal() }).catch(
      (cause: unknown) => cause,
    );
    expect(failed).toMatchObject({
      code: 'download.unreachable',
      details: { host: 'hub.test', reason: 'proxy 407' },
    });
    expect(failed).toBeInstanceOf(PrismeError);
    expect(JSON.stringify(failed)).not.toContain('wrong');
  });

  it('never sees a secret in the open', async () => {
    const port = await serve((request, response) => response.end(String(request.headers.authorization)));
    const proxy = await proxyTo(port);
    const get = getter({ proxyUrl: () => `http://me:p%40ss@127.0.0.1:${proxy.port}` });
    const headers = { authorization: 'Bearer s' };
    expect(await textOf(await get({ url: new URL('http://hub.test/'), headers, signal: signal() }))).toBe(
      'undefined',
    );
  });
});

afterEach(() => expect(permits.allows('127.0.0.1')).toBe(false));
