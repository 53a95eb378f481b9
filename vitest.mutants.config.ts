/**
 * The tests that mutation testing runs (stryker.config.mjs): those that scripts/mutants.mjs names, without the ones that
 * need a model. Stryker's own way of naming them leaves out every change to what runs while a file is loaded.
 */
import { defineConfig } from 'vitest/config';

const named = process.env.PRISME_MUTANT_TESTS?.split(',');

export default defineConfig({
  test: {
    include: named ?? ['src/**/*.test.ts'],
    exclude: ['src/**/*.model.test.ts', 'src/renderer/**'],
    environment: 'node',
    pool: 'forks',
    setupFiles: ['./scripts/lib/mutants-setup.mjs'],
  },
});
