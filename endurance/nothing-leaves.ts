/**
 * O1 and O2 (with O5): a first reply in the terminal and in the web shell, without a network and under the eyes of
 * strace. Where the system has no such tool, the figures say so.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { realModelPath } from '../fixtures/real-models.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { outsideTargets, tracedCalls, writtenFiles } from './system-calls.ts';
import { tooOpen } from './too-open.ts';

const root = join(import.meta.dirname, '..');
const processes = join(import.meta.dirname, 'processes');
const longestRunMs = 120_000;
const firstReplySchema = z.object({ tokens: z.int(), tooOpen: z.array(z.string()) });

/** An empty world: data, home and temporary folder are each their own, so that a write elsewhere is seen. */
type Place = { readonly folder: string; readonly dataDir: string; readonly modelsDir: string };

function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-nothing-leaves-'));
  const [dataDir, modelsDir] = [join(folder, 'data'), join(folder, 'models')];
  for (const name of ['models', 'home', 'tmp']) mkdirSync(join(folder, name));
  const model = realModelPath('smolLm2');
  symlinkSync(model, join(modelsDir, basename(model)));
  return { folder, dataDir, modelsDir };
}

type Subject = {
  readonly name: string;
  readonly args: (place: Place) => readonly string[];
  /** What is wrong with a run that ended well. */
  readonly check: (stdout: string, place: Place) => readonly string[];
};

const subjects: readonly Subject[] = [
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
        ...(reply.tokens > 0 ? [] : ['no reply']),
        ...reply.tooOpen.map((file) => `others may use ${file}`),
      ];
    },
  },
];

function run({ folder }: Place, command: readonly string[]): SpawnSyncReturns<string> {
  const [program = '', ...args] = command;
  const env = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') };
  return spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', timeout: longestRunMs });
}

function problemsOf(
  subject: Subject,
  place: Place,
  { status, stdout, stderr }: SpawnSyncReturns<string>,
): string[] {
  const problems =
    status === 0 ? subject.check(stdout, place) : [`ended with ${status}: ${stderr.trim().slice(-300)}`];
  return problems.map((problem) => `${subject.name}: ${problem}`);
}

function hasTool(command: readonly string[]): boolean {
  const [program = '', ...args] = command;
  return spawnSync(program, args, { timeout: 10_000 }).status === 0;
}

async function eachTime(
  { times }: Trial,
  attempt: (subject: Subject, place: Place) => readonly string[],
): Promise<{ tried: number; failures: string[] }> {
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

const node = [process.execPath, '--no-warnings'];
/** A network of its own, of which only the loopback is up. */
const noNetwork = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

async function runWithoutNetwork(trial: Trial): Promise<Outcome> {
  const isPossible = hasTool([...noNetwork, 'true']);
  const prefix = isPossible ? noNetwork : [];
  const { tried, failures } = await eachTime(trial, (subject, place) =>
    problemsOf(subject, place, run(place, [...prefix, ...node, ...subject.args(place)])),
  );
  const network = isPossible ? 'only the loopback' : 'as it is here: unshare cannot take it away';
  return { tried, failures, figures: { network, 'replies each time': String(subjects.length) } };
}

/** A device or a file of the kernel's: nothing is kept there. */
const notOnDisk = /^\/(dev|proc|sys)\//;

async function runUnderTrace(trial: Trial): Promise<Outcome> {
  if (!hasTool(['strace', '-f', '-qq', '-e', 'trace=connect', '-o', '/dev/null', 'true'])) {
    const { tried, failures } = await eachTime(trial, (subject, place) =>
      problemsOf(subject, place, run(place, [...node, ...subject.args(place)])),
    );
    return { tried, failures, figures: { strace: 'not here: only the modes of files were checked' } };
  }
  const traced = (place: Place, args: readonly string[]) => {
    const file = join(place.folder, 'trace');
    const strace = ['strace', '-f', '-qq', '-s', '512', '-e', `trace=${tracedCalls}`, '-o', file];
    const ended = run(place, [...strace, ...node, ...args]);
    return { ended, trace: readFileSync(file, 'utf8') };
  };
  const elsewhere = new Set<string>();
  let writes = 0;
  const outcome = await eachTime(trial, (subject, place) => {
    const { ended, trace } = traced(place, subject.args(place));
    const outside = outsideTargets(trace).map((target) => `${subject.name}: tried to reach ${target}`);
    const files = writtenFiles(trace, place.folder).filter((path) => !path.startsWith(place.dataDir));
    writes += writtenFiles(trace, place.folder).length;
    for (const path of files) if (notOnDisk.test(path)) elsewhere.add(path.replaceAll(/\d+/g, 'N'));
    const strays = files
      .filter((path) => !notOnDisk.test(path))
      .map((path) => `${subject.name}: wrote ${path.replace(place.folder, '…')}`);
    return [...problemsOf(subject, place, ended), ...outside, ...strays];
  });
  const place = makePlace();
  const control = (args: readonly string[]) =>
    new Set(outsideTargets(traced(place, [join(processes, 'reach-out.ts'), ...args]).trace)).size;
  const [caught, guarded] = [control([]), control(['guarded'])];
  rmSync(place.folder, { recursive: true, force: true });
  if (caught !== 3) outcome.failures.push(`only ${caught} of 3 positive controls were caught`);
  if (guarded !== 0) outcome.failures.push(`the guard let ${guarded} of 3 attempts through to the system`);
  return {
    ...outcome,
    figures: {
      'positive controls caught': `${caught} of 3`,
      'of the same with the guard': `${guarded} of 3`,
      'files opened for writing': String(writes),
      'devices and files of the kernel among them': [...elsewhere].toSorted().join(' ') || 'none',
    },
  };
}

export const withoutNetwork: Suite = {
  id: 'O1',
  promise: 'a first reply in the terminal and in the web shell needs no network: only the loopback is up',
  needs: 'model',
  times: { short: 1, long: 10 },
  run: runWithoutNetwork,
};

export const nothingLeaves: Suite = {
  id: 'O2',
  promise:
    'a first reply in the terminal and in the web shell reaches nothing outside this machine and writes only into the data folder, for its owner alone',
  needs: 'model',
  times: { short: 1, long: 10 },
  run: runUnderTrace,
};
