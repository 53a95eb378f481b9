import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guards } from './lib/guards.mjs';
import { root } from './lib/paths.mjs';

it.each(guards)('every file of the guard "$name" is there, and so are tests for it', ({ files, tests }) => {
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(tests.filter((pattern) => globSync(pattern, { cwd: root }).length === 0)).toEqual([]);
});
