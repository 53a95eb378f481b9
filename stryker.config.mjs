/**
 * Mutation testing: the tests of a guard must fail when the guard is changed. scripts/mutants.mjs says what is changed
 * and which tests must notice (scripts/lib/guards.mjs). Not part of `npm test`.
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutants.config.ts', pool: 'forks', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Generous, as a busy machine would otherwise count as a change that was noticed.
  timeoutMS: 20_000,
  tempDirName: 'artifacts/mutants/tmp',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'artifacts/mutants/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
  // Stryker reads this file with a compiler interface that TypeScript 7 no longer has; the tests do not need it.
  tsconfigFile: 'none',
  ignorePatterns: ['out', 'artifacts', 'e2e', 'bench', 'docs', 'test-results'],
  warnings: { slow: false },
};
