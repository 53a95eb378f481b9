/**
 * T7: years of conversations. A database is filled, started again and again in a process of its own, checked, backed up
 * and closed. The short form compares two sizes; the long form also holds the product to its promises in milliseconds,
 * which say nothing on a database of another size.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillDataFolder } from '../fixtures/many-conversations.ts';
import { type Started, type StartedMode, startedSchema } from './started.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const script = join(import.meta.dirname, 'processes', 'start-core.ts');
/** The sources are stripped of their types once: an app is built, too. */
const compiledOnce = { NODE_COMPILE_CACHE: join(tmpdir(), 'prisme-compiled') };
const messagesEach = 100;
const promisedConversations = 10_000;
const promised = { startMs: 2_000, listMs: 100, waitMs: 200 };
/** Ten times the conversations may cost so many times the opening: what grows with the data does so in proportion. */
const mostTimesLonger = 3;
const starts = 3;
const usualCheckFirstUpToBytes = 64 * 1024 * 1024;
const sentence = 'The light came in from the left and left the glass as a fan of colours. ';

type Told<Kind> = Extract<Started, { readonly kind: Kind }>;

/** A data folder with so many conversations of 100 messages, as after a clean end. @returns bytes of its database */
const fill = (dataDir: string, conversations: number): number =>
  fillDataFolder(dataDir, {
    conversations,
    messagesEach,
    startsAtMs: 0,
    titleOf: (index) => `Conversation ${index}`,
    textOf: (index, turn) => sentence.repeat(1 + ((index + turn) % 8)),
  });

class Process {
  readonly #child: ChildProcess;
  readonly #startedAtMs = performance.now();
  readonly #told: Started[] = [];
  answeredAfterMs = Number.NaN;

  constructor(dataDir: string, checkFirstUpToBytes: number, mode: StartedMode) {
    this.#child = fork(script, [dataDir, String(checkFirstUpToBytes), mode], {
      execArgv: ['--no-warnings'],
      env: { ...process.env, ...compiledOnce },
    });
    this.#child.on('message', (message) => {
      const told = startedSchema.parse(message);
      if (told.kind === 'answered') this.answeredAfterMs = performance.now() - this.#startedAtMs;
      this.#told.push(told);
    });
  }

  /** @throws when it was refused, or ended without saying so */
  async hear<Kind extends Started['kind']>(kind: Kind): Promise<Told<Kind>> {
    for (;;) {
      const found = this.#told.find((told): told is Told<Kind> => told.kind === kind);
      if (found !== undefined) return found;
      const refused = this.#told.find((told) => told.kind === 'refused');
      if (refused !== undefined) throw new Error(`the start was refused with ${refused.code}`);
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`the process ended before it was ${kind}`);
      await Promise.race([once(this.#child, 'message'), once(this.#child, 'exit')]);
    }
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

type Measured = {
  readonly startMs: number;
  readonly openMs: number;
  /** The quickest: what else the machine did at the time matters least to it. */
  readonly leastOpenMs: number;
  readonly listMs: number;
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

async function using<Result>(process: Process, work: (process: Process) => Promise<Result>): Promise<Result> {
  try {
    return await work(process);
  } finally {
    await process.kill();
  }
}

/** Starts that are killed as soon as the page has what it shows first, in the middle of the check. */
async function measureStarts(dataDir: string, limit: number, conversations: number): Promise<Measured> {
  const measured: Omit<Measured, 'leastOpenMs'>[] = [];
  for (let index = 0; index < starts; index++)
    measured.push(
      await using(new Process(dataDir, limit, 'stay'), async (process) => {
        const { openMs, listMs, conversations: listed } = await process.hear('answered');
        if (listed !== conversations)
          throw new Error(`${listed} of ${conversations} conversations were listed`);
        return { startMs: process.answeredAfterMs, openMs, listMs };
      }),
    );
  return {
    startMs: median(measured.map(({ startMs }) => startMs)),
    openMs: median(measured.map(({ openMs }) => openMs)),
    leastOpenMs: Math.min(...measured.map(({ openMs }) => openMs)),
    listMs: median(measured.map(({ listMs }) => listMs)),
  };
}

type Afterwards = {
  readonly closeEarlyMs: number;
  readonly checked: Told<'checked'>;
  readonly backedUp: Told<'backedUp'>;
  readonly closeMs: number;
};

/** An end in the middle of the check, then a run in which the check ends and a backup is made. */
async function measureAfterwards(dataDir: string, limit: number): Promise<Afterwards> {
  const early = await using(new Process(dataDir, limit, 'closeEarly'), (process) => process.hear('closed'));
  return await using(new Process(dataDir, limit, 'all'), async (process) => ({
    closeEarlyMs: early.closeMs,
    checked: await process.hear('checked'),
    backedUp: await process.hear('backedUp'),
    closeMs: (await process.hear('closed')).closeMs,
  }));
}

type All = {
  readonly small: Measured;
  readonly large: Measured;
  readonly afterwards: Afterwards;
  bytes: number;
};

async function measure(root: string, conversations: number): Promise<All> {
  const few = Math.ceil(conversations / 10);
  const [smallDir, largeDir] = [join(root, 'small'), join(root, 'large')];
  // Both are above the limit, whatever it takes.
  const limit = Math.min(usualCheckFirstUpToBytes, fill(smallDir, few) - 1);
  const small = await measureStarts(smallDir, limit, few);
  const bytes = fill(largeDir, conversations);
  const large = await measureStarts(largeDir, limit, conversations);
  return { small, large, bytes, afterwards: await measureAfterwards(largeDir, limit) };
}

function judge({ small, large, afterwards }: All, isPromised: boolean): string[] {
  const failures: string[] = [];
  const ratio = large.leastOpenMs / small.leastOpenMs;
  if (!(ratio < mostTimesLonger))
    failures.push(`opening ten times as much takes ${ratio.toFixed(1)} times as long`);
  if (!afterwards.checked.isSound) failures.push('the check took a sound database for another one');
  if (!isPromised) return failures;
  const { checked, backedUp } = afterwards;
  const bounds = [
    ['a start', large.startMs, promised.startMs],
    ['the list of conversations', large.listMs, promised.listMs],
    ['a write during the check', checked.longestWriteMs, promised.waitMs],
    ['a write during a backup', backedUp.longestWriteMs, promised.waitMs],
  ] as const;
  for (const [name, ms, most] of bounds)
    if (!(ms <= most)) failures.push(`${name} took ${ms.toFixed(0)} ms instead of at most ${most} ms`);
  return failures;
}

async function run({ times }: Trial): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'prisme-big-database-'));
  try {
    const all = await measure(root, times);
    return {
      tried: times,
      failures: judge(all, times >= promisedConversations),
      figures: figuresOf(all, times),
    };
  } catch (cause) {
    return { tried: times, failures: [String(cause)], figures: {} };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function figuresOf({ small, large, bytes, afterwards }: All, conversations: number): Outcome['figures'] {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const { checked, backedUp, closeEarlyMs, closeMs } = afterwards;
  return {
    messages: (conversations * messagesEach).toLocaleString('en'),
    database: `${(bytes / 1e6).toFixed(0)} MB`,
    'from spawn to a page’s first answers': `${ms(large.startMs)} (a tenth of the data: ${ms(small.startMs)})`,
    'opening until these answers': `${ms(large.openMs)} (a tenth of the data: ${ms(small.openMs)})`,
    'list of conversations': ms(large.listMs),
    'check ended after': ms(checked.checkedMs ?? Number.NaN),
    'longest write during it': ms(checked.longestWriteMs),
    backup: ms(backedUp.backupMs),
    'writes during it': String(backedUp.writes),
    'longest of these': ms(backedUp.longestWriteMs),
    'end in the middle of the check': ms(closeEarlyMs),
    'end after it': ms(closeMs),
  };
}

export const bigDatabase: Suite = {
  id: 'T7',
  promise:
    'a start does not take longer in proportion to what is stored, and a check or a backup keeps no write waiting',
  needs: 'nothing',
  times: { short: 300, long: promisedConversations },
  run,
};
