/**
 * S4: made-up paths against the page's list of files, as app:// answers them and as the web server does. Only what stands
 * in the list is served, whatever lies beside it on the disk.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PageFiles, readPageFiles } from '#core/shells/page-files.ts';
import { answerPageRequest } from '../src/main/answer-page-request.ts';
import { openOwnCore } from './own-core.ts';
import { type OwnWebServer, openWebServer, send } from './own-web-server.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

/** In every file that lies outside the list; in no file of it. */
const secret = 'SECRET-OUTSIDE-THE-LIST';
const listed = ['/', '/index.html', '/assets/main.js', '/assets/style.css', '/assets/fonts/inter.woff2'];

/** A built page, and around it what must never be served. */
function writeFolders(folder: string): string {
  const page = join(folder, 'renderer');
  mkdirSync(join(page, 'assets', 'fonts'), { recursive: true });
  for (const path of listed.slice(1)) writeFileSync(join(page, path), `listed ${path}`);
  writeFileSync(join(folder, 'secret.js'), secret);
  writeFileSync(join(page, 'main.js.map'), secret);
  writeFileSync(join(page, '.env'), secret);
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(folder, 'outside', 'inner.js'), secret);
  symlinkSync(join(folder, 'secret.js'), join(page, 'assets', 'link.js'));
  symlinkSync(join(folder, 'outside'), join(page, 'linked'));
  return page;
}

const wanted = [
  ...listed, '/assets/link.js', '/linked/inner.js', '/main.js.map', '/.env', '/secret.js', '/outside/inner.js', '/etc/passwd', '/renderer/index.html',
  '/C:/Windows/win.ini', '/c:\\Windows\\win.ini', '/\\\\host\\share\\x.js', '//host/share/x.js', '/file:///etc/passwd', '/proc/self/environ', '/assets', '/assets/',
  '/CON', '/index.html::$DATA', '/index.html.', '/index.html ', '/INDEX.HTML', '/assets/main.js/', '/assets/main.js~', '/ind%65x.html',
]; // prettier-ignore
const ups = [
  '../',
  '..\\',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%2f',
  '..%5c',
  '%252e%252e%252f',
  '..;/',
  '....//',
  '.%2e/',
  '%c0%ae%c0%ae/',
  '%uff0e%uff0e/',
  './',
  '//',
  '/./',
];
const ends = [
  '',
  '',
  '',
  '%00',
  '%00.js',
  '\0',
  '?',
  '?x=/../secret.js',
  '#',
  '#/../x',
  '/',
  '/.',
  '/..',
  '.',
  '%20',
  ' ',
  ';',
  ';.js',
  '::$DATA',
  '%2f',
  '\\',
  '*',
  '.js',
];

function encode(text: string, random: Random): string {
  return Array.from(text, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0').slice(-2);
    return random.int(0, 3) > 0 ? character : random.pick([`%${hex}`, `%${hex.toUpperCase()}`, `%25${hex}`]);
  }).join('');
}

function pathFrom(random: Random): string {
  const path = random.pick(wanted);
  const climb = Array.from({ length: random.int(0, 6) }, () => random.pick(ups)).join('');
  const at = random.int(0, path.length);
  const forms: readonly (() => string)[] = [
    () => path,
    () => `/${climb}${path.slice(1)}`,
    () => `${path.slice(0, at)}/${climb}${path.slice(at)}`,
    () => encode(path, random),
    () => encode(`/${climb}${path.slice(1)}`, random),
    () => path.replaceAll('/', '\\'),
    () => path.toUpperCase(),
    () => path.slice(0, at) + random.pick(['\0', '%00', ' ', '\ud800', 'é', '%', '.']) + path.slice(at),
  ];
  return random.pick(forms)() + random.pick(ends);
}

/** The list's own words: a path up to its query or fragment, letter by letter. */
function isListed(path: string): boolean {
  return listed.includes(path.replace(/[?#].*$/s, ''));
}

async function tryApp(files: PageFiles, path: string): Promise<string | null> {
  const response = answerPageRequest(files, { method: 'GET', url: `app://ui${path}` });
  const text = await response.text();
  if (text.includes(secret)) return 'app:// serves what is outside the list';
  const isServed = response.status === 200;
  return isServed === (path.startsWith('/') && isListed(path)) ? null : `app:// answers ${response.status}`;
}

/** The address as a browser would write it anew before asking: what is served then must be in the list too. */
async function tryNormalised(files: PageFiles, path: string): Promise<string | null> {
  const url = URL.parse(`app://ui${path}`)?.href;
  if (url === undefined) return null;
  return url.startsWith('app://ui/') ? tryApp(files, url.slice('app://ui'.length)) : null;
}

async function tryWeb(web: OwnWebServer, path: string): Promise<string | null> {
  const bytes = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${web.server.port}\r\nCookie: ${web.cookie}\r\nConnection: close\r\n\r\n`,
  );
  const { status, raw, hasEnded } = await send(web.server.port, bytes);
  if (!hasEnded) return 'the web server does not end';
  if (raw.includes(secret)) return 'the web server serves what is outside the list';
  if (status >= 500) return `the web server answers ${status}`;
  // Spaces around the path belong to the request line.
  return status === 200 && !isListed(path.replaceAll(/^ +| +$/g, ''))
    ? 'the web server serves a path that is not in the list'
    : null;
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-paths-'));
  const files = await readPageFiles(writeFolders(folder));
  const own = await openOwnCore();
  const web = await openWebServer(own, undefined, files);
  const failures: string[] = [];
  const missing = listed.filter((path) => !files.has(path));
  if (missing.length > 0 || files.size !== listed.length)
    failures.push(`the list is ${[...files.keys()].join()}`);
  let served = 0;
  for (let index = 0; index < times; index++) {
    const path = pathFrom(random.fork(index));
    if (isListed(path)) served += 1;
    const faults = [await tryApp(files, path), await tryNormalised(files, path), await tryWeb(web, path)];
    for (const fault of faults) if (fault !== null) failures.push(`${JSON.stringify(path)}: ${fault}`);
  }
  await web.close();
  await own.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    tried: times,
    failures,
    figures: { 'in the list': `${served}`, 'ways in': 'app://, app:// rewritten, HTTP' },
  };
}

export const paths: Suite = {
  id: 'S4',
  promise: 'no made-up path reaches a file outside the built page, over app:// or HTTP',
  needs: 'nothing',
  times: { short: 2_000, long: 20_000 },
  run,
};
