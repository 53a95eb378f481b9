import { describe, expect, it } from 'vitest';
import { type RequestFacts, checkAccess, isSameSecret, readCookie } from './access.ts';

const port = 7317;
const good = ['127.0.0.1:7317', 'localhost:7317', '[::1]:7317'];
const badHosts = [
  '127.0.0.1', 'localhost', '[::1]', '127.0.0.1:7318', '127.0.0.1:80', '127.0.0.1:07317', '127.0.0.1:7317 ', ' 127.0.0.1:7317',
  'evil.test', 'evil.test:7317', '127.0.0.1.evil.test:7317', 'localhost.evil.test:7317', 'localhost.:7317', 'LOCALHOST:7317',
  '2130706433:7317', '0x7f000001:7317', '017700000001:7317', '127.1:7317', '127.0.0.2:7317', '0.0.0.0:7317', '[::]:7317',
  '[::ffff:127.0.0.1]:7317', '[0:0:0:0:0:0:0:1]:7317', '::1:7317', '192.168.1.5:7317', 'prisme.local:7317', 'user@127.0.0.1:7317',
  '127.0.0.1:7317:7317', '127.0.0.1:7317,evil.test', '127.0.0.1:7317/', '', 'null', '127.0.0.1:7317#', '127。0。0。1:7317', '%3127.0.0.1:7317',
]; // prettier-ignore
const badOrigins = [
  'null', 'http://evil.test', 'http://evil.test:7317', 'https://127.0.0.1:7317', 'http://127.0.0.1', 'http://127.0.0.1:7318',
  'http://127.0.0.1:7317/', 'http://127.0.0.1:7317.evil.test', 'http://localhost:7317.evil.test', 'file://', 'app://ui', 'chrome-extension://abc', '',
]; // prettier-ignore
const sites: readonly (readonly [string | null, boolean])[] = [
  [null, true],
  ['none', true],
  ['same-origin', true],
  ['same-site', false],
  ['cross-site', false],
  ['', false],
  ['Same-Origin', false],
];

const facts = (changes: Partial<RequestFacts>): RequestFacts => ({
  hosts: ['127.0.0.1:7317'],
  origin: null,
  secFetchSite: null,
  target: '/',
  ...changes,
});
const isLetIn = (changes: Partial<RequestFacts>): boolean => 'origin' in checkAccess(facts(changes), port);

describe('checkAccess', () => {
  it('lets in exactly the own hosts with their own origin from the own site, over the whole table', () => {
    const origins = [null, ...good.map((host) => `http://${host}`), ...badOrigins];
    let checked = 0;
    for (const host of [...good, ...badHosts]) {
      for (const origin of origins) {
        for (const [secFetchSite, isOwnSite] of sites) {
          const isOwn = good.includes(host) && (origin === null || origin === `http://${host}`) && isOwnSite;
          const label = JSON.stringify({ host, origin, secFetchSite });
          expect(isLetIn({ hosts: [host], origin, secFetchSite }), label).toBe(isOwn);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(4_000);
  });

  it('refuses a request without a host, and one with two', () => {
    expect(checkAccess(facts({ hosts: [] }), port)).toEqual({ refusal: 'host' });
    expect(checkAccess(facts({ hosts: ['127.0.0.1:7317', '127.0.0.1:7317'] }), port)).toEqual({
      refusal: 'host',
    });
  });

  it('says which of the four looks refused', () => {
    expect(checkAccess(facts({ secFetchSite: 'cross-site' }), port)).toEqual({ refusal: 'site' });
    expect(checkAccess(facts({ origin: 'null' }), port)).toEqual({ refusal: 'origin' });
  });

  it('refuses a rebound page, which is same-origin with itself', () => {
    const rebound = {
      hosts: ['evil.test:7317'],
      origin: 'http://evil.test:7317',
      secFetchSite: 'same-origin',
    };
    expect(checkAccess(facts(rebound), port)).toEqual({ refusal: 'host' });
  });

  it.each(['http://evil.test/', 'http://127.0.0.1:7317/', '//evil.test/', '*', 'evil.test:443', ''])(
    'refuses the target %j',
    (target) => {
      expect(checkAccess(facts({ target }), port)).toEqual({ refusal: 'target' });
    },
  );
});

describe('readCookie', () => {
  it.each([
    ['prisme_7317=abc', 'abc'],
    ['a=b; prisme_7317=abc; c=d', 'abc'],
    ['prisme_7317=a=b', 'a=b'],
    ['prisme_73170=abc', null],
    ['xprisme_7317=abc', null],
    ['prisme_7317=abc; prisme_7317=def', null],
    ['prisme_7317', null],
    ['', null],
    [undefined, null],
  ])('reads %j as %j', (header, value) => {
    expect(readCookie(header, 'prisme_7317')).toBe(value);
  });
});

describe('isSameSecret', () => {
  it('compares secrets of any length', () => {
    expect(isSameSecret('abc', 'abc')).toBe(true);
    expect(isSameSecret('abc', 'abcd')).toBe(false);
    expect(isSameSecret('', 'abc')).toBe(false);
  });
});
