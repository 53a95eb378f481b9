import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import { type Faults, type HostileHub, sha256Of, startHostileHub } from '../../../fixtures/hostile-hub.ts';
import { type FetchEvent, fetchFile, type FetchTuning } from './fetch-file.ts';
import { PartFile } from './part-file.ts';
import { verifyPart } from './verify-part.ts';

const content = randomBytes(3 * 1024 * 1024 + 17);
const target = { sizeBytes: content.length, sha256: sha256Of(content) };
const wrong = Buffer.from(content);
wrong[1_000_000] = ~(content[1_000_000] ?? 0) & 0xff;

let folder: string;
let events: FetchEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-fetch-'));
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function hubWith(faults: Faults): Promise<HostileHub> {
  const hub = await startHostileHub({ 'a.gguf': content }, faults);
  onTestFinished(() => hub.close());
  return hub;
}

const get = (() => {
  const permits = new EgressPermits();
  permits.follow(() => false);
  return createHttpGet({ permits, ledger: new EgressLedger(0), proxyUrl: () => null, idleMs: 200 });
})();

type Fetched = { hub: HostileHub; tuning?: FetchTuning; signal?: AbortSignal; token?: string };

/** Fetches into the part that is there. @returns whether the hash is right */
async function fetched({
  hub,
  tuning,
  signal = new AbortController().signal,
  token,
}: Fetched): Promise<boolean> {
  const part = await PartFile.open(join(folder, 'a.part'), target);
  const source = {
    url: new URL(`${hub.url}/o/n/resolve/${hub.revision}/a.gguf`),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
  try {
    await fetchFile({
      get,
      source,
      part,
      signal,
      tuning: { leastRangeBytes: 256 * 1024, waitsMs: [1, 1, 1], ...tuning },
      onEvent: (event) => events.push(event),
    });
    return await verifyPart(part, target.sha256, signal, () => undefined);
  } finally {
    await part.close();
  }
}

const rangesOf = (hub: HostileHub): number =>
  hub.requests.reduce((sum, { range }) => sum + (range === null ? content.length : range.to - range.from), 0);
const kinds = (): string[] =>
  [...new Set(events.map(({ kind }) => kind))].filter((kind) => kind !== 'progress');

describe('a file', () => {
  it('comes whole over several connections', async () => {
    const hub = await hubWith({});
    expect(await fetched({ hub })).toBe(true);
    expect(readFileSync(join(folder, 'a.part')).equals(content)).toBe(true);
    expect(hub.requests.length).toBeGreaterThanOrEqual(4);
    expect(kinds()).toEqual([]);
  });

  it('comes whole from a server that ignores ranges, in one stream', async () => {
    const hub = await hubWith({ ignoresRanges: true });
    expect(await fetched({ hub })).toBe(true);
    expect(hub.requests).toHaveLength(1);
  });

  it.each([{}, { ignoresRanges: true }])('comes whole where no length is said %j', async (more) => {
    expect(await fetched({ hub: await hubWith({ hidesLength: true, ...more }) })).toBe(true);
  });

  it('comes whole through cuts, and little of what was sent is asked for again', async () => {
    const cutAt = Array.from({ length: 12 }, (_, index) => 100_003 + index * 240_007);
    const hub = await hubWith({ cutAt });
    expect(await fetched({ hub, tuning: { connections: 1 } })).toBe(true);
    expect(kinds()).toEqual(['retry']);
    // What Node had taken in and nobody had read yet is gone with a broken connection.
    expect(hub.sentBytes()).toBeLessThan(content.length + cutAt.length * 128 * 1024);
  });

  it('comes whole through cuts on several connections', async () => {
    const cutAt = Array.from({ length: 12 }, (_, index) => 100_003 + index * 240_007);
    expect(await fetched({ hub: await hubWith({ cutAt }) })).toBe(true);
  });

  it('starts at the beginning after a cut, where the server ignores ranges', async () => {
    const hub = await hubWith({ ignoresRanges: true, cutAt: [1_000_000] });
    expect(await fetched({ hub })).toBe(true);
    expect(hub.requests).toHaveLength(2);
  });

  it('comes whole where the server falls silent', async () => {
    const hub = await hubWith({ silentAt: [0, 300_000, 2_000_000] });
    expect(await fetched({ hub })).toBe(true);
  });

  it('comes whole from a server that serves one connection at a time', async () => {
    expect(await fetched({ hub: await hubWith({ mostConnections: 1 }) })).toBe(true);
  });

  it('comes whole where the server is out of order for a while', async () => {
    const hub = await hubWith({ status: (request) => [503, 429, 500][request] ?? null });
    expect(await fetched({ hub })).toBe(true);
  });

  it('comes through redirects, and the token stays with the first host', async () => {
    const hub = await hubWith({ redirects: 3, token: 'secret' });
    expect(await fetched({ hub, token: 'secret' })).toBe(true);
    expect(new Set(hub.requests.map(({ authorization }) => authorization))).toEqual(new Set([null]));
  });

  it('that changed on the server begins anew, once, and it is said', async () => {
    const hub = await hubWith({
      etag: (request) => (request < 1 ? '"old"' : '"new"'),
      content: (request) => (request < 1 ? wrong : content),
      cutAt: [2_000_000],
    });
    expect(await fetched({ hub, tuning: { connections: 1 } })).toBe(true);
    expect(kinds()).toEqual(['retry', 'startedAgain']);
  });

  it('of wrong bytes is known by its hash', async () => {
    expect(await fetched({ hub: await hubWith({ content: () => wrong }) })).toBe(false);
  });
});

describe('it ends with a reason', () => {
  it.each<[string, Faults, object]>([
    ['where the file changes all the time', { etag: String, cutAt: Array.from({ length: 30 }, (_, index) => (index + 1) * 100_000) }, { code: 'download.changed', details: { reason: 'etag' } }],
    ['where the file is longer than it should be', { saysLength: () => content.length + 1 }, { code: 'download.changed', details: { reason: 'length' } }],
    ['where it is shorter, without ranges', { ignoresRanges: true, saysLength: () => 1_000, content: () => content.subarray(0, 1_000) }, { code: 'download.changed', details: { reason: 'length' } }],
    ['where more comes than it should', { ignoresRanges: true, hidesLength: true, content: () => Buffer.concat([content, content]) }, { code: 'download.changed', details: { reason: 'length' } }],
    ['where less comes than was said, always', { ignoresRanges: true, content: () => content.subarray(0, 1_000) }, { code: 'download.unreachable' }],
    ['where less comes and no length is said', { ignoresRanges: true, hidesLength: true, content: () => content.subarray(0, 1_000) }, { code: 'download.unreachable', details: { reason: 'cut' } }],
    ['where the server stays out of order', { status: () => 500 }, { code: 'download.refused', details: { status: 500 } }],
    ['where the server serves nobody', { mostConnections: 0 }, { code: 'download.refused', details: { status: 503 } }],
    ['where a token is wanted', { token: 'secret' }, { code: 'download.gated', details: { status: 401 } }],
    ['where redirects go in circles', { redirects: 99 }, { code: 'download.unreachable', details: { reason: 'tooManyRedirects' } }],
    ['where the file is not there', { status: () => 404 }, { code: 'download.fileMissing' }],
    ['where the server forbids it', { status: () => 403 }, { code: 'download.gated' }],
    ['where the answer is none', { status: () => 418 }, { code: 'download.refused', details: { status: 418 } }],
  ])('%s', async (_, faults, error) => {
    await expect(fetched({ hub: await hubWith(faults) })).rejects.toMatchObject(error);
  }); // prettier-ignore
});

describe('a pause', () => {
  async function pausedAt(hub: HostileHub, bytes: number): Promise<number> {
    const controller = new AbortController();
    const pausing = fetched({ hub, signal: controller.signal });
    const timer = setInterval(() => {
      if (hub.sentBytes() >= bytes) controller.abort(new Error('paused'));
    }, 1);
    await expect(pausing).rejects.toThrow('paused');
    clearInterval(timer);
    const part = await PartFile.open(join(folder, 'a.part'), target);
    const { receivedBytes } = part;
    await part.close();
    return receivedBytes;
  }

  it('keeps what arrived; going on asks only for the rest', async () => {
    const hub = await hubWith({ bytesPerSecond: 4_000_000 });
    const receivedBytes = await pausedAt(hub, 1_000_000);
    expect(receivedBytes).toBeGreaterThan(0);
    hub.setFaults({});
    hub.requests.length = 0;
    expect(await fetched({ hub, tuning: { connections: 1 } })).toBe(true);
    expect(rangesOf(hub)).toBe(content.length - receivedBytes);
  });

  it('before the first byte costs nothing', async () => {
    const controller = new AbortController();
    controller.abort(new Error('paused'));
    const hub = await hubWith({});
    await expect(fetched({ hub, signal: controller.signal })).rejects.toThrow('paused');
    expect(hub.requests).toHaveLength(0);
  });

  it('while it waits to try again ends at once', async () => {
    const hub = await hubWith({ status: () => 503 });
    const controller = new AbortController();
    const waiting = fetched({ hub, signal: controller.signal, tuning: { waitsMs: [1_000_000] } });
    await expect.poll(() => kinds()).toEqual(['retry']);
    controller.abort(new Error('paused'));
    await expect(waiting).rejects.toThrow('paused');
  });
});
