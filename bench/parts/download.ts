/**
 * What a download costs: bytes a second of Prisme's own fetching, with everything on disk, against `curl` and a
 * sync, from the same server on this machine. Once without the comparison of the hash, which curl does not do, and once
 * with it, against `curl` and `sha256sum`.
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
import { verifyPart } from '#core/downloads/verify-part.ts';
import { createHttpGet, type HttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import { type BenchRow, interleave } from '../ratio.ts';

const sizeBytes = 256 * 1024 * 1024;
const script = join(import.meta.dirname, '..', 'processes', 'serve-file.ts');
const servedSchema = z.object({ url: z.string(), sha256: z.string() });
type Served = z.infer<typeof servedSchema>;

type Side = { readonly served: Served; readonly path: string; readonly withHash: boolean };

export async function* benchDownload(pairs: number): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-bench-download-'));
  const server = fork(script, [String(sizeBytes)], { execArgv: ['--no-warnings'] });
  try {
    const served = await servedBy(server);
    const get = ownGet();
    for (const withHash of [false, true]) {
      const own = { served, path: join(folder, 'own.part'), withHash };
      const other = { served, path: join(folder, 'curl'), withHash };
      const { ratio, left, right } = await interleave(
        pairs,
        () => megabytesPerSecond(own, () => fetchOnce(get, own)),
        () => megabytesPerSecond(other, () => curl(other)),
      );
      const than = withHash ? 'curl, a sync and sha256sum' : 'curl and a sync';
      yield {
        what: `download of ${sizeBytes / 1024 / 1024} MiB${withHash ? ', verified' : ''} / ${than}, from the same server`,
        ratio,
        sides: `${left.toFixed(0)} / ${right.toFixed(0)} MB/s`,
        aim: withHash ? null : { atLeast: 0.9 },
      };
    }
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function servedBy(server: ChildProcess): Promise<Served> {
  const [told] = (await once(server, 'message')) as [unknown];
  return servedSchema.parse(told);
}

function ownGet(): HttpGet {
  const permits = new EgressPermits();
  permits.follow(() => false);
  return createHttpGet({ permits, ledger: new EgressLedger(0), proxyUrl: () => null });
}

/** What lay there before is removed first: that is no part of a download. */
async function megabytesPerSecond({ path }: Side, work: () => Promise<void>): Promise<number> {
  rmSync(path, { force: true });
  const startedAtMs = performance.now();
  await work();
  return sizeBytes / 1_000 / (performance.now() - startedAtMs);
}

async function fetchOnce(get: HttpGet, { served, path, withHash }: Side): Promise<void> {
  const { url, sha256 } = served;
  const { signal } = new AbortController();
  const part = await PartFile.open(path, { sizeBytes, sha256 });
  await part.startAgain();
  const source = { url: new URL(url), headers: {} };
  await fetchFile({ get, source, part, signal, tuning: {}, onEvent: () => undefined });
  if (withHash && !(await verifyPart(part, sha256, signal, () => undefined))) throw new Error('a wrong hash');
  await part.close();
}

const run = promisify(execFile);

async function curl({ served, path, withHash }: Side): Promise<void> {
  await run('curl', ['--silent', '--fail', '--noproxy', '*', '--output', path, served.url]);
  // A download is there when a power cut cannot take it away any more: for both.
  const file = await open(path, 'r+');
  await file.datasync();
  await file.close();
  if (withHash && !(await run('sha256sum', [path])).stdout.startsWith(served.sha256))
    throw new Error('a wrong hash');
}
