/**
 * O1 and O2 (with O5): Prisme without a network, and under the eyes of strace. In short a first reply in the terminal and
 * in the web shell; at length also every end-to-end spec in Chromium, and both shells left alone. Where the system has no
 * such tool, the figures say so.
 */
import type { SpawnSyncReturns } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type SpecRun, hasElectron, runSpecs } from './end-to-end.ts';
import {
  type Place,
  eachTime,
  hasTool,
  makePlace,
  node,
  problemsOf,
  processes,
  runIn,
  subjects,
} from './first-replies.ts';
import { prismeKinds } from './process-kinds.ts';
import { type Attempts, watched } from './strace.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { outsideTargets, tracedCalls, writtenFiles } from './system-calls.ts';

const longestSpecsMs = 90 * 60_000;
const idleConfig = join(import.meta.dirname, 'idle.config.ts');
/** What the spec of idling is called among those that `only` names. */
const idleName = 'idle';

/** A network of its own, of which only the loopback is up. */
const noNetwork = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

async function runWithoutNetwork({ times }: Pick<Trial, 'times'>): Promise<Outcome> {
  const isPossible = hasTool([...noNetwork, 'true']);
  const prefix = isPossible ? noNetwork : [];
  const { tried, failures } = eachTime(times, (subject, place) =>
    problemsOf(subject, place, runIn(place, [...prefix, ...node, ...subject.args(place)])),
  );
  const network = isPossible ? 'only the loopback' : 'as it is here: unshare cannot take it away';
  return { tried, failures, figures: { network, 'replies each time': String(subjects.length) } };
}

async function runSpecsWithoutNetwork({ times, only = [] }: Trial): Promise<Outcome> {
  const firstReplies = await runWithoutNetwork({ times: 1 });
  const before = hasTool([...noNetwork, 'true']) ? noNetwork : [];
  const runs: SpecRun[] = [];
  while (runs.length < times)
    runs.push(await runSpecs({ project: 'chromium', only, before, longestMs: longestSpecsMs }));
  const failures = runs.flatMap((run) => run.failures);
  const passed = runs.reduce((sum, run) => sum + run.passed, 0);
  return {
    tried: firstReplies.tried + passed + failures.length,
    failures: [...firstReplies.failures, ...failures],
    figures: { ...firstReplies.figures, ...specFigures(runs), ...onlyFigure(only) },
  };
}

/** A row that stands for less than everything says so. */
const onlyFigure = (only: readonly string[]): Record<string, string> =>
  only.length === 0 ? {} : { 'only the specs': only.join(', ') };

function specFigures(runs: readonly SpecRun[]): Record<string, string> {
  const leftOut = runs.flatMap((run) => run.leftOut);
  const reasons = [...new Set(leftOut)].join(', ');
  return {
    'end-to-end tests passed': String(runs.reduce((sum, { passed }) => sum + passed, 0)),
    'left out for another reason than the network':
      leftOut.length === 0 ? '0' : `${leftOut.length} (${reasons})`,
  };
}

const hasStrace = (): boolean =>
  hasTool(['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect', '-o', '/dev/null', 'true']);

/** A device or a file of the kernel's: nothing is kept there. */
const notOnDisk = /^\/(dev|proc|sys)\//;

async function runUnderTrace({ times }: Pick<Trial, 'times'>): Promise<Outcome> {
  if (!hasStrace()) {
    const { tried, failures } = eachTime(times, (subject, place) =>
      problemsOf(subject, place, runIn(place, [...node, ...subject.args(place)])),
    );
    return { tried, failures, figures: { strace: 'not here: only the modes of files were checked' } };
  }
  const elsewhere = new Set<string>();
  let writes = 0;
  const { tried, failures } = eachTime(times, (subject, place) => {
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
  const controls = tryControls();
  return {
    tried,
    failures: [...failures, ...controls.failures],
    figures: {
      ...controls.figures,
      'files opened for writing': String(writes),
      'devices and files of the kernel among them': [...elsewhere].toSorted().join(' ') || 'none',
    },
  };
}

function traced(place: Place, args: readonly string[]): { ended: SpawnSyncReturns<string>; trace: string } {
  const file = join(place.folder, 'trace');
  const strace = [
    'strace',
    '-f',
    '-qq',
    '--seccomp-bpf',
    '-s',
    '512',
    '-e',
    `trace=${tracedCalls}`,
    '-o',
    file,
  ];
  const ended = runIn(place, [...strace, ...node, ...args]);
  return { ended, trace: readFileSync(file, 'utf8') };
}

/** What does leave is seen, by address, by name and by datagram; and the guard lets none of the three out. */
function tryControls(): Pick<Outcome, 'failures' | 'figures'> {
  const place = makePlace();
  const control = (args: readonly string[]) =>
    new Set(outsideTargets(traced(place, [join(processes, 'reach-out.ts'), ...args]).trace)).size;
  const [caught, guarded] = [control([]), control(['guarded'])];
  rmSync(place.folder, { recursive: true, force: true });
  const failures: string[] = [];
  if (caught !== 3) failures.push(`only ${caught} of 3 positive controls were caught`);
  if (guarded !== 0) failures.push(`the guard let ${guarded} of 3 attempts through to the system`);
  const figures = {
    'positive controls caught': `${caught} of 3`,
    'of the same with the guard': `${guarded} of 3`,
  };
  return { failures, figures };
}

/** `times`: minutes of idling. */
async function runSpecsUnderTrace({ times: minutes, only = [] }: Trial): Promise<Outcome> {
  const firstReplies = await runUnderTrace({ times: 1 });
  if (!hasStrace()) return firstReplies;
  const specs = only.filter((name) => name !== idleName);
  const isWanted = {
    specs: only.length === 0 || specs.length > 0,
    idle: only.length === 0 || specs.length < only.length,
  };
  const parts = [
    ...(isWanted.specs ? [await specsUnderTrace(specs)] : []),
    ...(isWanted.idle ? await idleUnderTrace(minutes) : []),
  ];
  return {
    tried: parts.reduce((sum, part) => sum + part.tried, firstReplies.tried),
    failures: [...firstReplies.failures, ...parts.flatMap(({ failures }) => failures)],
    figures: Object.assign(
      {},
      firstReplies.figures,
      ...parts.map(({ figures }) => figures),
      onlyFigure(only),
    ) as Outcome['figures'],
  };
}

async function specsUnderTrace(only: readonly string[]): Promise<Outcome> {
  const { result, attempts } = await watched((before) =>
    runSpecs({ project: 'chromium', only, before, longestMs: longestSpecsMs }),
  );
  return {
    tried: result.passed + result.failures.length,
    // A test that fails under strace may only have been too slow; what was reached for is what counts here.
    failures: result.passed === 0 ? result.failures : problemsWith(attempts, ['web shell', 'engine']),
    figures: {
      ...specFigures([result]),
      'failed under strace': String(result.failures.length),
      'calls outside of this machine in the specs': callsOf(attempts),
    },
  };
}

async function idleUnderTrace(minutes: number): Promise<Outcome[]> {
  const shells = hasElectron() ? (['chromium', 'electron'] as const) : (['chromium'] as const);
  return Promise.all(
    shells.map(async (project) => {
      const { result, attempts } = await watched((before) =>
        runSpecs({
          project,
          before,
          config: idleConfig,
          env: { PRISME_IDLE_MINUTES: String(minutes) },
          longestMs: minutes * 60_000 + 600_000,
        }),
      );
      const expected = project === 'electron' ? ['Electron', 'core', 'engine'] : ['web shell', 'engine'];
      const failures = [...result.failures, ...problemsWith(attempts, expected)];
      const figures = { [`calls in ${minutes} minutes of idling, ${project}`]: callsOf(attempts) };
      return { tried: 1, failures: failures.map((failure) => `idle in ${project}: ${failure}`), figures };
    }),
  );
}

/** Prisme's own processes reached for something, were not seen, or the control was not. */
function problemsWith({ byKind, kinds }: Attempts, expected: readonly string[]): string[] {
  const controls = new Set(byKind.get('control')).size;
  return [
    ...[...prismeKinds, 'unknown'].flatMap((kind) =>
      [...new Set(byKind.get(kind))].map((target) => `${kind}: tried to reach ${target}`),
    ),
    ...expected
      .filter((kind) => !kinds.includes(kind))
      .map((kind) => `no process was seen that is the ${kind}`),
    ...(controls === 3 ? [] : [`only ${controls} of 3 positive controls were caught`]),
  ];
}

/** Prisme's together, and those of the tools apart, with where they went. */
function callsOf({ byKind }: Attempts): string {
  const own = [...prismeKinds, 'unknown'].reduce((sum, kind) => sum + (byKind.get(kind)?.length ?? 0), 0);
  const tools = ['Chromium', 'Playwright'].map((kind) => {
    const targets = byKind.get(kind) ?? [];
    return `${kind} ${targets.length}${targets.length === 0 ? '' : ` (${[...new Set(targets)].join(' ')})`}`;
  });
  const controls = new Set(byKind.get('control')).size;
  return `Prisme ${own}, ${tools.join(', ')}, controls caught ${controls} of 3`;
}

export const withoutNetwork: Suite = {
  id: 'O1',
  promise:
    'Prisme needs no network, for a first reply or for anything that the end-to-end tests do: only the loopback is up',
  needs: 'model',
  times: { short: 1, long: 1 },
  run: runWithoutNetwork,
  runLong: runSpecsWithoutNetwork,
};

export const nothingLeaves: Suite = {
  id: 'O2',
  promise:
    'nothing of Prisme reaches for anything outside this machine, in a first reply, in the end-to-end tests or left alone; a first reply writes only into the data folder, for its owner alone',
  needs: 'model',
  times: { short: 1, long: 30 },
  run: runUnderTrace,
  runLong: runSpecsUnderTrace,
};
