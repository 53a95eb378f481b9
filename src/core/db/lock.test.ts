/**
 * Ownership of a data folder between real processes.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataFolder } from './open-data-folder.ts';

const script = join(import.meta.dirname, 'testing', 'hold-folder.ts');
let dataDir = '';
let children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map(kill));
  rmSync(dataDir, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = fork(script, [dataDir], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  return child;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]; // 'message' has one argument
  return message;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

it('goes to exactly one of several processes that start together, and the others say why', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => answer(start())));
  expect(answers.filter((message) => (message as { kind: string }).kind === 'owner')).toHaveLength(1);
  expect(
    answers.filter((message) => (message as { code?: string }).code === 'app.alreadyRunning'),
  ).toHaveLength(5);
});

it('is free at once when its owner is killed, and the owner hears of a second start before', async () => {
  const owner = start();
  expect(await answer(owner)).toEqual({ kind: 'owner' });
  const heard = answer(owner);
  expect(await answer(start())).toEqual({ kind: 'refused', code: 'app.alreadyRunning' });
  expect(await heard).toEqual({ kind: 'focusRequested' });
  await kill(owner);
  openDataFolder({ dataDir, now: Date.now }).close();
});

it('is free again when the note of its owner cannot be removed', () => {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const note = join(dataDir, 'lock', 'owner.json');
  rmSync(note);
  mkdirSync(note);
  folder.close();
  rmSync(note, { recursive: true });
  openDataFolder({ dataDir, now: Date.now }).close();
});
