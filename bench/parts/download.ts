/**
 * What a download costs: bytes a second of Prisme's own fetching, with everything on disk, against `curl` and a
 * sync from the same server on this machine. Without the comparison of the hash, which curl does not do.
 */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { fetchFile } from '#core/downloads/fetch-file.ts';
import { PartFile } from '#core/downloads/part-file.ts';
import { createHttpGet, type HttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const sizeBytes = 256 * 1024 * 1024;
const script = join(import.meta.dirname, '..', 'processes', 'serve-file.ts');
const servedSchema = z.object({ url: z.string(), revision: z.string(), sha256: z.string() });
type Served = { readonly address: string; readonly sha256: string };

export async function benchDownload(pairs: number): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-bench-download-'));
  const server = fork(script, [String(sizeBytes)], { execArgv: ['--no-warnings'] });
  try {
    const served = await servedBy(server);
    const get = ownGet();
    const { ratio, left, right } = await interleave(
      pairs,
      () => megabytesPerSecond(() => fetchOnce(get, served, join(folder, 'own.part'))),
      () => megabytesPerSecond(() => curl(served, join(folder, 'curl'))),
    );
    return {
      what: `download of ${sizeBytes / 1024 / 1024} MiB / curl, from the same server`,
      ratio,
      sides: `${left.toFixed(0)} / ${right.toFixed(0)} MB/s`,
      aim: { atLeast: 0.9 },
    };
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function servedBy(server: ChildProcess): Promise<Served> {
  const [told] = (await once(server, 'message')) as [unknown];
  const { url, revision, sha256 } = servedSchema.parse(told);
  return { address: `${url}/local/hub/resolve/${revision}/file.gguf`, sha256 };
}

function ownGet(): HttpGet {
  const permits = new EgressPermits();
  permits.follow(() => false);
  return createHttpGet({ permits, ledger: new EgressLedger(0), proxyUrl: () => null });
}

async function megabytesPerSecond(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return sizeBytes / 1_000 / (performance.now() - startedAtMs);
}

async function fetchOnce(get: HttpGet, { address, sha256 }: Served, path: string): Promise<void> {
  rmSync(path, { force: true });
  const part = await PartFile.open(path, { sizeBytes, sha256 });
  await part.startAgain();
  await fetchFile({
    get,
    source: { url: new URL(address), headers: {} },
    part,
    signal: new AbortController().signal,
    tuning: {},
    onEvent: () => undefined,
  });
  await part.close();
}

async function curl({ address }: Served, path: string): Promise<void> {
  rmSync(path, { force: true });
  await promisify(execFile)('curl', ['--silent', '--fail', '--noproxy', '*', '--output', path, address]);
  // A download is there when a power cut cannot take it away any more: for both.
  const file = await open(path, 'r+');
  await file.datasync();
  await file.close();
}
