/**
 * One GET to another machine, for what a person started: asked of the permits, put on the ledger, through the person's
 * proxy. Runs in the core. The only way out there is; it knows no hub and no model.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { PrismeError } from '#contract/errors.ts';
import { DirectReads } from './direct-reads.ts';
import { type HttpBody, openBody } from './http-body.ts';
import type { EgressLedger } from './ledger.ts';
import { isLoopbackHost } from './loopback.ts';
import type { EgressPermits } from './permits.ts';

export type HttpRequest = {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** After redirects. */
  readonly url: URL;
  /**
   * To be read to its end or destroyed (by leaving a `for await`, or with `discard`). A piece is good until the next one:
   * its memory is used again.
   */
  readonly body: AsyncIterable<Uint8Array>;
};

/**
 * Follows at most five redirects; a secret header never goes to another host than the first, nor over an open
 * connection to another machine. What the signal aborts rejects with its reason.
 * @throws egress.denied {host, reason}, download.unreachable {host, reason}
 */
export type HttpGet = (request: HttpRequest) => Promise<HttpAnswer>;

export type HttpGetOptions = {
  readonly permits: EgressPermits;
  readonly ledger: EgressLedger;
  /** The person's proxy, `http://` or `https://`, with a name and a password or without; null: none. Asked at each request. */
  readonly proxyUrl: () => string | null;
  /** How long an answer may take to begin. */
  readonly connectMs?: number | undefined;
  /** How long it may pause while somebody waits for more. */
  readonly idleMs?: number | undefined;
  /** A certificate that is trusted beside the system's. Tests have their own. */
  readonly ca?: string | undefined;
};

const mostRedirects = 5;
const usualMs = 30_000;
const redirects = new Set([301, 302, 303, 307, 308]);
const secretHeaders = new Set(['authorization', 'cookie', 'proxy-authorization']);

type Headers = Readonly<Record<string, string>>;

/** What a request holds until its answer is read. */
type Hold = { readonly signal: AbortSignal; release(): void; cancel(): void };

export function createHttpGet(options: HttpGetOptions): HttpGet {
  return async ({ url, headers = {}, signal }) => {
    let target = url;
    let sent = withoutSecretsInTheOpen(headers, url);
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const { response, body } = await ask(options, target, sent, signal);
      const location = redirectOf(response);
      if (location === null) return answerOf(response, body, target);
      body.destroy();
      const next = safeTarget(target, location);
      if (next.origin !== target.origin) sent = withoutSecrets(sent);
      target = next;
    }
    throw unreachable(target.hostname, 'tooManyRedirects');
  };
}

/** Ends an answer whose body is not wanted. */
export async function discard({ body }: HttpAnswer): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}

/** One request, without its redirects. */
async function ask(
  options: HttpGetOptions,
  url: URL,
  headers: Headers,
  signal: AbortSignal,
): Promise<{ response: IncomingMessage; body: HttpBody }> {
  signal.throwIfAborted();
  const host = bareHost(url);
  const proxy = isLoopbackHost(host) ? null : proxyOf(options);
  const hold = permit(options, url, proxy, signal);
  try {
    // A proxy's agent makes its own sockets.
    const reads = proxy === null ? new DirectReads() : null;
    const response = await firstAnswer(options, { url, headers, proxy, reads, signal: hold.signal });
    const body = openBody(response, {
      reads,
      idleMs: options.idleMs ?? usualMs,
      signal,
      refusal: () => (options.permits.allows(host) ? null : offline(host)),
      failure: (cause) => failureOf(host, cause),
      onEnd: () => hold.release(),
    });
    return { response, body };
  } catch (cause) {
    hold.cancel();
    signal.throwIfAborted();
    throw failureOf(host, cause);
  }
}

/** A permit for the host and for the proxy on the way, on the ledger either way. */
function permit(options: HttpGetOptions, url: URL, proxy: URL | null, signal: AbortSignal): Hold {
  const hosts = [bareHost(url), ...(proxy === null ? [] : [bareHost(proxy)])];
  const note = (wasRefused: boolean): void =>
    options.ledger.record({
      atMs: Date.now(),
      kind: 'request',
      host: bareHost(url).slice(0, 300),
      port: portOf(url),
      wasRefused,
    });
  try {
    const permits = hosts.map((host) => options.permits.request({ host, startedBy: 'person' }));
    note(false);
    const ending = new AbortController();
    const abort = (): void => ending.abort();
    signal.addEventListener('abort', abort);
    const release = (): void => {
      signal.removeEventListener('abort', abort);
      for (const each of permits) each.release();
    };
    return {
      signal: ending.signal,
      release,
      cancel: () => {
        release();
        // Also a connection that is still on its way through the proxy.
        ending.abort();
      },
    };
  } catch (cause) {
    note(true);
    throw cause;
  }
}

type Asked = {
  readonly url: URL;
  readonly headers: Headers;
  readonly proxy: URL | null;
  readonly reads: DirectReads | null;
  readonly signal: AbortSignal;
};

function firstAnswer(options: HttpGetOptions, asked: Asked): Promise<IncomingMessage> {
  const { url, headers, proxy, reads, signal } = asked;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'GET',
      headers: { 'user-agent': 'Prisme', 'accept-encoding': 'identity', ...headers },
      signal,
      // A connection for each request: none stays open that no permit covers.
      agent: proxy === null ? false : new HttpsProxyAgent(proxy, { signal, keepAlive: false }),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      // Node passes what it does not know itself to the socket (http.request: "options in socket.connect()").
      ...(reads === null ? {} : { onread: reads.onread }),
    });
    request.once('socket', (socket) => reads?.follow(socket));
    const giveUp = setTimeout(
      () => request.destroy(unreachable(bareHost(url), 'timeout')),
      options.connectMs ?? usualMs,
    );
    const settle = (end: () => void): void => {
      clearTimeout(giveUp);
      end();
    };
    request.once('proxyConnect', (connect: { statusCode?: number }) => {
      if (connect.statusCode === 200) return;
      request.destroy(unreachable(bareHost(url), `proxy ${connect.statusCode ?? ''}`.trim()));
    });
    // Stays: what breaks after the answer began is told by its body.
    request.on('error', (cause) => settle(() => reject(cause)));
    request.once('response', (response) => settle(() => resolve(response)));
    request.end();
  });
}

function redirectOf({ statusCode, headers }: IncomingMessage): string | null {
  return redirects.has(statusCode ?? 0) ? (headers.location ?? null) : null;
}

/** @throws download.unreachable: an address that is none, of another protocol, or from TLS back into the open */
function safeTarget(from: URL, location: string): URL {
  const to = parsed(location, from);
  if (to === null || (to.protocol !== 'https:' && to.protocol !== 'http:'))
    throw unreachable(bareHost(from), 'badRedirect');
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw unreachable(bareHost(to), 'insecureRedirect');
  return to;
}

function parsed(location: string, from: URL): URL | null {
  try {
    return new URL(location, from);
  } catch {
    return null;
  }
}

function answerOf(response: IncomingMessage, body: HttpBody, url: URL): HttpAnswer {
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as HttpAnswer['headers'],
    url,
    body,
  };
}

function withoutSecrets(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !secretHeaders.has(name.toLowerCase())),
  );
}

/** Anybody on the way could read a secret that goes to another machine without TLS. */
function withoutSecretsInTheOpen(headers: Headers, url: URL): Headers {
  return url.protocol === 'https:' || isLoopbackHost(bareHost(url)) ? headers : withoutSecrets(headers);
}

function proxyOf({ proxyUrl }: HttpGetOptions): URL | null {
  const chosen = proxyUrl();
  return chosen === null ? null : new URL(chosen);
}

/** Without the brackets of IPv6, as sockets know it. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function offline(host: string): PrismeError {
  return new PrismeError('egress.denied', { host, reason: 'offline' });
}

function unreachable(host: string, reason: string, cause?: unknown): PrismeError {
  return new PrismeError('download.unreachable', { host: host.slice(0, 300), reason }, { cause });
}

/** Node's code says why (ECONNREFUSED, CERT_HAS_EXPIRED …); its words may hold what was sent. */
function failureOf(host: string, cause: unknown): PrismeError {
  if (cause instanceof PrismeError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'failed';
  return unreachable(host, code.slice(0, 100), cause);
}
