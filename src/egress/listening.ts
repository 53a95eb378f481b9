/**
 * Keeps the ledger's list of sockets that listen in this process. Runs in every process of Prisme but the page. Refuses
 * nothing: which shell may listen, and where, is decided there.
 */
import { Socket as DatagramSocket } from 'node:dgram';
import { Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ListeningSocket } from '#contract/egress.ts';
import type { EgressLedger } from './ledger.ts';

type Listener = {
  address(): AddressInfo | string | null;
  once(event: 'listening' | 'close' | 'error', handler: () => void): unknown;
};

const own = 'this process';

/** Watches from now on. To be called once. */
export function watchListening(ledger: EgressLedger): void {
  const open = new Map<Listener, ListeningSocket>();
  const tell = (): void => ledger.setListening(own, [...open.values()]);
  const watch = (socket: Listener, protocol: ListeningSocket['protocol']): void => {
    socket.once('listening', () => {
      const address = socket.address();
      // A path is a socket or a pipe of this machine, reachable from nowhere else.
      if (address === null || typeof address === 'string') return;
      open.set(socket, { protocol, address: address.address, port: address.port });
      tell();
    });
    socket.once('close', () => {
      if (open.delete(socket)) tell();
    });
  };
  before(Server.prototype, 'listen', (server) => watch(server, 'tcp'));
  before(DatagramSocket.prototype, 'bind', (socket) => watch(socket, 'udp'));
}

/** Calls `look` with the object before each call of its method. */
function before(owner: object, method: string, look: (object: Listener) => void): void {
  const original = Reflect.get(owner, method) as (...args: unknown[]) => unknown;
  Reflect.set(owner, method, function watched(this: Listener, ...args: unknown[]) {
    look(this);
    return Reflect.apply(original, this, args);
  });
}
