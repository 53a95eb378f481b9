/**
 * V1 and V2: who is let in by the web server, over raw sockets: names, origins and kinds of request on every route and the
 * upgrade; and everybody who has everything right but the cookie.
 */
import { type OwnWebServer, type Answer, openWebServer, pageText, send } from './own-web-server.ts';
import { fill, openOwnCore } from './own-core.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

/** A request in its parts; null: the header is not sent. */
type Knock = {
  readonly method: string;
  readonly target: string;
  readonly hosts: readonly string[];
  readonly origin: string | null;
  readonly site: string | null;
  readonly cookie: string | null;
  readonly isUpgrade: boolean;
};

const methods = ['GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'];
const sites = [
  null,
  'none',
  'same-origin',
  'same-site',
  'cross-site',
  '',
  'Same-Origin',
  'same-origin, none',
];

/** Names under which somebody may try to be this machine. `~` stands for the port. */
const hosts = [
  '127.0.0.1:~', 'localhost:~', '[::1]:~', '127.0.0.1', 'localhost', '[::1]', '127.0.0.1:80', '127.0.0.1:0~', 'evil.test', 'evil.test:~',
  '127.0.0.1.evil.test:~', 'localhost.evil.test:~', 'localhost.:~', 'LOCALHOST:~', 'LocalHost:~', '2130706433:~', '0x7f000001:~',
  '017700000001:~', '127.1:~', '127.0.0.2:~', '0.0.0.0:~', '[::]:~', '[::ffff:127.0.0.1]:~', '[0:0:0:0:0:0:0:1]:~', '192.168.1.5:~',
  'prisme.local:~', 'user@127.0.0.1:~', '127.0.0.1:~:~', '127.0.0.1:~,evil.test', '127.0.0.1:~/', 'null', '127.0.0.1:~#', '%3127.0.0.1:~',
  '127.0.0.1:~\u00a0', 'host.docker.internal:~', 'app.localhost:~', '127.0.0.1:~@evil.test',
]; // prettier-ignore
const origins = [
  null, 'http://127.0.0.1:~', 'http://localhost:~', 'http://[::1]:~', 'null', '', 'http://evil.test', 'http://evil.test:~', 'https://127.0.0.1:~',
  'http://127.0.0.1', 'http://127.0.0.1:1', 'http://127.0.0.1:~/', 'http://127.0.0.1:~.evil.test', 'HTTP://127.0.0.1:~', 'file://', 'app://ui',
  'chrome-extension://abcdefgh', 'http://127.0.0.1:~, http://evil.test', 'http://user@127.0.0.1:~', 'ws://127.0.0.1:~',
]; // prettier-ignore
const targets = [
  '/', '/index.html', '/assets/a.js', '/rpc', '/upload', '/upload?name=x.gguf', '/nothing', '/?code=guessed', '/?code=', '/rpc/', '/RPC', '/rpc?x=1',
  '//evil.test/', '/index.html?code=guessed', '/upload/../', '*',
]; // prettier-ignore

/** Cookies that are not the right one. */
function wrongCookies(cookie: string): (string | null)[] {
  const [name = '', secret = ''] = cookie.split('=');
  return [
    null,
    '',
    name,
    `${name}=`,
    `${name}=x`,
    cookie.slice(0, -1),
    `${cookie}x`,
    `${cookie}; ${cookie}`,
    `${name}="${secret}"`,
    `${name.toUpperCase()}=${secret}`,
    `${name}0=${secret}`,
    `${name}=${secret.toLowerCase()}`,
    `prisme_1=${secret}`,
    `a=${secret}`,
  ];
}

/** Half of the time everything but one part is right: only then does that part decide. */
function knockFrom(random: Random, cookie: string): Knock {
  const isNearly = random.int(0, 1) === 0;
  const part = random.int(0, 3);
  const choose = <Value>(index: number, right: Value, all: readonly Value[]): Value =>
    isNearly && part !== index ? right : random.pick(all);
  const host = choose(0, '127.0.0.1:~', hosts);
  const second = random.int(0, 20) === 0 ? [random.pick(hosts)] : [];
  return {
    ...routeFrom(random),
    hosts: random.int(0, 30) === 0 ? [] : [host, ...second],
    origin: choose(1, `http://${host}`, origins),
    site: choose(2, 'same-origin', sites),
    cookie: choose(3, cookie, [cookie, ...wrongCookies(cookie)]),
  };
}

function routeFrom(random: Random): Pick<Knock, 'method' | 'target' | 'isUpgrade'> {
  const isUpgrade = random.int(0, 3) === 0;
  return {
    isUpgrade,
    method: isUpgrade ? 'GET' : random.pick(methods),
    target: isUpgrade && random.int(0, 1) === 0 ? '/rpc' : random.pick(targets),
  };
}

/** Everything is right but the cookie. */
function knockWithoutCookie(random: Random, cookie: string): Knock {
  const host = random.pick(['127.0.0.1:~', 'localhost:~', '[::1]:~']);
  return {
    ...routeFrom(random),
    hosts: [host],
    origin: random.pick([null, `http://${host}`]),
    site: random.pick([null, 'none', 'same-origin']),
    cookie: random.pick(wrongCookies(cookie)),
  };
}

function textOf(knock: Knock, port: number): string {
  const header = (name: string, value: string | null): string[] =>
    value === null ? [] : [`${name}: ${value}`];
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  const lines = [
    `${knock.method} ${knock.target} HTTP/1.1`,
    ...knock.hosts.map((host) => `Host: ${host}`),
    ...header('Origin', knock.origin),
    ...header('Sec-Fetch-Site', knock.site),
    ...header('Cookie', knock.cookie),
    ...(knock.isUpgrade ? upgrade : ['Connection: close']),
  ];
  return `${lines.join('\r\n').replaceAll('~', String(port))}\r\n\r\n`;
}

/** Whether names and origins are right, said another way than the server says it: by lists of what is right. */
function comesFromOurPage({ hosts: named, origin, site, target }: Knock): boolean {
  const [host] = named;
  if (named.length !== 1 || !['127.0.0.1:~', 'localhost:~', '[::1]:~'].includes(host ?? '')) return false;
  if (origin !== null && origin !== `http://${host}`) return false;
  if (![null, 'none', 'same-origin'].includes(site)) return false;
  return target.startsWith('/') && !target.startsWith('//');
}

function mayEnter(knock: Knock, right: string): boolean {
  return comesFromOurPage(knock) && knock.cookie === right;
}

/** What a refusal says. Anything else, even "not found", would say that somebody came in and looked. */
function isRefusal(knock: Knock, status: number): boolean {
  if (!comesFromOurPage(knock)) return status === 400 || status === 403;
  const isExchange = knock.target.startsWith('/?code=') && !knock.isUpgrade;
  return isExchange ? status === (knock.method === 'GET' ? 403 : 405) : status === 401;
}

/** What is wrong with an answer; null: nothing. */
function faultOf(knock: Knock, answer: Answer, cookie: string): string | null {
  const { status, raw } = answer;
  const secret = cookie.slice(cookie.indexOf('=') + 1);
  if (raw.includes(secret)) return 'the answer has the secret in it';
  if (/^access-control-/im.test(raw)) return 'the answer opens itself to other origins';
  if (/^set-cookie:/im.test(raw)) return 'a cookie was given away';
  if (mayEnter(knock, cookie))
    return rightAnswer(knock, status) ? null : `let in, but answered with ${status}`;
  if (raw.includes(pageText)) return 'the page was served';
  return isRefusal(knock, status) ? null : `answered with ${status}`;
}

/** The one who is let in finds what is there, and a refusal only where there is nothing to do. */
function rightAnswer({ isUpgrade, target, method }: Knock, status: number): boolean {
  if (isUpgrade) return target === '/rpc' ? status === 101 : status === 404;
  const isRead = method === 'GET' || method === 'HEAD';
  if (['/', '/index.html', '/assets/a.js'].includes(target)) return isRead ? status === 200 : status === 405;
  // Following an old address with the cookie leads to the page.
  if (target.startsWith('/?code=')) return method === 'GET' ? status === 303 : status === 405;
  return status >= 200 && status < 500;
}

async function tryKnock(web: OwnWebServer, knock: Knock): Promise<string | null> {
  const text = textOf(knock, web.server.port);
  const answer = await send(web.server.port, text, { until: knock.isUpgrade ? '\r\n\r\n' : null });
  if (!answer.hasEnded) return `${JSON.stringify(text)}: no end`;
  const fault = faultOf(knock, answer, web.cookie);
  return fault === null ? null : `${JSON.stringify(text.replaceAll(web.cookie, '<cookie>'))}: ${fault}`;
}

/** Tries the knocks one after the other on a server of its own. */
async function tryAll(
  { times, random }: Trial,
  knockFrom: (random: Random, cookie: string) => Knock,
): Promise<Outcome> {
  const own = await openOwnCore();
  await fill(own);
  const web = await openWebServer(own);
  own.hasChanged();
  const failures: string[] = [];
  let letIn = 0;
  for (let index = 0; index < times; index++) {
    const knock = knockFrom(random.fork(index), web.cookie);
    if (mayEnter(knock, web.cookie)) letIn += 1;
    const fault = await tryKnock(web, knock);
    if (fault !== null) failures.push(fault);
  }
  const secret = web.cookie.slice(web.cookie.indexOf('=') + 1);
  if (JSON.stringify(own.logged).includes(secret)) failures.push('the secret is in the log');
  if (own.hasChanged()) failures.push('the data changed');
  await web.close();
  await own.close();
  return { tried: times, failures, figures: { 'rightly let in': `${letIn}`, refused: `${times - letIn}` } };
}

export const hostsAndOrigins: Suite = {
  id: 'V1',
  promise: 'only the own page is let in, whatever names, origins and routes are tried',
  needs: 'nothing',
  times: { short: 500, long: 10_000 },
  run: (trial) => tryAll(trial, knockFrom),
};

export const withoutCookie: Suite = {
  id: 'V2',
  promise: 'nothing is served to anybody without the cookie, and the cookie comes out nowhere',
  needs: 'nothing',
  times: { short: 500, long: 5_000 },
  run: (trial) => tryAll(trial, knockWithoutCookie),
};
