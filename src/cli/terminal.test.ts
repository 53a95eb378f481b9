/**
 * The terminal shell as a process: what becomes of it when nobody reads its answer any more.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';

it('ends without a word when the program behind its pipe has read enough', async () => {
  const { path, folder } = writeTinyLlama();
  const entry = join(import.meta.dirname, 'cli.ts');
  const child = spawn(process.execPath, ['--no-warnings', entry, 'models', 'inspect', path]);
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  await once(child, 'close');
  expect(said).toBe('');
  rmSync(folder, { recursive: true });
});
