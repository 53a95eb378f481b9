/**
 * The unit and the integration tests and the short form of the endurance suites. `unit` needs nothing but the tree;
 * `integration` (*.model.test.ts) runs real models. Both of the others run one file at a time, because two engines at
 * once, or a suite that kills beside one that fills the disk, share too few cores to wait for.
 */
import { defineConfig } from 'vitest/config';

const modelTests = ['src/**/*.model.test.ts'];
const suiteTests = ['endurance/suites.test.ts', 'endurance/suites.model.test.ts'];

const oneAtATime = {
  environment: 'node',
  pool: 'forks',
  maxWorkers: 1,
  fileParallelism: false,
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
        test: { ...oneAtATime, name: 'integration', include: modelTests },
      },
      {
        extends: true,
        test: { ...oneAtATime, name: 'endurance', include: suiteTests },
      },
    ],
  },
});
