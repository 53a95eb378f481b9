/**
 * What a test runner's JSON report says: how many tests passed and failed, and why each failed one did. Pure: reads
 * no file. Plain JavaScript.
 *
 * The formats: Vitest's `json` reporter (Jest's format) and Playwright's `json` reporter (`JSONReport`).
 */

/**
 * @typedef {{ passed: number, failed: number, failures: readonly string[] }} Count `failures`: for each failed test,
 *   its file, its name and the first lines of its error.
 */

/** Long enough for an assertion with its two values, short enough that fifty failures can be read at the end. */
const maxErrorLines = 12;

/** @type {Count} */
export const onePassed = { passed: 1, failed: 0, failures: [] };

/** @returns {Count} one failure, that `text` explains. */
export function oneFailed(text) {
  return { passed: 0, failed: 1, failures: [text] };
}

/** @param {readonly Count[]} counts */
export function sum(counts) {
  return counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      failures: [...all.failures, ...one.failures],
    }),
    { passed: 0, failed: 0, failures: [] },
  );
}

/** @returns {Count} */
export function readVitestReport(report) {
  const failures = report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0 && file.status === 'failed') return [describe(file.name, '', file.message)];
    return tests.map((test) => describe(file.name, test.fullName, test.failureMessages.join('\n')));
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests, failures };
}

/** @returns {Count} a test that passed only when it was repeated has not passed. */
export function readPlaywrightReport(report) {
  const failures = report.suites.flatMap(specsOf).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === 'unexpected' || test.status === 'flaky')
      .map((test) => {
        const errors = test.results.flatMap((result) => result.errors.map((error) => error.message ?? ''));
        return describe(`${spec.file}:${spec.line}`, spec.title, errors.join('\n'));
      }),
  );
  const { expected, unexpected, flaky } = report.stats;
  const atLoading = report.errors.map((error) => describe('', '', error.message));
  return { passed: expected, failed: unexpected + flaky, failures: [...failures, ...atLoading] };
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

function describe(file, name, error) {
  // Escape sequences are colours for a terminal; here they would stand between the words.
  // oxlint-disable-next-line no-control-regex
  const lines = (error ?? '').replaceAll(/\u001b\[[\d;]*m/gu, '').split('\n');
  const shown = lines.filter((line) => line.trim() !== '').slice(0, maxErrorLines);
  return [[file, name].filter((part) => part !== '').join(' › '), ...shown.map((line) => `    ${line}`)].join(
    '\n',
  );
}
