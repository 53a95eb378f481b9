/**
 * The loopback server of the web shell: HTTP for the page, a WebSocket for the contract. Runs in the web shell. Listens
 * on 127.0.0.1 and nowhere else; what it answers is in answer-request.ts, who is let in in access.ts.
 */
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { customJsonSerializers } from '#contract/serializers.ts';
import type { Core } from '#core/create-core.ts';
import type { PageFiles } from '#core/shells/page-files.ts';
import { isPageMessage } from '#core/shells/page-message.ts';
import { checkAccess } from './access.ts';
import { type Site, answerRequest, factsOf } from './answer-request.ts';
import { clearInterruptedUploads } from './receive-upload.ts';
import { createSession } from './session.ts';

export type WebServerOptions = {
  readonly core: Pick<Core, 'router' | 'registerUpload'>;
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
  /** Without a byte in either direction. An upload of gigabytes may take as long as it moves. */
  readonly stillMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
};

const defaultTimeLimits: TimeLimits = { headersMs: 10_000, stillMs: 60_000, keepAliveMs: 5_000 };

export type WebServer = {
  readonly port: number;
  /** A new address with a one-time code. */
  newAddress(): string;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
};

const loopback = '127.0.0.1';
/** A message of the contract: a text of 4,000,000 characters, escaped, fits. */
const maxMessageBytes = 32 * 1024 * 1024;
const maxSockets = 32;

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
  const uploadsDir = join(options.dataDir, 'uploads');
  await clearInterruptedUploads(uploadsDir);
  const port = await listen(server, options.ports);
  const session = createSession(port);
  const site: Site = {
    port,
    session,
    files: options.files,
    uploadsDir,
    registerUpload: options.core.registerUpload,
  };
  server.on('request', (request, response) => {
    answerRequest(site, request, response).catch(() => response.destroy());
  });
  const sockets = serveSockets(server, site, options.core);
  return {
    port,
    newAddress: () => `http://${loopback}:${port}/?code=${session.newCode()}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serveSockets(server: Server, site: Site, core: WebServerOptions['core']): WebSocketServer {
  const handler = new RPCHandler(core.router, { customJsonSerializers: [...customJsonSerializers] });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = refuseSocket(request, site, sockets.clients.size);
    if (refusal !== null) {
      // Node counts an upgraded socket no more: one that the other side leaves open would keep the server from closing.
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      // A frame that is too long or broken ends that connection, nothing else.
      webSocket.on('error', () => webSocket.terminate());
      void handler.upgrade(withoutNoise(webSocket), { context: {} });
    });
  });
  return sockets;
}

/** The socket without messages that are no requests: their text would end on standard error. */
function withoutNoise(socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  const addEventListener = (event: 'message' | 'close', listener: (event: unknown) => void): void => {
    if (event === 'close') socket.addEventListener('close', listener);
    else
      socket.addEventListener('message', (message) => {
        if (isPageMessage(message.data)) listener(message);
      });
  };
  return {
    send: socket.send.bind(socket),
    // oRPC listens to these two events, each with a function.
    addEventListener: addEventListener as unknown as WebSocket['addEventListener'],
  };
}

/** The status line of the refusal; null: come in. */
function refuseSocket(request: IncomingMessage, site: Site, openSockets: number): string | null {
  if ('refusal' in checkAccess(factsOf(request), site.port)) return '403 Forbidden';
  if (!site.session.isSignedIn(request.headers.cookie)) return '401 Unauthorized';
  if (request.url !== '/rpc') return '404 Not Found';
  return openSockets >= maxSockets ? '503 Service Unavailable' : null;
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
