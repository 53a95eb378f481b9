/**
 * D2: an engine that is killed in the middle of a reply, and a whole app (the core with its engine) that is. The core is
 * the sources', the engine is the built one, the model is real.
 */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stillLiving } from '../e2e/support/processes.ts';
import { realModelPath } from '../fixtures/real-models.ts';
import { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { runProcess } from './run-process.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { sharedClockMs, type Told } from './told.ts';

/** Engines that end before the app does; its end is the last one. */
const mostEngineKills = 3;
/** Where a kill falls: at so many told events of a reply, and so long after one. */
const mostEvents = 25;
const mostDelayMs = 30;
const mostWaitMs = 10_000;
/** Then a new folder begins. */
const livesOfOneFolder = 20;

class Tally {
  readonly failures: string[] = [];
  readonly openMs: number[] = [];
  engines = 0;
  groups = 0;
  cores = 0;
  repaired = 0;
  oldestLostMs = 0;
  slowestEndMs = 0;
}

/** How many engines are still to be killed, and whether the core is killed without its own. */
type Victims = { readonly engine: number; readonly isAlone: boolean };

/** One start: compares what it finds, loses engines, and is killed itself, alone or with its engine. */
class Life {
  readonly #tally: Tally;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #enginePids: number[] = [];
  #enginesLeft: number;
  #eventsLeft: number;
  #engineKilledAtMs: number | null = null;
  #hasStock = false;
  #isEnding = false;
  #process: ReturnType<typeof runProcess> | null = null;
  readonly #isAlone: boolean;

  constructor(tally: Tally, ledger: Ledger, random: Random, left: Victims) {
    this.#tally = tally;
    this.#ledger = ledger;
    this.#random = random;
    this.#enginesLeft = Math.min(left.engine, random.int(0, mostEngineKills));
    this.#isAlone = left.isAlone;
    this.#eventsLeft = random.int(1, mostEvents);
  }

  async run(dataDir: string, modelsDir: string): Promise<void> {
    const args = [dataDir, modelsDir, String(this.#random.int(0, 1e9))];
    const heard = runProcess('real-chat-until-killed.ts', args, (told) => this.#hear(told), [], {
      detached: true,
    });
    this.#process = heard;
    const { signal, errors } = await heard.ended;
    if (signal !== 'SIGKILL') this.#fail(`the core ended by itself: ${errors.slice(0, 500)}`);
    if (this.#isAlone) this.#tally.cores += 1;
    else this.#tally.groups += 1;
    const left = await untilEnded([...this.#enginePids, heard.child.pid ?? -1]);
    if (left.length > 0) this.#fail(`${left.length} processes stay behind`);
    for (const pid of left) process.kill(pid, 'SIGKILL');
  }

  #fail(failure: string): void {
    this.#tally.failures.push(`seed ${this.#random.seed}: ${failure}`);
  }

  #hear(told: Told): void {
    if (told.kind === 'open') this.#opened(told);
    if (told.kind === 'engine') this.#started(told.pid);
    if (told.kind === 'stock') this.#compare(told);
    if (told.kind === 'refused') this.#refused(told);
    if (!this.#hasStock) return;
    this.#ledger.take(told);
    // An engine is killed in the middle of a reply; an app, also while it asks or loads.
    const isMoment = told.kind === 'shown' || this.#enginesLeft === 0;
    if (isMoment && this.#engineKilledAtMs === null && --this.#eventsLeft === 0) this.#killSoon();
  }

  #opened({ atMs, repaired }: Extract<Told, { kind: 'open' }>): void {
    this.#tally.openMs.push(atMs - (this.#process?.startedAtMs ?? atMs));
    this.#tally.repaired += repaired;
  }

  #compare({ stock }: Extract<Told, { kind: 'stock' }>): void {
    const { failures, oldestLostMs } = this.#ledger.compare(stock);
    for (const failure of failures) this.#fail(failure);
    this.#tally.oldestLostMs = Math.max(this.#tally.oldestLostMs, oldestLostMs);
    this.#ledger.settle(stock);
    this.#hasStock = true;
  }

  #started(pid: number): void {
    this.#enginePids.push(pid);
    if (this.#engineKilledAtMs !== null) this.#killedBetweenReplies();
  }

  /** No reply failed, at most the call that would have begun one: that is tried again. */
  #killedBetweenReplies(): void {
    this.#engineKilledAtMs = null;
    this.#enginesLeft += 1;
    this.#eventsLeft = this.#random.int(1, mostEvents);
  }

  /** The one thing that may fail is the reply whose engine was killed. */
  #refused({ code, atMs, replyId }: Extract<Told, { kind: 'refused' }>): void {
    if (code === 'engine.exited' && replyId === null && this.#engineKilledAtMs !== null)
      return this.#killedBetweenReplies();
    if (code !== 'engine.exited' || this.#engineKilledAtMs === null)
      return this.#fail(`a call failed: ${code}`);
    this.#tally.slowestEndMs = Math.max(this.#tally.slowestEndMs, atMs - this.#engineKilledAtMs);
    this.#engineKilledAtMs = null;
    this.#tally.engines += 1;
    this.#eventsLeft = this.#random.int(1, mostEvents);
  }

  #killSoon(): void {
    const delayMs = this.#random.pick([0, this.#random.int(0, mostDelayMs)]);
    setTimeout(() => this.#kill(), delayMs);
  }

  #kill(): void {
    if (this.#isEnding) return;
    const engine = this.#enginePids.at(-1);
    if (this.#enginesLeft > 0 && engine !== undefined) {
      this.#enginesLeft -= 1;
      this.#engineKilledAtMs = sharedClockMs();
      process.kill(engine, 'SIGKILL');
      return;
    }
    this.#isEnding = true;
    const pid = this.#process?.child.pid ?? 0;
    // A negative id names the whole group. Alone, the core leaves an engine that has to notice it.
    process.kill(this.#isAlone ? pid : -pid, 'SIGKILL');
  }
}

/** Those of the processes that live on. */
async function untilEnded(pids: readonly number[]): Promise<number[]> {
  const endMs = performance.now() + mostWaitMs;
  for (;;) {
    const left = stillLiving(pids);
    if (left.length === 0 || performance.now() > endMs) return left;
    await pause(20);
  }
}

async function run({ times, random }: Trial): Promise<Outcome> {
  if (!existsSync(join(import.meta.dirname, '..', 'out', 'main', 'engine.js')))
    throw new Error('the engine is not built: npm run build');
  const tally = new Tally();
  const modelsDir = mkdtempSync(join(tmpdir(), 'prisme-models-'));
  symlinkSync(realModelPath('smolLm2'), join(modelsDir, 'model.gguf'));
  for (let folder = 0; tally.groups < times || tally.engines < times; folder++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'prisme-killed-engine-'));
    const ledger = new Ledger();
    for (let start = 0; start < livesOfOneFolder; start++) {
      const engine = Math.max(0, times - tally.engines);
      if (engine === 0 && tally.groups >= times) break;
      const left = { engine, isAlone: start % 4 === 3 };
      await new Life(tally, ledger, random.fork(folder * 100 + start), left).run(dataDir, modelsDir);
    }
    rmSync(dataDir, { recursive: true, force: true });
    if (tally.failures.length > 20) break;
  }
  rmSync(modelsDir, { recursive: true, force: true });
  return {
    tried: tally.engines + tally.groups + tally.cores,
    failures: tally.failures,
    figures: figuresOf(tally),
  };
}

function figuresOf(tally: Tally): Record<string, string> {
  const openMs = tally.openMs.toSorted((a, b) => a - b);
  return {
    'engines, whole groups, cores alone': `${tally.engines}, ${tally.groups}, ${tally.cores}`,
    'interrupted replies repaired': String(tally.repaired),
    'oldest token lost': `${tally.oldestLostMs.toFixed(0)} ms`,
    "from an engine's end to the reply's, slowest": `${tally.slowestEndMs.toFixed(0)} ms`,
    'from spawn to open, median': `${(openMs[openMs.length >> 1] ?? 0).toFixed(0)} ms`,
    'from spawn to open, slowest': `${(openMs.at(-1) ?? 0).toFixed(0)} ms`,
  };
}

export const killedEngineAndGroup: Suite = {
  id: 'D2',
  promise:
    'an engine or a whole app that is killed in the middle of a reply loses nothing acknowledged, touches no other conversation and leaves no process behind',
  needs: 'model',
  times: { short: 3, long: 200 },
  run,
};
