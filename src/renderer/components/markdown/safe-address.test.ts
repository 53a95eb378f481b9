import { expect, test } from 'vitest';
import { safeAddress } from './safe-address.ts';

test('an address is shown in full, its host in punycode', () => {
  expect(safeAddress('https://example.org/a?b=c')).toBe('https://example.org/a?b=c');
  // A Cyrillic "а" in the place of the Latin one.
  expect(safeAddress('https://\u0430pple.com/')).toBe('https://xn--pple-43d.com/');
});

test('other protocols, passwords, hidden characters and nonsense are refused', () => {
  for (const address of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'https://user:pass@example.org/',
    'https://example.org@evil.example/',
    'https://exam\u200bple.org/',
    'https://example.org/\u202etxt',
    '/local',
    '',
  ]) {
    expect(safeAddress(address), address).toBeNull();
  }
});
