import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { DownloadId, ModelId } from '#contract/ids.ts';
import { createHttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import { sha256Of, startHostileHub } from '../../../fixtures/hostile-hub.ts';
import type { DownloadRecord } from '../db/downloads.ts';
import { stampOf, type VerifiedFile } from '../models/identify-file.ts';
import { smallModelFile, splitModelFiles } from '../models/testing/small-model-file.ts';
import { runDownload } from './run-download.ts';

async function runOf(files: Readonly<Record<string, Buffer>>) {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-run-'));
  const hub = await startHostileHub(files);
  onTestFinished(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const permits = new EgressPermits();
  permits.follow(() => false);
  const record: DownloadRecord = {
    id: '00000000-0000-4000-8000-000000000001' as DownloadId,
    repository: 'local/hub',
    revision: hub.revision,
    files: Object.entries(files).map(([path, content]) => ({
      path,
      sizeBytes: content.length,
      sha256: sha256Of(content),
    })),
    state: { kind: 'running' },
    hasStartedAgain: false,
    createdAtMs: 0,
    updatedAtMs: 0,
  };
  const handed: (readonly [string, readonly VerifiedFile[]])[] = [];
  const run = () =>
    runDownload(
      {
        get: createHttpGet({ permits, ledger: new EgressLedger(0), proxyUrl: () => null }),
        folder,
        sourceOf: (_, { path }) => ({
          url: new URL(`${hub.url}/local/hub/resolve/${hub.revision}/${path}`),
          headers: {},
        }),
        addFile: (path, verified) => {
          handed.push([path, verified]);
          return Promise.resolve({ id: sha256Of(readFileSync(path)) as ModelId });
        },
        freeBytes: () => Promise.resolve(null),
        tuning: {},
      },
      record,
      new AbortController().signal,
      () => undefined,
    );
  return { folder, run, handed };
}

it('hands on the hash that it compared, with the very file that it was of', async () => {
  const content = Buffer.from(smallModelFile('a'));
  const { folder, run, handed } = await runOf({ 'a.gguf': content });
  await run();
  const path = join(folder, 'a.gguf');
  expect(handed).toEqual([[path, [{ sha256: sha256Of(content), stamp: await stampOf(path) }]]]);
});

it('hands on one for each file of a split model, in their order', async () => {
  const [first, second] = splitModelFiles('s').map((bytes) => Buffer.from(bytes));
  if (first === undefined || second === undefined) throw new Error('no parts');
  const { folder, run, handed } = await runOf({
    's-00001-of-00002.gguf': first,
    's-00002-of-00002.gguf': second,
  });
  await run();
  expect(handed[0]?.[0]).toBe(join(folder, 's-00001-of-00002.gguf'));
  expect(handed[0]?.[1].map(({ sha256 }) => sha256)).toEqual([sha256Of(first), sha256Of(second)]);
});

it('hands on none of a file that was there already: that was read before, by somebody else', async () => {
  const { run, handed } = await runOf({ 'a.gguf': Buffer.from(smallModelFile('a')) });
  await run();
  await run();
  expect(handed.map(([, verified]) => verified.length)).toEqual([1, 0]);
});
