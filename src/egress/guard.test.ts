/**
 * Every way out of a Node process, tried for real in this one. The addresses belong to nobody (RFC 5737, RFC 3849), the
 * names can exist nowhere (RFC 6761): a guard that let something through would still reach no one.
 */
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import dns, { lookup } from 'node:dns';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { ListeningSocket } from '#contract/egress.ts';
import { egress } from './guard-this-process.ts';

const address = '192.0.2.7';
const name = 'prisme.invalid';
const isOffline = { value: false };
egress.permits.follow(() => isOffline.value);
let seen = egress.ledger.snapshot().attemptCount;

afterEach(() => {
  isOffline.value = false;
  seen = egress.ledger.snapshot().attemptCount;
});

/** What was tried since the last test. */
function attempts(): { kind: string; host: string; port: number | null; wasRefused: boolean }[] {
  const { attempts, attemptCount } = egress.ledger.snapshot();
  return attempts
    .slice(attempts.length - (attemptCount - seen))
    .map(({ kind, host, port, wasRefused }) => ({ kind, host, port, wasRefused }));
}

/** The typed refusal inside of whatever an interface makes of it. */
function refusalIn(cause: unknown): PrismeError {
  for (let each = cause; each instanceof Error; each = each.cause)
    if (each instanceof PrismeError) return each;
  throw new Error(`no refusal, but ${String(cause)}`);
}

const errorOf = async (emitter: NodeJS.EventEmitter): Promise<unknown> => {
  const [cause] = (await once(emitter, 'error')) as [unknown];
  return cause;
};

const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (cause: unknown) => cause,
  );

const callbackError = (ask: (callback: (cause: unknown) => void) => unknown): Promise<unknown> =>
  new Promise((resolve) => void ask(resolve));

function datagramSocket(): DatagramSocket {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  return socket;
}

/** Node reads a port that is a text; its types do not say so. */
const textPort = ['0x1bb', address] as unknown as [number, string];

/** How each way out is tried, and the error that it gives. */
const connections: Readonly<Record<string, () => Promise<unknown>>> = {
  'a socket, by port and host': () => errorOf(net.connect(443, address)),
  'a socket, with a port written as text': () => errorOf(new net.Socket().connect(...textPort)),
  'a socket, by options': () => errorOf(new net.Socket().connect({ host: address, port: 443 })),
  'a TLS socket': () => errorOf(tls.connect({ host: address, port: 443 })),
  'an HTTP request': () => errorOf(http.get({ host: address, port: 443 })),
  'an HTTPS request': () => errorOf(https.get(`https://${address}/`)),
  'an HTTP/2 session': () => errorOf(http2.connect(`https://${address}`)),
  fetch: () => rejectionOf(fetch(`https://${address}/`)),
};

it.each(Object.entries(connections))(
  '%s to another machine is refused and recorded',
  async (_way, attempt) => {
    expect(refusalIn(await attempt())).toMatchObject({
      code: 'egress.denied',
      details: { host: address, port: 443 },
    });
    expect(attempts()).toEqual([{ kind: 'connection', host: address, port: 443, wasRefused: true }]);
  },
);

it('a WebSocket to another machine is refused and recorded', async () => {
  const socket = new WebSocket(`wss://${address}/`);
  await new Promise((resolve) => socket.addEventListener('error', resolve));
  expect(attempts()).toEqual([{ kind: 'connection', host: address, port: 443, wasRefused: true }]);
});

it('a connection to a name is refused before anybody is asked where that is', async () => {
  expect(refusalIn(await errorOf(net.connect(80, name))).details).toEqual({ host: name, port: 80 });
  expect(refusalIn(await rejectionOf(fetch(`http://${name}/`))).code).toBe('egress.denied');
  expect(attempts().map(({ kind }) => kind)).toEqual(['connection', 'connection']);
});

it('an IPv6 address is refused, its form of this machine is not', async () => {
  expect(refusalIn(await errorOf(net.connect(80, '2001:db8::7'))).code).toBe('egress.denied');
  expect(refusalIn(await errorOf(net.connect(80, `::ffff:${address}`))).code).toBe('egress.denied');
  const socket = net.connect(1, '::ffff:127.0.0.1');
  expect(await errorOf(socket)).toMatchObject({ syscall: 'connect' });
  expect(attempts()).toHaveLength(2);
});

it('what is written down of a host and a port is bounded, whatever was asked for', async () => {
  const long = `${'a'.repeat(400)}.invalid`;
  expect(refusalIn(await errorOf(net.connect(80, long))).details).toEqual({
    host: long.slice(0, 300),
    port: 80,
  });
  const ports: [unknown, number | null][] = [
    [0, 0], [65_535, 65_535], ['443', 443], [65_536, null], [-1, null], [1.5, null], ['x', null], [true, null], [null, null],
  ]; // prettier-ignore
  for (const [given, port] of ports) {
    const socket = new net.Socket().connect({ host: address, port: given as number });
    expect(refusalIn(await errorOf(socket)).details, String(given)).toEqual({ host: address, port });
  }
  expect(attempts().map(({ host, port }) => [host, port])).toEqual([
    [long.slice(0, 300), 80],
    ...ports.map(([, port]) => [address, port]),
  ]);
});

it('an empty path is none: the host beside it counts', async () => {
  const socket = new net.Socket().connect({ path: '', host: address, port: 443 } as net.NetConnectOpts);
  expect(refusalIn(await errorOf(socket)).details).toEqual({ host: address, port: 443 });
});

it('what is no address at all stays Node’s own error', () => {
  const nothing = null as unknown as number;
  expect(() => new net.Socket().connect(nothing)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^ERR_/) as string }),
  );
});

/** The callback of a datagram socket's connect takes the error; its types do not say so. */
function connectWith(socket: DatagramSocket, done: (cause?: unknown) => void): void {
  socket.connect(53, address, done);
}

const datagrams: Readonly<Record<string, (socket: DatagramSocket) => Promise<unknown>>> = {
  'with a callback': (socket) => callbackError((done) => socket.send('x', 53, address, done)),
  'of a part of a buffer': (socket) =>
    callbackError((done) => socket.send(Buffer.from('xyz'), 1, 2, 53, address, done)),
  'without a callback': (socket) => {
    socket.send('x', 53, address);
    return errorOf(socket);
  },
  'with a callback that is left out': (socket) => {
    socket.send('x', 53, address, undefined);
    return errorOf(socket);
  },
  'on a connected socket': (socket) => callbackError((done) => connectWith(socket, done)),
  'on a socket that connects without a callback': (socket) => {
    socket.connect(53, address);
    return errorOf(socket);
  },
};

it.each(Object.entries(datagrams))('a datagram %s is refused and recorded', async (_way, attempt) => {
  // Node sends again what had to wait until the socket was bound: only a bound one has a single chance.
  const bound = datagramSocket().bind(0, '127.0.0.1');
  await once(bound, 'listening');
  for (const socket of [datagramSocket(), bound]) {
    expect(refusalIn(await attempt(socket)).details).toEqual({ host: address, port: 53 });
    expect(attempts()).toEqual([{ kind: 'datagram', host: address, port: 53, wasRefused: true }]);
    seen = egress.ledger.snapshot().attemptCount;
  }
});

it('a datagram without an address, or on a socket that is connected to this machine, arrives', async () => {
  const receiver = datagramSocket().bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address();
  const sender = datagramSocket().bind(0, '127.0.0.1');
  await once(sender, 'listening');
  const connected = datagramSocket();
  connected.connect(port, '127.0.0.1');
  await once(connected, 'connect');
  const textPort = String(port) as unknown as number; // Node takes it; its types do not say so
  const part = Buffer.from('-here-');
  const sent: (() => void)[] = [
    () => sender.send('here', port),
    () => sender.send('here', textPort),
    () => sender.send('here', port, () => undefined),
    () => sender.send(part, 1, 4, port),
    () => sender.send(part, 1, 4, textPort),
    () => sender.send(part, 1, 4, port, () => undefined),
    () => connected.send('here'),
    () => connected.send(part, 1, 4),
  ];
  for (const send of sent) {
    const received = once(receiver, 'message');
    send();
    expect(String((await received)[0])).toBe('here');
  }
  expect(attempts()).toEqual([]);
});

const questions: Readonly<Record<string, () => Promise<unknown>>> = {
  lookup: () => callbackError((done) => dns.lookup(name, done)),
  'lookup, imported by name': () => callbackError((done) => lookup(name, done)),
  'lookup as a promise': () => rejectionOf(dns.promises.lookup(name)),
  'lookup, promisified': () => rejectionOf(promisify(dns.lookup)(name)),
  resolve4: () => callbackError((done) => dns.resolve4(name, done)),
  'resolveTxt as a promise': () => rejectionOf(dns.promises.resolveTxt(name)),
  'a resolver of its own': () => callbackError((done) => new dns.Resolver().resolve(name, done)),
  'a resolver of promises': () => rejectionOf(new dns.promises.Resolver().resolveMx(name)),
};

it.each(Object.entries(questions))(
  'the question for a name by %s is refused and recorded',
  async (_way, ask) => {
    expect(refusalIn(await ask()).details).toEqual({ host: name, port: null });
    expect(attempts()).toEqual([{ kind: 'name', host: name, port: null, wasRefused: true }]);
  },
);

type Ask = (host: string, ...rest: unknown[]) => unknown;
const owners = {
  dns,
  'dns.Resolver': dns.Resolver.prototype,
  'dns.promises': dns.promises,
  'dns.promises.Resolver': dns.promises.Resolver.prototype,
};
/** Every function of this Node that asks somebody for a name, found by what it is called. */
const everyQuestion = Object.entries(owners).flatMap(([of, owner]) =>
  Object.getOwnPropertyNames(owner)
    .filter((each) => /^(lookup|resolve|reverse)/.test(each))
    .map((each): [string, Ask] => [`${of}.${each}`, Reflect.get(owner, each) as Ask]),
);

it('every question for a name that Node knows is refused', async () => {
  expect(everyQuestion.length).toBeGreaterThan(50);
  for (const [which, ask] of everyQuestion) {
    const asked = which.includes('promises')
      ? rejectionOf(ask.call(new dns.promises.Resolver(), name) as Promise<unknown>)
      : callbackError((done) => ask.call(new dns.Resolver(), name, done));
    expect(refusalIn(await asked).details, which).toEqual({ host: name, port: null });
  }
  expect(attempts()).toHaveLength(everyQuestion.length);
});

it('the name of an address is not asked for either', async () => {
  const refusal = refusalIn(await callbackError((done) => dns.reverse(address, done)));
  expect(refusal.details).toEqual({ host: address, port: null });
});

it('this machine can be reached by address, by name, by path and by datagram, and nothing is recorded', async () => {
  const server = http.createServer((_request, response) => response.end('here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as net.AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
  expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('here');
  await once(net.connect(port), 'connect').then(() => undefined);
  await once(net.connect({ port, host: '' }), 'connect');

  const folder = mkdtempSync(join(tmpdir(), 'prisme-guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = process.platform === 'win32' ? String.raw`\\.\pipe\prisme-guard` : join(folder, 'socket');
  const pipe = net.createServer((socket) => socket.end());
  pipe.listen(path);
  await once(pipe, 'listening');
  onTestFinished(() => void pipe.close());
  await once(net.connect(path), 'connect');
  await once(net.connect({ path, host: name, port } as net.NetConnectOpts), 'connect');

  const receiver = datagramSocket();
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const received = once(receiver, 'message');
  datagramSocket().send('x', receiver.address().port, '127.0.0.1');
  await received;
  expect(await dns.promises.lookup(address)).toEqual({ address, family: 4 });
  expect(attempts()).toEqual([]);
});

it('what a person started may reach its host and no other, for as long as it runs and Prisme is online', async () => {
  const server = http.createServer((_request, response) => response.end('fetched'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as net.AddressInfo;
  const here: net.LookupFunction = (_host, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  const get = (host: string) => http.get({ host, port, lookup: here, agent: false });
  const permit = egress.permits.request({ host: name, startedBy: 'person' });

  const [response] = (await once(get(name), 'response')) as [http.IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(refusalIn(await errorOf(get(`other.${name}`))).code).toBe('egress.denied');
  isOffline.value = true;
  expect(refusalIn(await errorOf(get(name))).code).toBe('egress.denied');
  isOffline.value = false;
  permit.release();
  expect(refusalIn(await errorOf(get(name))).code).toBe('egress.denied');
  expect(attempts().map(({ wasRefused }) => wasRefused)).toEqual([false, true, true, true]);
});

it('nobody gets a permit offline, or for what no person started', () => {
  const codeOf = (ask: () => unknown): unknown => {
    try {
      ask();
    } catch (cause) {
      return refusalIn(cause).details;
    }
    return null;
  };
  expect(codeOf(() => egress.permits.request({ host: name, startedBy: 'app' }))).toEqual({
    host: name,
    reason: 'notStartedByPerson',
  });
  isOffline.value = true;
  expect(codeOf(() => egress.permits.request({ host: name, startedBy: 'person' }))).toEqual({
    host: name,
    reason: 'offline',
  });
});

it('sockets that listen are on the list until they are closed, paths are not', async () => {
  const listed = (): readonly ListeningSocket[] => egress.ledger.snapshot().listening;
  const folder = mkdtempSync(join(tmpdir(), 'prisme-guard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = process.platform === 'win32' ? String.raw`\\.\pipe\prisme-listed` : join(folder, 'socket');
  const pipe = net.createServer().listen(path);
  await once(pipe, 'listening');
  onTestFinished(() => void pipe.close());
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const tcp = { protocol: 'tcp', address: '127.0.0.1', port };
  const udp = { protocol: 'udp', address: '127.0.0.1', port: socket.address().port };
  expect(listed()).toEqual(expect.arrayContaining([tcp, udp]));
  expect(listed().every(({ address }) => address === '127.0.0.1')).toBe(true);
  server.close();
  socket.close();
  await Promise.all([once(server, 'close'), once(socket, 'close')]);
  expect(listed()).not.toContainEqual(tcp);
  expect(listed()).not.toContainEqual(udp);
});
