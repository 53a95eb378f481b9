/**
 * Runs end-to-end specs with Playwright, behind a command that takes the network away or looks on, and reads what they
 * say. Runs in the process of the suites.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');

export type SpecRun = {
  readonly passed: number;
  /** One sentence for each test that failed; one when the run itself did. */
  readonly failures: readonly string[];
  /** Why tests were left out, once for each of them. */
  readonly leftOut: readonly string[];
};

export type SpecOptions = {
  readonly project: 'chromium' | 'electron';
  /** Only files with one of these in their name; empty: all. */
  readonly only?: readonly string[];
  /** Another configuration than the project's own. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs it, with its arguments. */
  readonly before?: readonly string[];
  readonly longestMs: number;
};

type ReportSuite = {
  readonly specs?: readonly z.infer<typeof specSchema>[] | undefined;
  readonly suites?: readonly ReportSuite[] | undefined;
};

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      annotations: z.array(z.object({ description: z.string().optional() })),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
    }),
  ),
});
const suiteSchema: z.ZodType<ReportSuite> = z.object({
  specs: z.array(specSchema).optional(),
  suites: z.array(z.lazy(() => suiteSchema)).optional(),
});
/** Playwright's `json` reporter, as far as it is read here. */
const reportSchema = z.object({
  suites: z.array(suiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** Whether there is an Electron: one that was supplied, or its own release. */
export const hasElectron = (): boolean =>
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined ||
  existsSync(join(root, 'node_modules', 'electron', 'path.txt'));

export async function runSpecs({
  project,
  only = [],
  config,
  env = {},
  before = [],
  longestMs,
}: SpecOptions): Promise<SpecRun> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-specs-'));
  const report = join(folder, 'report.json');
  const [program = '', ...args] = [
    ...before,
    ...[
      process.execPath,
      playwright,
      'test',
      ...only,
      '--project',
      project,
      '--output',
      join(folder, 'output'),
    ],
    ...(config === undefined ? [] : ['--config', config]),
  ];
  const child = spawn(program, args, {
    cwd: root,
    // A group of its own: what takes too long is ended as a whole.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, PRISME_E2E_REPORT: report },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output = `${output}${data.toString()}`.slice(-2_000)));
  const timer = setTimeout(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  }, longestMs);
  await once(child, 'close');
  clearTimeout(timer);
  const told = existsSync(report) ? reportSchema.parse(JSON.parse(readFileSync(report, 'utf8'))) : null;
  rmSync(folder, { recursive: true, force: true });
  if (told === null)
    return { passed: 0, failures: [`the specs ended without a report: ${output.trim()}`], leftOut: [] };
  return summaryOf(told);
}

function summaryOf({ suites, errors }: z.infer<typeof reportSchema>): SpecRun {
  const tests = suites.flatMap(specsOf).flatMap(({ title, file, tests }) =>
    tests.map(({ status, annotations, results }) => {
      const message = results
        .map(({ error }) => error?.message ?? '')
        .join(' ')
        .trim();
      return {
        status,
        why: annotations[0]?.description ?? '',
        sentence: `${file}, ${title}: ${message.slice(0, 300)}`,
      };
    }),
  );
  const passed = tests.filter(({ status }) => status === 'expected').length;
  const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'flaky');
  const failures = [...failed.map(({ sentence }) => sentence), ...errors.map(({ message = '' }) => message)];
  if (failures.length === 0 && passed === 0) failures.push('no test ran');
  return {
    passed,
    failures,
    leftOut: tests.filter(({ status }) => status === 'skipped').map(({ why }) => why),
  };
}

const specsOf = ({ specs = [], suites = [] }: ReportSuite): z.infer<typeof specSchema>[] => [
  ...specs,
  ...suites.flatMap(specsOf),
];
