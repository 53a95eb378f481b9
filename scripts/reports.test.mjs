import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from './lib/paths.mjs';
import { readPlaywrightReport, readVitestReport, sum } from './lib/reports.mjs';

/** Below artifacts/, because the runners look for their packages from there upwards. */
let folder;

beforeAll(async () => {
  await mkdir(join(root, 'artifacts'), { recursive: true });
  folder = await mkdtemp(join(root, 'artifacts', 'reports-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a real runner on one made-up file and returns its report. */
async function reportOf(name, source, config, args) {
  await writeFile(join(folder, name), source);
  await writeFile(join(folder, config.name), config.source);
  const report = join(folder, 'report.json');
  await promisify(execFile)(process.execPath, args(report), {
    cwd: folder,
    timeout: 60_000,
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  }).catch(() => undefined);
  return JSON.parse(await readFile(report, 'utf8'));
}

it('names each failed Vitest test with its file and the values that differ, without colours', async () => {
  const report = await reportOf(
    'made-up.test.mjs',
    `import { expect, it } from 'vitest';
     it('holds', () => { expect(1).toBe(1); });
     it('does not hold', () => { expect(1).toBe(2); });`,
    { name: 'vitest.config.mjs', source: 'export default {};' },
    (out) => [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=json',
      `--outputFile.json=${out}`,
    ],
  );
  const count = readVitestReport(report);
  expect(count).toMatchObject({ passed: 1, failed: 1 });
  expect(count.failures).toHaveLength(1);
  expect(count.failures[0]).toMatch(/made-up\.test\.mjs › does not hold\n {4}.*expected 1 to be 2/u);
  expect(count.failures[0]).not.toContain('\u001b');
});

it('names each failed Playwright test with its line and its error', async () => {
  const report = await reportOf(
    'made-up.spec.mjs',
    `import { expect, test } from '@playwright/test';
     test('holds', () => { expect(1).toBe(1); });
     test.describe('a group', () => { test('does not hold', () => { expect(1).toBe(2); }); });`,
    {
      name: 'playwright.config.mjs',
      source: "export default { testMatch: 'made-up.spec.mjs', outputDir: 'results' };",
    },
    () => [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=json'],
  );
  const count = readPlaywrightReport(report);
  expect(count).toMatchObject({ passed: 1, failed: 1 });
  expect(count.failures).toHaveLength(1);
  expect(count.failures[0]).toMatch(/made-up\.spec\.mjs:3 › does not hold\n {4}Error: .*toBe/u);
  expect(count.failures[0]).toContain('Expected: 2');
});

it('adds counts up and keeps every failure', () => {
  expect(
    sum([
      { passed: 2, failed: 1, failures: ['a'] },
      { passed: 3, failed: 1, failures: ['b'] },
    ]),
  ).toEqual({ passed: 5, failed: 2, failures: ['a', 'b'] });
});
