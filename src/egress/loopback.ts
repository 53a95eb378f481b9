/**
 * Which addresses are this machine's own. Runs in every process of Prisme but the page. Pure: it resolves no name.
 */
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * True for 127.0.0.0/8, ::1 and "localhost". Every other name is somebody else's: whether it would lead back here is
 * known only after it was asked for, which is what must not happen.
 */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  // An IPv4 address in IPv6 clothes (::ffff:127.0.0.1) counts as what it is.
  if (family !== 0) return loopback.check(bare, family === 4 ? 'ipv4' : 'ipv6');
  return bare.toLowerCase() === 'localhost';
}
