/**
 * The unit and the integration tests and the short form of the endurance suites. `unit` needs nothing but the tree;
 * `integration` (*.model.test.ts) runs real models. Both of the others run two files at a time: an engine computes with
 * one thread, and a suite waits as often as it computes.
 */
import { defineConfig } from 'vitest/config';

const modelTests = ['src/**/*.model.test.ts'];
const suiteTests = ['endurance/suites.test.ts', 'endurance/suites.model.test.ts'];

const twoAtATime = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: 2,
  testTimeout: 300_000,
  hookTimeout: 300_000,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'endurance/**/*.test.ts',
            'src/**/*.test.tsx',
            'scripts/**/*.test.mjs',
          ],
          exclude: [...modelTests, ...suiteTests],
          environment: 'node',
          pool: 'forks',
          maxWorkers: '100%',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { ...twoAtATime, name: 'integration', include: modelTests },
      },
      {
        extends: true,
        test: { ...twoAtATime, name: 'endurance', include: suiteTests },
      },
    ],
  },
});
