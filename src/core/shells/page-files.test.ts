import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PageFiles, findPageFile, readPageFiles } from './page-files.ts';

let root: string;
let files: PageFiles;
const listed = ['/', '/index.html', '/assets/index-AbC123.js', '/assets/index-AbC123.css'];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'prisme-page-'));
  await mkdir(join(root, 'page', 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.html'), 'secret');
  for (const name of [
    'index.html',
    'assets/index-AbC123.js',
    'assets/index-AbC123.css',
    'assets/notes.txt',
    '.env',
  ]) {
    await writeFile(join(root, 'page', name), `content of ${name}`);
  }
  await symlink(join(root, 'secret.html'), join(root, 'page', 'link.html'));
});
beforeEach(async () => {
  files = await readPageFiles(join(root, 'page'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('the page’s files', () => {
  it('lists the built files and nothing else: no link, no unknown ending, no hidden file', () => {
    expect([...files.keys()].toSorted()).toEqual(listed.toSorted());
  });

  it('finds a file with and without a query', () => {
    expect(new TextDecoder().decode(findPageFile(files, '/assets/index-AbC123.js?v=1')?.bytes)).toBe(
      'content of assets/index-AbC123.js',
    );
    expect(findPageFile(files, '/?code=x')?.contentType).toBe('text/html; charset=utf-8');
  });

  it('says of every kind of file what it is, and leaves every other kind out', async () => {
    const types = {
      'index.html': 'text/html; charset=utf-8',
      'a.js': 'text/javascript; charset=utf-8',
      'a.css': 'text/css; charset=utf-8',
      'a.svg': 'image/svg+xml',
      'a.png': 'image/png',
      'a.woff2': 'font/woff2',
      'a.json': 'application/json',
    };
    const folder = join(root, 'kinds');
    await mkdir(folder);
    for (const name of [...Object.keys(types), 'a', 'a.map', 'a.txt', 'a.htm', 'a.JS', '.css'])
      await writeFile(join(folder, name), name);
    const found = [...(await readPageFiles(folder))].filter(([address]) => address !== '/');
    expect(
      Object.fromEntries(found.map(([address, { contentType }]) => [address.slice(1), contentType])),
    ).toEqual(types);
  });

  it('gives the start page at the bare address, and the text before a fragment', () => {
    expect(findPageFile(files, '/')).toBe(findPageFile(files, '/index.html'));
    expect(findPageFile(files, '/index.html#top?x')).toBe(findPageFile(files, '/'));
    expect(findPageFile(files, '/?')).toBe(findPageFile(files, '/'));
  });

  it.each([
    '', 'index.html', '//index.html', '/index.html/', '/./index.html', '/assets/../index.html', '/../secret.html', '/..%2fsecret.html',
    '/%2e%2e/secret.html', '/%2e%2e%2fsecret.html', '/%252e%252e/secret.html', '/..\\secret.html', '/..%5csecret.html', '/....//secret.html',
    '/link.html', '/.env', '/assets/notes.txt', '/assets', '/assets/', '/INDEX.HTML', '/index.html%00', '/index.html\u0000.js', '/index.html ',
    '/C:/secret.html', '\\\\host\\share', '//host/share', 'file:///etc/passwd', '/index%2ehtml', '/index.html;', '/__proto__', '/constructor',
    '/assets/index-abc123.js', '/assets//index-AbC123.js', '/ｉndex.html', '/index.html/..', '/%69ndex.html',
  ])('has nothing at %j', (target) => {
    expect(findPageFile(files, target)).toBeNull();
  }); // prettier-ignore

  it('gives listed files only, whatever path is made up', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '/',
        '..',
        '.',
        '%2e',
        '%2f',
        '%5c',
        '\\',
        '%00',
        'assets',
        'index.html',
        'secret.html',
        'link.html',
        '.env',
        '//',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const target = pieces.join('');
        const path = target.split(/[?#]/)[0] ?? '';
        expect(findPageFile(files, target) !== null).toBe(listed.includes(path));
      }),
      { numRuns: 20_000 },
    );
  });

  it('refuses a folder without a start page', async () => {
    await expect(readPageFiles(join(root, 'page', 'assets'))).rejects.toThrow('index.html');
  });
});
