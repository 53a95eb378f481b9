/**
 * V3: broken, cut, slow, crowded and smuggled HTTP requests as raw bytes against the web server, whose limits of time are
 * shortened.
 */
import { fill, openOwnCore } from './own-core.ts';
import { type Answer, type OwnWebServer, openWebServer, pageText, send } from './own-web-server.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const timeLimits = { headersMs: 200, stillMs: 400, keepAliveMs: 100 };
/** Far above the limits: whoever is still connected then hangs. */
const patienceMs = 20_000;
const atOnce = 50;

/** Whole requests that the others are made from. `~` stands for the host, `$` for the cookie. */
const sound: readonly string[] = [
  'GET / HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'GET /assets/a.js HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nConnection: close\r\n\r\n',
  'HEAD /index.html HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'GET /?code=guessed HTTP/1.1\r\nHost: ~\r\n\r\n',
  'POST /upload?name=a.gguf HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nOrigin: http://~\r\nContent-Length: 4\r\n\r\nGGUF',
  'POST /upload?name=a.gguf HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nOrigin: http://~\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nGGUF\r\n0\r\n\r\n',
  'POST /upload HTTP/1.1\r\nHost: ~\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nGGUF',
  'GET /rpc HTTP/1.1\r\nHost: ~\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  'GET /rpc HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 7\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: ~\r\nAccess-Control-Request-Method: POST\r\n\r\n',
];

/** Requests that two readers may read in two ways, and other classics. */
const odd: readonly string[] = [
  'GET http://~/ HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'GET http://evil.test/ HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: ~\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG',
  'POST / HTTP/1.1\r\nHost: ~\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: ~\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: ~\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: ~\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nGGUF',
  'POST / HTTP/1.1\r\nHost: ~\r\nContent-Length: -1\r\n\r\n',
  'POST / HTTP/1.1\r\nHost: ~\r\nContent-Length: 99999999999999999999\r\n\r\nx',
  'POST /upload HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nOrigin: http://~\r\nContent-Length: 9000000000000000\r\n\r\nGGUF',
  'POST /upload HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nOrigin: http://~\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nGGUF',
  'POST /upload HTTP/1.1\r\nHost: ~\r\nCookie: $\r\nOrigin: http://~\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nGGUFGGUF\r\n0\r\n\r\n',
  'GET / HTTP/1.1\nHost: ~\nCookie: $\n\n',
  'GET / HTTP/1.1\r\nHost: ~\r\nX: a\r\n b\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: ~\r\nX: a\0b\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: ~\r\nHost: evil.test\r\nCookie: $\r\n\r\n',
  'GET / HTTP/1.0\r\n\r\n',
  'GET /\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: ~\r\n\r\n',
  'GET  /  HTTP/1.1\r\nHost: ~\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'GET /%00 HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'GET /?code=%ff%fe HTTP/1.1\r\nHost: ~\r\n\r\n',
  'GET /?code=%E0%A4%A HTTP/1.1\r\nHost: ~\r\n\r\n',
  'GET /\\..\\ HTTP/1.1\r\nHost: ~\r\nCookie: $\r\n\r\n',
  'GET /rpc HTTP/1.1\r\nHost: ~\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: ~\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\nmore and more',
];

const junk = [
  '\0',
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  ';',
  '\xff',
  '%',
  'A'.repeat(9_000),
  '\r\nX: y',
  '\r\n\r\n',
];

function changeBytes(text: string, random: Random): string {
  let changed = text;
  for (let turn = random.int(1, 4); turn > 0; turn--) {
    const at = random.int(0, changed.length);
    const cut = random.int(0, 3);
    const put = random.pick([random.pick(junk), String.fromCodePoint(random.int(0, 255)), '']);
    changed = changed.slice(0, at) + put + changed.slice(at + cut);
  }
  return changed;
}

function manyHeaders(text: string, random: Random): string {
  const line = random.pick([
    `X-Long: ${'a'.repeat(random.int(1_000, 40_000))}\r\n`,
    Array.from({ length: random.int(50, 3_000) }, (_, index) => `X-${index}: y\r\n`).join(''),
    `Cookie: ${'a=b; '.repeat(random.int(10, 3_000))}\r\n`,
  ]);
  return text.replace('\r\n', `\r\n${line}`);
}

/** A request, or several, as the parts in which it is sent. */
function requestFrom(random: Random): string[] {
  const base = (): string => random.pick(random.int(0, 1) === 0 ? sound : odd);
  const text = base();
  const kinds: readonly (() => string[])[] = [
    () => [text],
    () => [changeBytes(text, random)],
    () => [changeBytes(text, random)],
    () => [text.slice(0, random.int(0, text.length))],
    () => [manyHeaders(text, random)],
    () => [Array.from({ length: random.int(2, 30) }, base).join('')],
    () => [text, changeBytes(base(), random)],
    () => Array.from(text),
    () => [random.bytes(random.int(1, 400)).toString('latin1')],
  ];
  return random.pick(kinds)();
}

/** What is wrong with an answer; null: nothing. */
function faultOf(parts: readonly string[], { raw, hasEnded }: Answer, cookie: string): string | null {
  if (!hasEnded) return 'the connection hangs';
  const statuses = [...raw.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  const strange = statuses.find((status) => status < 100 || status >= 500);
  if (strange !== undefined) return `answered with ${strange}`;
  if (raw.includes(pageText) && !parts.join('').includes(cookie)) return 'the page was served';
  return /^access-control-/im.test(raw) ? 'the answer opens itself to other origins' : null;
}

async function tryOne(web: OwnWebServer, random: Random): Promise<string | null> {
  const host = `127.0.0.1:${web.server.port}`;
  const parts = requestFrom(random).map((part) => part.replaceAll('~', host).replaceAll('$', web.cookie));
  const answer = await send(web.server.port, parts, {
    patienceMs,
    // A WebSocket that was let in stays open by right.
    until: ' 101 Switching',
    endsWriting: random.int(0, 3) === 0,
  });
  const fault = faultOf(parts, answer, web.cookie);
  return fault === null ? null : `${JSON.stringify(parts.join('|')).slice(0, 600)}: ${fault}`;
}

async function isAlive(web: OwnWebServer): Promise<boolean> {
  const text = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${web.server.port}\r\nCookie: ${web.cookie}\r\nConnection: close\r\n\r\n`;
  const { status } = await send(web.server.port, text);
  return status === 200;
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const own = await openOwnCore();
  await fill(own);
  const web = await openWebServer(own, timeLimits);
  own.hasChanged();
  const failures: string[] = [];
  const uncaught = (cause: unknown): void => void failures.push(`nobody handled: ${String(cause)}`);
  process.on('unhandledRejection', uncaught).on('uncaughtExceptionMonitor', uncaught);
  for (let tried = 0; tried < times; tried += atOnce) {
    const count = Math.min(atOnce, times - tried);
    const faults = Array.from({ length: count }, (_, index) => tryOne(web, random.fork(tried + index)));
    failures.push(...(await Promise.all(faults)).filter((fault) => fault !== null));
    if (!(await isAlive(web))) failures.push(`the server does not answer after request ${tried + count}`);
  }
  if (own.hasChanged()) failures.push('the data changed');
  // Closing waits for every connection: one that was forgotten would keep it.
  await web.close();
  await own.close();
  process.off('unhandledRejection', uncaught).off('uncaughtExceptionMonitor', uncaught);
  return { tried: times, failures, figures: { 'connections at once': `${atOnce}` } };
}

export const rawRequests: Suite = {
  id: 'V3',
  promise: 'broken, cut, slow and smuggled requests end with a refusal; none hangs, none harms the server',
  needs: 'nothing',
  times: { short: 500, long: 20_000 },
  run,
};
