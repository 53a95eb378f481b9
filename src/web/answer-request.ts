/**
 * What the web shell answers to each request: the page, the exchange of a code for the cookie, and uploads. Runs in
 * the web shell. Everything else is refused; there is no cross-origin access of any kind.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PrismeError } from '#contract/errors.ts';
import type { FileTicket } from '#contract/ids.ts';
import { type PageFiles, findPageFile } from '#core/shells/page-files.ts';
import { pageHeaders } from '#core/shells/page-policy.ts';
import { type RequestFacts, checkAccess } from './access.ts';
import { receiveUpload } from './receive-upload.ts';
import type { Session } from './session.ts';

export type Site = {
  readonly port: number;
  readonly session: Session;
  readonly files: PageFiles;
  readonly uploadsDir: string;
  readonly registerUpload: (path: string) => FileTicket;
};

/** What access.ts looks at. */
export function factsOf(request: IncomingMessage): RequestFacts {
  const one = (value: string | string[] | undefined): string | null =>
    value === undefined ? null : String(value);
  return {
    hosts: request.headersDistinct['host'] ?? [],
    origin: one(request.headers.origin),
    secFetchSite: one(request.headers['sec-fetch-site']),
    target: request.url ?? '',
  };
}

export async function answerRequest(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const access = checkAccess(factsOf(request), site.port);
  if ('refusal' in access) return refuse(response, 403, `Refused (${access.refusal}).`);
  // The origin's host is one of three fixed names: it is safe in a header.
  for (const [name, value] of Object.entries(pageHeaders(`'self' ${access.origin.replace('http:', 'ws:')}`)))
    response.setHeader(name, value);
  const url = new URL(request.url ?? '/', access.origin);
  const code = url.searchParams.get('code');
  if (code !== null && url.pathname === '/') return exchangeCode(site, request, response, code);
  if (!site.session.isSignedIn(request.headers.cookie)) {
    return refuse(
      response,
      401,
      'Open Prisme with the address that it printed in its terminal (press Enter there for a new one).',
    );
  }
  if (url.pathname === '/upload') return upload(site, request, response, url.searchParams.get('name') ?? '');
  sendFile(site, request, response);
}

/** A browser that follows an old address but has the cookie already is simply let in. */
function exchangeCode(site: Site, request: IncomingMessage, response: ServerResponse, code: string): void {
  if (request.method !== 'GET') return refuse(response, 405, 'Only GET.', { Allow: 'GET' });
  const cookie = site.session.exchange(code);
  if (cookie === null && !site.session.isSignedIn(request.headers.cookie)) {
    return refuse(
      response,
      403,
      'This address was used already. Press Enter in the terminal where Prisme runs for a new one.',
    );
  }
  const headers = {
    Location: '/',
    'Cache-Control': 'no-store',
    ...(cookie === null ? {} : { 'Set-Cookie': cookie }),
  };
  response.writeHead(303, headers).end();
}

function sendFile(site: Site, request: IncomingMessage, response: ServerResponse): void {
  const file = findPageFile(site.files, request.url ?? '');
  if (file === null) return refuse(response, 404, 'There is nothing here.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.', { Allow: 'GET, HEAD' });
  response.writeHead(200, {
    'Content-Type': file.contentType,
    'Content-Length': file.bytes.length,
    'Cache-Control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

async function upload(
  site: Site,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  if (request.method !== 'POST') return refuse(response, 405, 'Only POST.', { Allow: 'POST' });
  // A page always sends its origin with a request that changes something.
  if (request.headers.origin === undefined) return refuse(response, 403, 'Refused (origin).');
  try {
    const path = await receiveUpload(request, site.uploadsDir, name);
    sendJson(response, 200, { ticket: site.registerUpload(path) });
  } catch (cause) {
    const error = cause instanceof PrismeError ? cause : new PrismeError('app.internal');
    const status = error.code === 'file.tooLarge' ? 413 : error.code === 'app.diskFull' ? 507 : 500;
    // The rest of the body is not read: the connection ends with this answer.
    response.setHeader('Connection', 'close');
    sendJson(response, status, error.toRecord());
  }
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  if (response.destroyed) return;
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

function refuse(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...headers,
  });
  response.end(`${text}\n`);
}
