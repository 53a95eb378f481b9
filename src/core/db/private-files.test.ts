import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backUp } from './backup.ts';
import { openDataFolder } from './open-data-folder.ts';
import { makePrivateFile } from './private-file.ts';

let dataDir = '';
let umask = 0;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-private-'));
  // The most careless account: what is not said is open to everybody.
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(dataDir, { recursive: true, force: true });
});

it.skipIf(process.platform === 'win32')(
  'the database, its journals, its backups and the lock belong to their owner alone',
  () => {
    const folder = openDataFolder({ dataDir, now: Date.now });
    backUp(
      folder.database,
      join(dataDir, 'backups'),
      Number(folder.database.pragma('user_version', { simple: true })),
      0,
    );
    const entries = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
    const modes = entries.map((name) => {
      const stat = lstatSync(join(dataDir, name));
      return [name, (stat.mode & 0o777).toString(8), stat.isDirectory() ? '700' : '600'] as const;
    });
    folder.close();
    expect(modes.length).toBeGreaterThan(6);
    expect(modes.filter(([, mode, wanted]) => mode !== wanted)).toEqual([]);
  },
);

it.skipIf(process.platform === 'win32')('a private file is made empty, or closed to others as it is', () => {
  const path = join(dataDir, 'file');
  makePrivateFile(path);
  expect([lstatSync(path).mode & 0o777, readFileSync(path, 'utf8')]).toEqual([0o600, '']);
  writeFileSync(path, 'content');
  chmodSync(path, 0o644);
  makePrivateFile(path);
  expect([lstatSync(path).mode & 0o777, readFileSync(path, 'utf8')]).toEqual([0o600, 'content']);
});
