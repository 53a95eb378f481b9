/**
 * Refuses and records whatever would leave this machine. Runs in every process of Prisme but the page, where the policy
 * of the page and the window's session do the same.
 *
 * It wraps the places that everything in Node goes through on its way out: sockets (HTTP, TLS, fetch and WebSocket are
 * made of them), datagrams and questions for names. It sees JavaScript only; what native code does is watched from
 * outside by the tests.
 */
import { type Socket as DatagramSocket, Socket as DatagramSocketClass } from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP, Socket } from 'node:net';
import { PrismeError } from '#contract/errors.ts';
import type { LocalEgressAttempt } from '#contract/egress.ts';
import type { EgressLedger } from './ledger.ts';
import { isLoopbackHost } from './loopback.ts';
import type { EgressPermits } from './permits.ts';

type Target = { readonly host: string; readonly port: number | null };
type Callback = (error: Error) => void;
/** A function of Node whose arguments are looked at and passed on as they are. */
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Null: go on. Otherwise the refusal, which has been recorded. */
type Judge = (kind: LocalEgressAttempt['kind'], target: Target) => PrismeError | null;

/** Wraps this process for good. To be called once. */
export function guardEgress(ledger: EgressLedger, permits: EgressPermits): void {
  const judge: Judge = (kind, { host, port }) => {
    if (isLoopbackHost(host)) return null;
    const wasRefused = !permits.allows(host);
    ledger.record({ atMs: Date.now(), kind, host: host.slice(0, 300), port, wasRefused });
    return wasRefused ? new PrismeError('egress.denied', { host: host.slice(0, 300), port }) : null;
  };
  guardSockets(judge);
  guardDatagrams(judge);
  guardNames(judge);
  // Modules that import functions by name get the wrapped ones too.
  syncBuiltinESMExports();
}

function guardSockets(judge: Judge): void {
  wrap(Socket.prototype, 'connect', (original) => {
    return function connect(this: Socket, ...args) {
      const target = socketTarget(args);
      const refusal = target === null ? null : judge('connection', target);
      if (refusal === null) return Reflect.apply(original, this, args);
      // As a failed connection does: later, and as an event.
      process.nextTick(() => this.destroy(refusal));
      return this;
    };
  });
}

/** Null: a path, which is a socket or a pipe of this machine. The forms are those of net.Socket.connect. */
function socketTarget(args: readonly unknown[]): Target | null {
  // Inside Node the arguments come as one list, already in order.
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    if (typeof path === 'string' && path !== '') return null;
    return { host: hostOf(host), port: portOf(port) };
  }
  const port = portOf(first);
  if (port === null) return null;
  return { host: hostOf(typeof second === 'string' ? second : undefined), port };
}

function guardDatagrams(judge: Judge): void {
  wrap(DatagramSocketClass.prototype, 'send', (original) => {
    return function send(this: DatagramSocket, ...args) {
      // A connected socket was judged when it was connected; without an address it is this machine's.
      const target = datagramTarget(args.slice(1));
      const refusal = target === null ? null : judge('datagram', target);
      if (refusal === null) return Reflect.apply(original, this, args);
      return refuse(args, refusal, (error) => this.emit('error', error));
    };
  });
  wrap(DatagramSocketClass.prototype, 'connect', (original) => {
    return function connect(this: DatagramSocket, ...args) {
      const [port, address] = args;
      const refusal = judge('datagram', { host: hostOf(address), port: portOf(port) });
      if (refusal === null) return Reflect.apply(original, this, args);
      return refuse(args, refusal, (error) => this.emit('error', error));
    };
  });
}

/** What stands behind the message: `[offset, length,] port [, address] [, callback]`. Null: no address, so this machine. */
function datagramTarget(args: readonly unknown[]): Target | null {
  const given = args.slice(
    0,
    args.findLastIndex((arg) => arg !== undefined && typeof arg !== 'function') + 1,
  );
  const [port, address] = given.slice(-2);
  return given.length % 2 === 0 && typeof address === 'string'
    ? { host: hostOf(address), port: portOf(port) }
    : null;
}

const nameQuestions = [
  'lookup',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
  'lookupService',
] as const;

function guardNames(judge: Judge): void {
  for (const name of nameQuestions) {
    const judgeName = (args: readonly unknown[]): PrismeError | null => {
      const host = hostOf(args[0]);
      // An address is its own answer, except where its name is asked for.
      const isAnswered = isIP(host) !== 0 && name === 'lookup';
      return isAnswered ? null : judge('name', { host, port: null });
    };
    for (const owner of [dns, dns.Resolver.prototype]) {
      wrap(owner, name, (original) => {
        return function ask(this: unknown, ...args) {
          const refusal = judgeName(args);
          if (refusal === null) return Reflect.apply(original, this, args);
          return refuse(args, refusal, (error) => {
            throw error;
          });
        };
      });
    }
    for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
      wrap(owner, name, (original) => {
        return function ask(this: unknown, ...args) {
          const refusal = judgeName(args);
          return refusal === null ? Reflect.apply(original, this, args) : Promise.reject(refusal);
        };
      });
    }
  }
}

/** Gives the refusal to the callback, which stands last, or to `otherwise`. */
function refuse(args: readonly unknown[], refusal: PrismeError, otherwise: Callback): void {
  const last = args.at(-1);
  const callback = typeof last === 'function' ? (last as Callback) : otherwise;
  process.nextTick(callback, refusal);
}

function hostOf(host: unknown): string {
  return typeof host === 'string' && host !== '' ? host : 'localhost';
}

/** As Node reads a port: whatever is a number, also as text and in hexadecimal. */
function portOf(port: unknown): number | null {
  const value = typeof port === 'string' || typeof port === 'number' ? Number(port) : Number.NaN;
  return Number.isInteger(value) && value >= 0 && value <= 65_535 ? value : null;
}

/** Puts a function in the place of one of Node's; one that this version of Node lacks is left out. */
function wrap(
  owner: object,
  name: string,
  make: (original: AnyFunction) => (this: never, ...args: unknown[]) => unknown,
): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const wrapped = make(original as AnyFunction);
  // Node keeps what util.promisify needs in properties of the function.
  const properties = Object.getOwnPropertyDescriptors(original);
  const {
    name: _name,
    length: _length,
    prototype: _prototype,
    ...rest
  } = properties as Record<string, PropertyDescriptor>;
  Object.defineProperties(wrapped, rest);
  Reflect.set(owner, name, wrapped);
}
