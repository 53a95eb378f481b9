/**
 * D7: many starts at once on one data folder.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outcome, Suite, Trial } from './suite.ts';

const script = join(import.meta.dirname, 'processes', 'hold-folder.ts');
const startsAtOnce = 50;
const toldSchema = z.object({ outcome: z.string(), openMs: z.number() });

type Start = { readonly child: ChildProcess; readonly outcome: string; readonly openMs: number };

async function start(dataDir: string): Promise<Start> {
  const child = fork(script, [dataDir], { execArgv: ['--no-warnings'] });
  const [told] = (await once(child, 'message')) as [unknown];
  return { child, ...toldSchema.parse(told) };
}

async function end({ child }: Start): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function run({ times }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  let slowestRestartMs = 0;
  let tried = 0;
  while (tried < times) {
    const dataDir = mkdtempSync(join(tmpdir(), 'prisme-one-owner-'));
    const count = Math.min(startsAtOnce, times - tried);
    const starts = await Promise.all(Array.from({ length: count }, () => start(dataDir)));
    tried += count;
    const owners = starts.filter(({ outcome }) => outcome === 'open');
    const others = starts.filter(({ outcome }) => outcome !== 'open' && outcome !== 'app.alreadyRunning');
    if (owners.length !== 1) failures.push(`${owners.length} owners of one folder after ${count} starts`);
    for (const { outcome } of others) failures.push(`a start was refused with ${outcome}`);
    await Promise.all(starts.map(end));
    // The killed owner leaves nothing behind that keeps the next one out.
    const next = await start(dataDir);
    if (next.outcome !== 'open') failures.push(`the start after the owner was killed: ${next.outcome}`);
    slowestRestartMs = Math.max(slowestRestartMs, next.openMs);
    await end(next);
    rmSync(dataDir, { recursive: true, force: true });
  }
  return {
    tried,
    failures,
    figures: { 'slowest opening after the owner was killed': `${slowestRestartMs.toFixed(0)} ms` },
  };
}

export const oneOwner: Suite = {
  id: 'D7',
  promise: 'of many starts at once on one data folder exactly one becomes its owner, the others say why not',
  needs: 'nothing',
  times: { short: 50, long: 500 },
  run,
};
