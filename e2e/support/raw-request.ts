/**
 * Requests that no browser would send: wrong names, foreign origins, no cookie. Runs in the test process.
 */
import { type RequestOptions, request } from 'node:http';

/** The status of the answer to a GET, or to a WebSocket handshake when `headers` ask for one. */
export function statusOf(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<number> {
  const { hostname, port, pathname, search } = new URL(url);
  const options: RequestOptions = {
    hostname,
    port,
    path: `${pathname}${search}`,
    method,
    headers,
    agent: false,
  };
  return new Promise((answered, failed) => {
    const sent = request(options, (response) => {
      response.resume();
      answered(response.statusCode ?? 0);
    });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      answered(response.statusCode ?? 0);
    });
    sent.on('error', failed);
    sent.end();
  });
}

/** What asks for a WebSocket. */
export const handshake = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
} as const;
