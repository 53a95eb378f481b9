/**
 * The loopback server of the web shell: HTTP for the page, a WebSocket for the contract. Runs in the web shell. Listens
 * on 127.0.0.1 and nowhere else; what it answers is in answer-request.ts, who is let in in access.ts.
 */
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { PrismeError } from '#contract/errors.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { uploadsFolderName } from '#core/db/file-names.ts';
import type { ServedCore } from '#core/rescue/create-rescue-core.ts';
import type { PageFiles } from '#core/shells/page-files.ts';
import { isPageMessage } from '#core/shells/page-message.ts';
import { checkAccess } from './access.ts';
import { type Site, answerRequest, factsOf } from './answer-request.ts';
import { type PacedSocket, paceSocket } from './pace-socket.ts';
import { clearInterruptedUploads } from './receive-upload.ts';
import { createSession } from './session.ts';

type WebCore = Pick<ServedCore, 'router' | 'registerUpload'>;

export type WebServerOptions = {
  readonly core: WebCore;
  readonly files: PageFiles;
  readonly dataDir: string;
  /** Ports to try in this order; the first that is free is taken. */
  readonly ports: readonly number[];
  /** How long a connection may stand still; tests shorten it. */
  readonly timeLimits?: TimeLimits;
};

export type TimeLimits = {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** Without a byte in either direction. An upload of gigabytes may take as long as it moves; a page may be quiet, but not leave unread what it asked for. */
  readonly stillMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
};

const defaultTimeLimits: TimeLimits = { headersMs: 10_000, stillMs: 60_000, keepAliveMs: 5_000 };

export type WebServer = {
  readonly port: number;
  /** A new address with a one-time code. */
  newAddress(): string;
  /** Puts another core behind the pages: they connect again. Null: none for now, whoever connects is told to wait. */
  serve(core: WebCore | null): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
};

const loopback = '127.0.0.1';
/** A message of the contract: a text of 4,000,000 characters, escaped, fits. */
const maxMessageBytes = 32 * 1024 * 1024;
/** One a page. A page that reads nothing holds some megabytes of the core's memory, see pace-socket.ts. */
const maxSockets = 64;
const unavailable = '503 Service Unavailable';
/** RFC 6455 §7.4.2, as registered: the service restarts. */
const serviceRestart = 1012;

/** @throws PortsTakenError when none of the ports is free. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { headersMs, stillMs, keepAliveMs } = options.timeLimits ?? defaultTimeLimits;
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: headersMs,
    requestTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: headersMs / 2,
  });
  server.timeout = stillMs;
  server.maxRequestsPerSocket = 1_000;
  const uploadsDir = join(options.dataDir, uploadsFolderName);
  await clearInterruptedUploads(uploadsDir);
  const port = await listen(server, options.ports);
  const session = createSession(port);
  const site: Site = {
    port,
    session,
    files: options.files,
    uploadsDir,
    registerUpload: (path) => current(sockets.core).registerUpload(path),
  };
  const sockets = serveSockets(server, site, options.core, stillMs);
  server.on('request', (request, response) => {
    answerRequest(site, request, response).catch(() => response.destroy());
  });
  return {
    port,
    newAddress: () => `http://${loopback}:${port}/?code=${session.newCode()}`,
    serve: (core) => {
      sockets.core = core;
      sockets.sendAway();
    },
    close: async () => {
      sockets.endAll();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Sockets = {
  core: WebCore | null;
  /** What has been answered is still sent; the page connects again by itself. */
  sendAway(): void;
  endAll(): void;
};

function serveSockets(server: Server, site: Site, first: WebCore, stillMs: number): Sockets {
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    // As paceSocket asks for.
    allowSynchronousEvents: false,
  });
  const sockets: Sockets = {
    core: first,
    sendAway: () => {
      for (const socket of webSockets.clients) socket.close(serviceRestart);
    },
    endAll: () => {
      for (const socket of webSockets.clients) socket.terminate();
    },
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const { core } = sockets;
    const refusal = core === null ? unavailable : refuseSocket(request, site, webSockets.clients.size);
    if (core === null || refusal !== null) {
      // Node counts an upgraded socket no more: one that the other side leaves open would keep the server from closing.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const handler = new RPCHandler(core.router, { customJsonSerializers: [...customJsonSerializers] });
    webSockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      // A frame that is too long or broken ends that connection, nothing else.
      webSocket.on('error', () => webSocket.terminate());
      const paced = paceSocket(webSocket, socket, stillMs);
      void handler.upgrade(adaptedTo(webSocket, paced), { context: {} });
    });
  });
  return sockets;
}

function current(core: WebCore | null): WebCore {
  if (core === null) throw new PrismeError('app.internal', { reason: 'the database is being exchanged' });
  return core;
}

/** What oRPC serves: the socket without messages that are no requests, whose text would end on standard error. */
function adaptedTo(socket: WebSocket, paced: PacedSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const addEventListener = (event: 'message' | 'close', listener: (event: unknown) => void): void => {
    if (event === 'close') socket.addEventListener('close', listener);
    else
      paced.onMessage((data) => {
        if (isPageMessage(data)) listener({ data });
      });
  };
  return {
    // oRPC waits for what `send` returns before it asks a stream for more.
    send: paced.send as WebSocket['send'],
    // oRPC listens to these two events, each with a function.
    addEventListener: addEventListener as unknown as WebSocket['addEventListener'],
  };
}

/** The status line of the refusal; null: come in. */
function refuseSocket(request: IncomingMessage, site: Site, openSockets: number): string | null {
  if ('refusal' in checkAccess(factsOf(request), site.port)) return '403 Forbidden';
  if (!site.session.isSignedIn(request.headers.cookie)) return '401 Unauthorized';
  if (request.url !== '/rpc') return '404 Not Found';
  return openSockets >= maxSockets ? unavailable : null;
}

/** None of the given ports was free. */
export class PortsTakenError extends Error {}

async function listen(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    if (await tryToListen(server, port)) {
      const address = server.address();
      return address !== null && typeof address === 'object' ? address.port : port;
    }
  }
  throw new PortsTakenError(`port ${ports[0]} is taken`);
}

/** False when the port is taken or not allowed. */
function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      server.off('listening', succeed);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    const succeed = (): void => {
      server.off('error', fail);
      resolve(true);
    };
    server.once('error', fail).once('listening', succeed).listen({ port, host: loopback, exclusive: true });
  });
}
