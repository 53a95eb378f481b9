import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
