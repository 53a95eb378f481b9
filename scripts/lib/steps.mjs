/**
 * The steps of `npm run check` and `npm test`, and how one is run: streamed, timed, bounded, and counted. A step
 * that fails does not stop the others. Plain JavaScript.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectEnv, projectNode, root } from './paths.mjs';
import { oneFailed, onePassed, readPlaywrightReport, readVitestReport, sum } from './reports.mjs';
import { duration, run } from './run.mjs';

/**
 * @typedef {{ name: string, args: readonly string[], timeoutMs: number, report?: 'vitest' | 'playwright',
 *   env?: Record<string, string> }} Step `args`: for the project's Node; `report`: the kind of the JSON report that
 *   says how many tests there were. A step without one counts as a single check.
 * @typedef {import('./reports.mjs').Count} Count
 */

const bin = (...path) => join(root, 'node_modules', ...path);
const minutes = (count) => count * 60_000;

/** @type {readonly Step[]} */
export const checks = [
  { name: 'format', args: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.'], timeoutMs: minutes(8) },
  {
    name: 'lint',
    args: [bin('oxlint', 'bin', 'oxlint'), '--type-aware', '--max-warnings', '0'],
    timeoutMs: minutes(8),
  },
  { name: 'types', args: [join(root, 'scripts', 'types.mjs')], timeoutMs: minutes(8) },
  { name: 'arrows', args: [join(root, 'scripts', 'arrows.mjs')], timeoutMs: minutes(8) },
  { name: 'unused code', args: [bin('knip', 'bin', 'knip.js'), '--no-progress'], timeoutMs: minutes(8) },
];

const vitest = (project) => [
  bin('vitest', 'vitest.mjs'),
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
];

/** @type {readonly Step[]} */
export const tests = [
  { name: 'unit tests', args: vitest('unit'), timeoutMs: minutes(15), report: 'vitest' },
  { name: 'tests with real models', args: vitest('integration'), timeoutMs: minutes(40), report: 'vitest' },
  { name: 'short endurance suites', args: vitest('endurance'), timeoutMs: minutes(30), report: 'vitest' },
];

/** @returns {Step} the end-to-end specs in one shell. */
export function endToEnd(project, env) {
  return {
    name: `end to end in ${project}`,
    args: [bin('@playwright', 'test', 'cli.js'), 'test', '--project', project],
    timeoutMs: minutes(40),
    report: 'playwright',
    env,
  };
}

/**
 * All checks at once: most of them use one core. What each says comes when it has ended.
 *
 * @returns {Promise<readonly Count[]>}
 */
export async function runChecks() {
  return await Promise.all(checks.map((step) => runStep(step, { isAlone: false })));
}

/**
 * @param {Step} step
 * @param {{ isAlone?: boolean }} options `isAlone`: what it says is shown while it runs.
 * @returns {Promise<Count>}
 */
export async function runStep(step, { isAlone = true } = {}) {
  const title = `\n── ${step.name}\n`;
  if (isAlone) process.stdout.write(title);
  const startedAtMs = Date.now();
  const report = join(root, 'artifacts', `${step.name.replaceAll(' ', '-')}.json`);
  await mkdir(join(root, 'artifacts'), { recursive: true });
  await rm(report, { force: true });
  const args = step.report === 'vitest' ? [...step.args, `--outputFile.json=${report}`] : step.args;
  const { code, timedOut, output } = await run(projectNode, args, {
    cwd: root,
    env: projectEnv({ ...step.env, PRISME_E2E_REPORT: report }),
    timeoutMs: step.timeoutMs,
    echo: isAlone,
  });
  if (!isAlone) process.stdout.write(`${title}${output}`);
  const count = await countOf(step, code, report);
  const outcome = timedOut ? 'did not finish in time' : count.failed === 0 ? 'ok' : 'failed';
  process.stdout.write(`── ${step.name}: ${outcome}, ${duration(Date.now() - startedAtMs)}\n`);
  return count;
}

/** A runner that failed without naming a failed test, or that ran no test at all, is one failure more. */
async function countOf(step, code, report) {
  const unexplained = oneFailed(`${step.name}: ended with status ${code}`);
  if (step.report === undefined) return code === 0 ? onePassed : unexplained;
  const count = existsSync(report) ? readReport(step.report, await readFile(report, 'utf8')) : sum([]);
  const isUnexplained = count.failed === 0 && (code !== 0 || count.passed === 0);
  return isUnexplained ? sum([count, unexplained]) : count;
}

function readReport(kind, json) {
  const report = JSON.parse(json);
  return kind === 'vitest' ? readVitestReport(report) : readPlaywrightReport(report);
}

/**
 * The end of a run: every failure once more, because it may stand an hour higher up, then one line over everything.
 * Sets the exit status.
 *
 * @param {readonly Count[]} counts
 */
export function conclude(counts) {
  const { passed, failed, failures } = sum(counts);
  const list = failures.length === 0 ? '' : `\n── failed\n${failures.join('\n')}\n`;
  process.stdout.write(`${list}\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
