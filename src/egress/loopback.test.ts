import { expect, it } from 'vitest';
import { isLoopbackHost } from './loopback.ts';

it.each([
  '127.0.0.1', '127.0.0.0', '127.1.2.3', '127.255.255.255', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '[::ffff:7f00:1]',
  'localhost', 'LocalHost',
])('%s is this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
}); // prettier-ignore

it.each([
  '126.255.255.255', '128.0.0.0', '0.0.0.0', '192.168.0.1', '::', '::2', '[::2]', 'fe80::1', '::ffff:128.0.0.1', '', '[]', 'localhost.',
  'localhost.evil.test', 'evil.localhost', 'local[host]', '[local]host', '[[::1]', '[::1]]', '127.1', '0x7f000001', '2130706433', ' 127.0.0.1',
])('%j is somebody else’s', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
}); // prettier-ignore
