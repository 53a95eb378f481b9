/**
 * One file of random bytes over HTTP, as large as its argument says, in a process of its own: whoever measures must not
 * share a thread with it. As cheap as Node allows: an answer is one write of a slice that lies in memory, which the
 * system takes in pieces as large as the socket has room for. It knows ranges, and nothing else of a hub. Tells its
 * address and the file's hash.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const content = randomBytes(Number(process.argv[2]));
const server = createServer((request, response) => {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1] ?? 0);
  const to = Math.min(Number(range?.[2] ?? content.length - 1) + 1, content.length);
  response.writeHead(range === null ? 200 : 206, {
    'content-length': to - from,
    ...(range === null ? {} : { 'content-range': `bytes ${from}-${to - 1}/${content.length}` }),
  });
  response.end(content.subarray(from, to));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.send?.({
  url: `http://127.0.0.1:${port}/file.gguf`,
  sha256: createHash('sha256').update(content).digest('hex'),
});
process.on('disconnect', () => process.exit(0));
