/**
 * D1: a core that is killed with SIGKILL at random moments while it is used. Each start is the next one's victim, so
 * that every start is timed and a folder lives through many kills.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { runProcess } from './run-process.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import type { Told } from './told.ts';

/** Then a new folder begins, so that starts stay comparable. */
const killsOfOneFolder = 20;
/** Where the kill falls: within so many calls and tokens after the start, and so long after one. */
const mostEvents = 150;
const mostDelayMs = 12;
/** What somebody may be told who clicks while a reply is being written. */
const ordinary: ReadonlySet<string> = new Set(['message.stillStreaming', 'generation.notFound']);

type Life = {
  readonly failures: readonly string[];
  readonly openMs: number;
  readonly repaired: number;
  readonly oldestLostMs: number;
  readonly calls: number;
};

/** One start on the folder: compares what it finds with the ledger, then is used until it is killed. */
async function live(dataDir: string, ledger: Ledger, random: Random): Promise<Life> {
  const failures: string[] = [];
  const seen = { openMs: Number.NaN, repaired: 0, oldestLostMs: 0, calls: 0 };
  let eventsLeft = random.int(1, mostEvents);
  let hasStock = false;
  const delayMs = random.pick([0, random.int(0, mostDelayMs)]);
  const { child, startedAtMs, ended } = runProcess(
    'chat-until-killed.ts',
    [dataDir, String(random.int(0, 1e9))],
    hear,
  );

  function hear(told: Told): void {
    if (told.kind === 'open')
      Object.assign(seen, { openMs: told.atMs - startedAtMs, repaired: told.repaired });
    if (told.kind === 'notOpen') failures.push(`a start was refused with ${told.code}`);
    if (told.kind === 'stock') {
      const { failures: lost, oldestLostMs } = ledger.compare(told.stock);
      failures.push(...lost);
      seen.oldestLostMs = oldestLostMs;
      ledger.settle(told.stock);
      hasStock = true;
    }
    if (told.kind === 'refused' && !ordinary.has(told.code)) failures.push(`a call failed: ${told.code}`);
    if (!hasStock) return;
    ledger.take(told);
    if (told.kind === 'acknowledged') seen.calls += 1;
    if (--eventsLeft === 0) kill();
  }
  function kill(): void {
    if (delayMs === 0) child.kill('SIGKILL');
    else setTimeout(() => child.kill('SIGKILL'), delayMs);
  }

  const { signal, errors } = await ended;
  if (signal !== 'SIGKILL') failures.push(`the core ended by itself: ${errors.slice(0, 500)}`);
  return { failures, ...seen };
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  const lives: Life[] = [];
  for (let folder = 0; lives.length < times; folder++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'prisme-killed-core-'));
    const ledger = new Ledger();
    // The last kill of a folder needs one start more to be looked at.
    for (let kill = 0; kill <= killsOfOneFolder; kill++) {
      const life = await live(dataDir, ledger, random.fork(folder * 100 + kill));
      failures.push(...life.failures.map((failure) => `folder ${folder}, start ${kill}: ${failure}`));
      if (kill > 0) lives.push(life);
      if (life.failures.length > 0) break;
    }
    if (failures.length === 0) rmSync(dataDir, { recursive: true, force: true });
    if (failures.length > 50) break;
  }
  return { tried: lives.length, failures, figures: figuresOf(lives) };
}

function figuresOf(lives: readonly Life[]): Record<string, string> {
  const openMs = lives.map((life) => life.openMs).toSorted((a, b) => a - b);
  const sum = (of: (life: Life) => number): number => lives.reduce((total, life) => total + of(life), 0);
  return {
    'acknowledged calls': sum(({ calls }) => calls).toLocaleString('en'),
    'interrupted replies repaired': sum(({ repaired }) => repaired).toLocaleString('en'),
    'oldest token lost': `${Math.max(0, ...lives.map(({ oldestLostMs }) => oldestLostMs)).toFixed(0)} ms`,
    'from spawn to open, median': `${(openMs[openMs.length >> 1] ?? 0).toFixed(0)} ms`,
    'from spawn to open, slowest': `${(openMs.at(-1) ?? 0).toFixed(0)} ms`,
  };
}

export const killedCore: Suite = {
  id: 'D1',
  promise:
    'a core that is killed at any moment of streaming, editing and branching loses nothing that it acknowledged, and repairs itself at the next start',
  needs: 'nothing',
  times: { short: 20, long: 1_000 },
  run,
};
