/**
 * The page's one way to the core: the typed client and the state of the connection. Runs in the page. In Electron the
 * port arrives once, as a window message from the preload; in the web shell a WebSocket on the page's own origin,
 * opened again when it is lost. It interprets nothing: requests and answers pass as they are.
 */
import { createORPCClient, type ClientContext, type ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { ConnectionLostError } from './core-error.ts';

/** What the preload adds to the page in Electron; absent in a browser. */
type Bridge = {
  readonly openExternal: (address: string) => Promise<void> | void;
  readonly addFile: (file: File) => Promise<string | null>;
  /** The page as a PDF, in its print style; null: refused. */
  readonly printPage: () => Promise<Uint8Array | null>;
};
declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
  interface Window {
    readonly prisme?: Bridge;
  }
}

/** `epoch` counts connections: a higher number means that everything that streamed has to be asked for again. */
export type ConnectionState = { readonly status: 'connecting' | 'open' | 'lost'; readonly epoch: number };

type Link = ClientLink<ClientContext>;

const firstRetryMs = 250;
const longestRetryMs = 5_000;
const serializers = [...customJsonSerializers];

let state: ConnectionState = { status: 'connecting', epoch: 0 };
let link: Promise<Link> | undefined;
const listeners = new Set<() => void>();

function setState(status: ConnectionState['status']): void {
  state = { status, epoch: status === 'open' ? state.epoch + 1 : state.epoch };
  for (const listener of listeners) listener();
}

/** The connection, in the form that React's useSyncExternalStore wants. */
export const connection = {
  get: (): ConnectionState => state,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Resolves once a connection stands that is newer than `epoch`. */
  after: (epoch: number): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (state.status !== 'open' || state.epoch <= epoch) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      check();
    }),
};

/** The core. Calls made before the connection stands wait for it; calls on a lost one fail with ConnectionLostError. */
export const core: CoreClient = createORPCClient<CoreClient>({
  call: async (path, input, options) => {
    const current = await (link ??= window.prisme ? portLink() : socketLink(firstRetryMs));
    return current.call(path, input, options);
  },
});

/** Starts listening for the port, or opens the socket. Called once, before the first paint. */
export function connect(): void {
  link ??= window.prisme ? portLink() : socketLink(firstRetryMs);
  // Whoever calls sees the failure; here it only has to have somebody who looks.
  link.catch(() => undefined);
}

/** Opens an address outside Prisme, after the person has confirmed it. */
export function openExternal(address: string): void {
  if (window.prisme) void window.prisme.openExternal(address);
  else window.open(address, '_blank', 'noopener,noreferrer');
}

function portLink(): Promise<Link> {
  return new Promise((resolve) => {
    let last: MessagePort | undefined;
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'prisme:port' || !port) return;
      // A new port means a new core. Only newer Chromium tells a port that its other end is gone: tell the old one
      // here, so that requests which wait for an answer on it fail instead of waiting for ever.
      last?.dispatchEvent(new Event('close'));
      last = port;
      port.start();
      port.addEventListener('close', () => setState('lost'));
      const fresh: Link = new PortLink({ port, customJsonSerializers: serializers });
      link = Promise.resolve(fresh);
      setState('open');
      resolve(fresh);
    });
  });
}

function socketLink(retryMs: number): Promise<Link> {
  const address = new URL('/rpc', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    let wasOpen = false;
    socket.addEventListener('open', () => {
      wasOpen = true;
      setState('open');
      resolve(new SocketLink({ websocket: socket, customJsonSerializers: serializers }));
    });
    socket.addEventListener('close', () => {
      setState('lost');
      reject(new ConnectionLostError());
      const nextMs = wasOpen ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
      const lost = Promise.reject(new ConnectionLostError());
      lost.catch(() => undefined);
      link = lost;
      setTimeout(() => {
        link = socketLink(nextMs);
        link.catch(() => undefined);
      }, retryMs);
    });
  });
}
