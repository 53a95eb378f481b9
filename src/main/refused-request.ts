/**
 * Puts a page's refused request on record. Runs in Electron's main process. Refuses nothing itself (see harden.ts).
 */
import { egress } from '#egress/guard-this-process.ts';

export function recordRefusedRequest(address: string): void {
  const { host, port } = placeOf(address);
  egress.ledger.record({ atMs: Date.now(), kind: 'request', host, port, wasRefused: true });
}

function placeOf(address: string): { host: string; port: number | null } {
  if (!URL.canParse(address)) return { host: '?', port: null };
  const { hostname, port, protocol } = new URL(address);
  // An address without a host, such as a file's, is named by its kind.
  return { host: (hostname || protocol).slice(0, 300), port: port === '' ? null : Number(port) };
}
