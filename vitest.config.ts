/**
 * The unit and the integration tests. `unit` needs nothing but the tree; `integration` (*.model.test.ts) runs real
 * models in one process at a time, because two engines at once share too few cores to measure or to wait for.
 */
import { defineConfig } from 'vitest/config';

const modelTests = ['src/**/*.model.test.ts', 'endurance/**/*.model.test.ts'];

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
          exclude: modelTests,
          environment: 'node',
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: modelTests,
          environment: 'node',
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
