import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hubContract, type HubFile } from '#contract/hub.ts';
import { PrismeError } from '#contract/errors.ts';
import { outputOf } from '#contract/testing/expect-bounds.ts';
import { summariseHeader } from '#core/models/gguf/header-summary.ts';
import { readGgufHeader } from '#core/models/gguf/read-header.ts';
import { estimateMemoryParts } from '#core/models/memory-estimate.ts';
import { createHttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import { writeGguf } from '../../../fixtures/gguf-writer.ts';
import { type Faults, sha256Of, startHostileHub } from '../../../fixtures/hostile-hub.ts';
import { metadata, tensors } from '../models/gguf/testing/small-model.ts';
import { createHub } from './hub.ts';
import { createHubClient } from './hub-client.ts';

const large = { name: 'z.weight', shape: [1024, 4096], data: new Float32Array(1024 * 4096) };
/** A header of a few kilobytes before 16 MB of weights. */
const model = Buffer.from(writeGguf(metadata(), [...tensors, large]));
const megabytes = (count: number) =>
  metadata(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `padding${index}`,
        { type: 'string', value: 'x'.repeat(1 << 20) } as const,
      ]),
    ),
  );

type Setup = { readonly token?: string; readonly isOffline?: boolean; readonly freedBytes?: number };

async function hubWith(files: Readonly<Record<string, Buffer>>, faults: Faults = {}, setup: Setup = {}) {
  const server = await startHostileHub(files, faults);
  onTestFinished(() => server.close());
  const permits = new EgressPermits();
  permits.follow(() => setup.isOffline ?? false);
  const ledger = new EgressLedger(0);
  const { token } = setup;
  const client = createHubClient({
    get: createHttpGet({ permits, ledger, proxyUrl: () => null, idleMs: 300 }),
    hubUrl: () => new URL(server.url),
    secretHeaders: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  const hub = createHub({
    client,
    hubUrl: () => new URL(server.url),
    library: {
      list: () => ({ models: [], rejected: [] }),
      capacity: () => ({ bytes: 0, freeBytes: 4e9, heldBytes: setup.freedBytes ?? 0, threads: 1 }),
    },
  });
  const listed = Object.entries(files).map(([path, content]): HubFile => ({
    path,
    sizeBytes: content.length,
    sha256: sha256Of(content),
  }));
  const ask = (asked = listed) =>
    hub.fileFit({ repository: 'local/hub', revision: server.revision, files: asked });
  return { server, ledger, ask, listed };
}

async function errorOf(asking: Promise<unknown>): Promise<unknown> {
  const error = await asking.catch((cause: unknown) => cause);
  return error instanceof PrismeError ? [error.code, error.details] : error;
}

describe('the sum of a file on the hub', () => {
  it('is the one that loading the very file comes to, and little of the file is fetched for it', async () => {
    const { server, ledger, ask } = await hubWith({ 'a.gguf': model }, {}, { freedBytes: 5 });
    const answer = await ask();
    expect(outputOf(hubContract.fileFit).safeParse(answer).success).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'prisme-header-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'a.gguf');
    writeFileSync(path, model);
    const summary = summariseHeader(await readGgufHeader(path));
    const { fit } = answer;
    const parts = estimateMemoryParts({ summary, sizeBytes: model.length }, fit.contextTokens);
    expect(fit).toMatchObject({
      weightsBytes: parts.weightsBytes,
      cacheBytes: parts.cacheBytes,
      computeBytes: parts.computeBytes + parts.engineBytes,
      freeBytes: 4e9,
      freedBytes: 5,
    });
    expect(server.requests.map(({ path: asked, range }) => [asked, range])).toEqual([
      ['a.gguf', { from: 0, to: 1 << 20 }],
    ]);
    expect(ledger.snapshot().attempts).toMatchObject([{ host: '127.0.0.1', wasRefused: false }]);
  });

  it('asks for more as the header turns out to be longer, and not for what it passes over', async () => {
    const { server, ask } = await hubWith({ 'a.gguf': Buffer.from(writeGguf(megabytes(7), tensors)) });
    await ask();
    const ranges = server.requests.map(({ range }) => range);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toEqual({ from: 0, to: 1 << 20 });
    expect((ranges[1]?.to ?? 0) - (ranges[1]?.from ?? 0)).toBe(4 << 20);
    expect(ranges[2]?.from).toBeGreaterThanOrEqual(ranges[1]?.to ?? Infinity);
  });

  it('comes from a server that knows no ranges as well, over one connection that ends early', async () => {
    const padded = Buffer.concat([
      Buffer.from(writeGguf(megabytes(3), [...tensors, large])),
      Buffer.alloc(64 << 20),
    ]);
    const { server, ask } = await hubWith({ 'a.gguf': padded }, { ignoresRanges: true });
    expect((await ask()).fit.weightsBytes).toBe(padded.length);
    expect(server.requests).toHaveLength(1);
    expect(server.sentBytes()).toBeLessThan(padded.length / 2);
  });

  it('of a split model counts all its files, and reads the first', async () => {
    const first = Buffer.from(
      writeGguf(metadata({ 'split.count': { type: 'u32', value: 2 } }), []),
    );
    const files = { 'a-00001-of-00002.gguf': first, 'a-00002-of-00002.gguf': model };
    const { server, ask, listed } = await hubWith(files);
    expect((await ask()).fit.weightsBytes).toBe(first.length + model.length);
    expect(server.requests.map(({ path }) => path)).toEqual(['a-00001-of-00002.gguf']);
    expect(await errorOf(ask([...listed, ...listed.slice(1)]))).toEqual(['model.corrupt', { where: 'split.count' }]);
  }); // prettier-ignore

  it('of a file behind conditions needs the token, which goes along', async () => {
    const faults = { token: 'secret' };
    const { ask } = await hubWith({ 'a.gguf': model }, faults);
    expect(await errorOf(ask())).toEqual(['download.gated', { host: '127.0.0.1', status: 401 }]);
    const known = await hubWith({ 'a.gguf': model }, faults, { token: 'secret' });
    expect((await known.ask()).fit.weightsBytes).toBe(model.length);
  });

  it('is not asked for offline', async () => {
    const { server, ask } = await hubWith({ 'a.gguf': model }, {}, { isOffline: true });
    expect(await errorOf(ask())).toEqual(['egress.denied', { host: '127.0.0.1', reason: 'offline' }]);
    expect(server.requests).toEqual([]);
  });
});

describe('an answer that makes no sense', () => {
  it.each<[string, Buffer, Faults, unknown]>([
    ['another length than the list says', model, { saysLength: () => 5 }, ['hub.badAnswer', { reason: 'length' }]],
    ['a connection that breaks in the header', model, { cutAt: [500] }, ['hub.unreachable', { host: '127.0.0.1', reason: 'ECONNRESET' }]],
    ['a server that falls silent', model, { silentAt: [500] }, ['hub.unreachable', { host: '127.0.0.1', reason: 'stalled' }]],
    ['no model', Buffer.from('<html>please log in</html>'), {}, ['model.notGguf', {}]],
    ['a header that describes more than there is', model.subarray(0, model.length - 9), {}, ['model.truncated', { needBytes: model.length, haveBytes: model.length - 9 }]],
    ['too many questions', model, { status: () => 429 }, ['hub.rateLimited', { host: '127.0.0.1', status: 429 }]],
    ['a hub that is out of order', model, { status: () => 500 }, ['hub.failed', { host: '127.0.0.1', status: 500 }]],
  ])('%s is said', async (_name, content, faults, expected) => {
    const { ask } = await hubWith({ 'a.gguf': content }, faults);
    expect(await errorOf(ask())).toEqual(expected);
  }); // prettier-ignore

  it('a file that changes between two ranges', async () => {
    const faults = { etag: (request: number) => `"${request}"` };
    const { ask } = await hubWith({ 'a.gguf': Buffer.from(writeGguf(megabytes(3), tensors)) }, faults);
    expect(await errorOf(ask())).toEqual(['hub.badAnswer', { reason: 'etag' }]);
  });

  it('a header without an end is given up at 64 MB', async () => {
    const endless = Buffer.from(writeGguf(megabytes(80), tensors));
    const { server, ask } = await hubWith({ 'a.gguf': endless });
    expect(await errorOf(ask())).toEqual(['model.corrupt', { where: expect.any(String) as string }]);
    expect(server.sentBytes()).toBeLessThan(66 << 20);
  });
});
