/**
 * A database that is checked after it was opened: what is found, what stays as it was, and what the next start does. The
 * limit is set so low that every file is above it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupName, backupNameSchema } from '#contract/backups.ts';
import { messageHash } from './message-hash.ts';
import { databaseVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { type DataFolder, openDataFolder } from './open-data-folder.ts';
import { openDatabase } from './open.ts';
import { requestRestore } from './replace-database.ts';
import { backUp } from './backup.ts';
import type { FileFinding } from './whole-check.ts';
import { errorOf } from './testing/error-of.ts';

let dataDir = '';
const path = (...names: string[]): string => join(dataDir, ...names);
const openLarge = (checkFirstUpToBytes = 0): DataFolder =>
  openDataFolder({ dataDir, now: Date.now, checkFirstUpToBytes });
const openSmall = (): DataFolder => openDataFolder({ dataDir, now: Date.now });
const main = (): Buffer => readFileSync(path('prisme.db'));
const isMarked = (): boolean => existsSync(path('prisme.db.damaged'));
const isSealed = (): boolean => existsSync(path('prisme.db.seal'));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

/** A database that ended well, with rows that no start reads. */
function prepare(): void {
  const folder = openSmall();
  folder.database.exec('CREATE TABLE filler (text TEXT) STRICT');
  const insert = folder.database.prepare('INSERT INTO filler VALUES (?)');
  folder.database.transaction(() => {
    for (let row = 0; row < 500; row++) insert.run(`row ${row} `.repeat(100));
  })();
  folder.close();
}

/** Breaks the structure of a page that holds rows only. */
function damage(): void {
  const bytes = main();
  const at = Math.floor(bytes.indexOf('row 250 row') / 4096) * 4096;
  bytes.fill(0xff, at, at + 64);
  writeFileSync(path('prisme.db'), bytes);
}

/** Changes a letter, which SQLite does not notice. */
function flip(): void {
  const bytes = main();
  const at = bytes.indexOf('row 250 row');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path('prisme.db'), bytes);
}

async function findingOf(folder: DataFolder): Promise<FileFinding | null> {
  if (folder.checkLater === null) throw new Error('it was checked before it was opened');
  const check = folder.checkLater();
  const finding = await check.file;
  await check.messages;
  await check.stop();
  return finding;
}

/** Opens it, lets the check end, closes it. */
async function checkOnce(): Promise<FileFinding | null> {
  const folder = openLarge();
  const finding = await findingOf(folder);
  folder.close();
  return finding;
}

const write = (folder: DataFolder, key: string, value = '1'): unknown =>
  folder.database.prepare('INSERT INTO settings VALUES (?, ?)').run(key, JSON.stringify(value));

function keys(folder: DataFolder): string[] {
  const rows = folder.database.prepare<[], { key: string }>('SELECT key FROM settings ORDER BY key').all();
  return rows.map(({ key }) => key);
}

/** What the files are at this moment, put back after the folder was closed: as after a kill. */
function killed(folder: DataFolder): void {
  const names = ['prisme.db', 'prisme.db-wal', 'prisme.db.seal'].filter((name) => existsSync(path(name)));
  const files = names.map((name) => [name, readFileSync(path(name))] as const);
  folder.close();
  for (const name of ['prisme.db', 'prisme.db-wal', 'prisme.db-shm', 'prisme.db.seal'])
    rmSync(path(name), { force: true });
  for (const [name, bytes] of files) writeFileSync(path(name), bytes);
}

describe('a file of at most the limit', () => {
  it('is checked before it is opened, one that is larger afterwards', () => {
    prepare();
    const { size } = statSync(path('prisme.db'));
    for (const [limit, isLater] of [
      [size, false],
      [size - 1, true],
    ] as const) {
      const folder = openLarge(limit);
      expect(folder.checkLater !== null).toBe(isLater);
      folder.close();
    }
  });

  it('is checked before an update although it is larger, because that rewrites it', () => {
    const database = openDatabase(path('prisme.db'), { create: true });
    migrate(database, null, Date.now, migrations.slice(0, -1));
    database.close();
    const folder = openLarge();
    expect(folder.checkLater).toBeNull();
    folder.close();
  });

  it('is refused like any other where its head says that it is none of ours', () => {
    prepare();
    const database = openDatabase(path('prisme.db'));
    database.pragma('application_id = 1');
    database.close();
    expect(errorOf(() => openLarge()).code).toBe('database.damaged');
  });
});

describe('a sound file', () => {
  it('is said to be sound, is written to from then on, and is sealed again at the end', async () => {
    prepare();
    const before = main();
    const folder = openLarge();
    write(folder, 'early');
    expect(await findingOf(folder)).toEqual({ kind: 'sound' });
    expect(isSealed()).toBe(false);
    // What gathered in the log is in the file by now, without anybody's write having waited for it.
    expect(main().equals(before)).toBe(false);
    expect(folder.database.pragma('wal_autocheckpoint', { simple: true })).toBe(1_000);
    folder.close();
    expect(isSealed()).toBe(true);
    expect(isMarked()).toBe(false);
    expect(await checkOnce()).toEqual({ kind: 'sound' });
  });

  it('is not taken for damaged whatever is written while it is read, and nothing of that is lost', async () => {
    const step = fc.record({
      rows: fc.integer({ min: 0, max: 40 }),
      bytes: fc.integer({ min: 1, max: 40_000 }),
      checkpoint: fc.constantFrom(null, 'PASSIVE', 'FULL', 'RESTART', 'TRUNCATE'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 6 }),
        fc.array(step, { maxLength: 6 }),
        fc.boolean(),
        async (before, during, hasLog) => {
          rmSync(dataDir, { recursive: true, force: true });
          prepare();
          const expected: string[] = [];
          const run = (folder: DataFolder, steps: typeof before, isExplicit: boolean): void => {
            for (const { rows, bytes, checkpoint } of steps) {
              folder.database.transaction(() => {
                for (let row = 0; row < rows; row++) {
                  const key = `key ${String(expected.length).padStart(5, '0')}`;
                  write(folder, key, 'x'.repeat(bytes));
                  expected.push(key);
                }
              })();
              if (checkpoint !== null && isExplicit) folder.database.pragma(`wal_checkpoint(${checkpoint})`);
            }
          };
          if (hasLog) {
            // A run that ended before its check leaves its writing in the log.
            const earlier = openLarge();
            run(earlier, before, true);
            earlier.close();
          }
          const found = main();
          const folder = openLarge();
          folder.database.pragma('busy_timeout = 0');
          // What an earlier run left in the log may be asked into the file; by itself nothing does that.
          run(folder, hasLog ? [] : before, true);
          if (folder.checkLater === null) throw new Error('it was checked before it was opened');
          const check = folder.checkLater();
          run(folder, during, !hasLog);
          const isUntouched = main().equals(found);
          const finding = await check.file;
          await check.stop();
          expect(isUntouched).toBe(true);
          expect(finding).toEqual({ kind: 'sound' });
          folder.close();
          const next = openSmall();
          expect(next.setAside).toBeNull();
          expect(keys(next)).toEqual(expected);
          next.close();
        },
      ),
      { numRuns: 3 },
    );
  }, 120_000);

  it('keeps its log although another program opens and closes it', async () => {
    prepare();
    const folder = openLarge();
    write(folder, 'early');
    await findingOf(folder);
    write(folder, 'late');
    const look = `const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.prepare('SELECT count(*) FROM settings').get();
      database.close();`;
    execFileSync(process.execPath, ['--no-warnings', '-e', look, path('prisme.db')]);
    expect(statSync(path('prisme.db-wal')).size).toBeGreaterThan(0);
    write(folder, 'later');
    folder.close();
    const next = openSmall();
    expect(keys(next)).toEqual(['early', 'late', 'later']);
    next.close();
  });
});

describe('a damaged file', () => {
  it('is found, stays as it is to the byte, and is refused by the next start like any damaged file', async () => {
    prepare();
    damage();
    const found = main();
    const folder = openLarge();
    write(folder, 'before it was known');
    expect(await findingOf(folder)).toMatchObject({ kind: 'damaged', error: { code: 'database.damaged' } });
    write(folder, 'since it is known');
    expect(isMarked()).toBe(true);
    folder.close();
    expect(main().equals(found)).toBe(true);
    const first = errorOf(() => openLarge());
    expect(first.code).toBe('database.damaged');
    // The lock is free, and the mark stays until something has changed.
    expect(errorOf(() => openLarge())).toEqual(first);
    expect(errorOf(() => openSmall())).toEqual(first);
    expect(main().equals(found)).toBe(true);
  });

  it('is found without the checksum too, as after a crash', async () => {
    prepare();
    damage();
    rmSync(path('prisme.db.seal'));
    expect(await checkOnce()).toMatchObject({ kind: 'damaged' });
    expect(errorOf(() => openLarge()).code).toBe('database.damaged');
  });

  it('loses its mark when a check finds it sound', async () => {
    prepare();
    const sound = main();
    damage();
    await checkOnce();
    writeFileSync(path('prisme.db'), sound);
    const folder = openLarge();
    expect(folder.checkLater).toBeNull();
    folder.close();
    expect(isMarked()).toBe(false);
    expect(await checkOnce()).toEqual({ kind: 'sound' });
  });

  it('takes its mark along when a backup takes its place', async () => {
    prepare();
    const backup = makeBackup();
    damage();
    await checkOnce();
    requestRestore(dataDir, backup, Date.now());
    const folder = openLarge();
    expect(folder.setAside?.reason).toBe('replaced');
    expect(await findingOf(folder)).toEqual({ kind: 'sound' });
    expect(isMarked()).toBe(false);
    expect(existsSync(path(folder.setAside?.folder ?? '', 'prisme.db.damaged'))).toBe(true);
    folder.close();
  });

  function makeBackup(): BackupName {
    const folder = openSmall();
    const made = backUp(folder.database, path('backups'), databaseVersion(folder.database), Date.now());
    folder.close();
    return backupNameSchema.parse(made.split('/').at(-1));
  }
});

describe('a file that is not as it was left', () => {
  it('is said to be changed, and a copy of it as it was found is kept', async () => {
    prepare();
    flip();
    const found = main();
    const folder = openLarge();
    write(folder, 'early');
    const finding = await findingOf(folder);
    if (finding?.kind !== 'changed') throw new Error(`it was found to be ${finding?.kind}`);
    expect(readFileSync(path(finding.folder, 'prisme.db')).equals(found)).toBe(true);
    folder.close();
    // It has been said once; from now on this is what Prisme left.
    expect(await checkOnce()).toEqual({ kind: 'sound' });
    expect(readdirSync(path('set-aside'))).toHaveLength(1);
  });

  it.each<[string, (folder: DataFolder) => void | Promise<void>]>([
    ['ended before its check began', (folder: DataFolder) => folder.close()],
    [
      'ended while it was checked',
      async (folder: DataFolder) => {
        const check = folder.checkLater?.();
        await check?.stop();
        expect(await check?.file).toBeNull();
        folder.close();
      },
    ],
    ['was killed', killed],
  ])('is found by the next start when the run before %s, and its writing is there', async (_name, end) => {
    prepare();
    flip();
    const found = main();
    const folder = openLarge();
    write(folder, 'written');
    await end(folder);
    expect(main().equals(found)).toBe(true);
    const next = openLarge();
    expect(keys(next)).toEqual(['written']);
    expect(await findingOf(next)).toMatchObject({ kind: 'changed' });
    next.close();
    const last = openSmall();
    expect(last.setAside).toBeNull();
    expect(keys(last)).toEqual(['written']);
    last.close();
  });

  it('is checked before it opens when the copy cannot be made, and then says why', async () => {
    prepare();
    flip();
    writeFileSync(path('set-aside'), 'a file where the folder should be');
    expect(await checkOnce()).toMatchObject({
      kind: 'failed',
      error: { code: 'app.dataFolderNotWritable' },
    });
    expect(isMarked()).toBe(true);
    expect(errorOf(() => openLarge()).code).toBe('app.dataFolderNotWritable');
  });

  it('is not noticed after a crash where SQLite sees nothing, as with a small file', async () => {
    prepare();
    flip();
    rmSync(path('prisme.db.seal'));
    expect(await checkOnce()).toEqual({ kind: 'sound' });
  });
});

describe('the texts of messages', () => {
  it('are compared with their hashes, and those that do not match are named', async () => {
    const folder = openSmall();
    const { database } = folder;
    database.exec(
      `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
       VALUES ('c', '', 0, 0, '', '{}')`,
    );
    const insert = database.prepare(
      `INSERT INTO messages (id, conversation_id, role, text, hash, created_at_ms, state)
       VALUES (?, 'c', 'user', ?, ?, 0, 'complete')`,
    );
    for (const [id, hashed] of [
      ['right', 'a text'],
      ['wrong', 'another text'],
    ] as const)
      insert.run(id, 'a text', messageHash({ id, parentId: null, role: 'user', text: hashed }));
    folder.close();
    const next = openLarge();
    const check = next.checkLater?.();
    expect(await check?.file).toEqual({ kind: 'sound' });
    expect(await check?.messages).toEqual(['wrong']);
    await check?.stop();
    next.close();
  });
});
