/**
 * A first reply in each shell without a window, in an empty world of its own: what the suites about the network and the
 * disk look at. Runs in the process of the suites; the shells are processes of their own.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { realModelPath } from '../fixtures/real-models.ts';
import { tooOpen } from './too-open.ts';

const root = join(import.meta.dirname, '..');
/** Where the processes of the suites lie. */
export const processes = join(import.meta.dirname, 'processes');
const longestRunMs = 120_000;
const firstReplySchema = z.object({ tokens: z.int(), ended: z.string(), tooOpen: z.array(z.string()) });

/** An empty world: data, home and temporary folder are each their own, so that a write elsewhere is seen. */
export type Place = { readonly folder: string; readonly dataDir: string; readonly modelsDir: string };

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-nothing-leaves-'));
  const [dataDir, modelsDir] = [join(folder, 'data'), join(folder, 'models')];
  for (const name of ['models', 'home', 'tmp']) mkdirSync(join(folder, name));
  const model = realModelPath('smolLm2');
  symlinkSync(model, join(modelsDir, basename(model)));
  return { folder, dataDir, modelsDir };
}

export type Subject = {
  readonly name: string;
  readonly args: (place: Place) => readonly string[];
  /** What is wrong with a run that ended well. */
  readonly check: (stdout: string, place: Place) => readonly string[];
};

export const subjects: readonly Subject[] = [
  {
    name: 'the terminal',
    args: ({ dataDir, modelsDir }) => {
      const places = ['--data', dataDir, '--models', modelsDir];
      return [join(root, 'out/main/cli.js'), 'ask', 'Name a colour.', '--tokens', '4', '--json', ...places];
    },
    check: (stdout, { dataDir }) => [
      ...(stdout.includes('"kind":"total"') ? [] : ['no reply']),
      ...tooOpen(dataDir).map((file) => `others may use ${file}`),
    ],
  },
  {
    name: 'the web shell',
    args: ({ dataDir, modelsDir }) => [join(processes, 'first-reply.ts'), dataDir, modelsDir],
    check: (stdout) => {
      const reply = firstReplySchema.parse(JSON.parse(stdout));
      return [
        ...(reply.tokens > 0 ? [] : [`no reply (${reply.ended})`]),
        ...reply.tooOpen.map((file) => `others may use ${file}`),
      ];
    },
  },
];

export function runIn({ folder }: Place, command: readonly string[]): SpawnSyncReturns<string> {
  const [program = '', ...args] = command;
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') };
  return spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', timeout: longestRunMs });
}

export function problemsOf(
  subject: Subject,
  place: Place,
  { status, stdout, stderr }: SpawnSyncReturns<string>,
): string[] {
  const problems =
    status === 0 ? subject.check(stdout, place) : [`ended with ${status}: ${stderr.trim().slice(-300)}`];
  return problems.map((problem) => `${subject.name}: ${problem}`);
}

export function hasTool(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  return spawnSync(program, args, { timeout: 10_000 }).status === 0;
}

/** Tries every subject so many times, each in a new place. */
export function eachTime(
  times: number,
  attempt: (subject: Subject, place: Place) => readonly string[],
): { tried: number; failures: string[] } {
  const failures: string[] = [];
  for (let tried = 0; tried < times; tried++) {
    for (const subject of subjects) {
      const place = makePlace();
      failures.push(...attempt(subject, place));
      rmSync(place.folder, { recursive: true, force: true });
    }
  }
  return { tried: times, failures };
}

export const node = [process.execPath, '--no-warnings'];
