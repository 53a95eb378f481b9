/**
 * Opening a data folder: what is made, what is refused, what is left untouched.
 */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { checkDatabaseFile } from './check.ts';
import { databaseVersion, migrate, newestVersion } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { migrations } from './migrations/migrations.ts';
import { openDataFolder, openNewerDataFolder } from './open-data-folder.ts';
import { applicationId, openDatabase, openReadOnly } from './open.ts';
import { checkSeal } from './seal.ts';
import { errorOf } from './testing/error-of.ts';
import { flushesAndRenames } from './testing/file-operations.ts';

let dataDir = '';
const path = (name: string): string => join(dataDir, name);
const open = (onFocusRequested?: () => void) => openDataFolder({ dataDir, now: Date.now, onFocusRequested });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

/** Name, size and content of the database's files. */
function fileSet(): Record<string, string> {
  const names = readdirSync(dataDir).filter((name) => name.startsWith('prisme.db') && !name.endsWith('-shm'));
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path(name)))
        .digest('hex'),
    ]),
  );
}

describe('a new data folder', () => {
  it('gets a database at the newest version with the rules of the house, readable by its owner alone', () => {
    const folder = open();
    const value = (name: string): unknown => folder.database.pragma(name, { simple: true });
    expect(databaseVersion(folder.database)).toBe(newestVersion());
    expect(value('application_id')).toBe(applicationId);
    expect(value('journal_mode')).toBe('wal');
    expect(value('synchronous')).toBe(2);
    expect(value('foreign_keys')).toBe(1);
    expect(value('busy_timeout')).toBe(5_000);
    expect(value('trusted_schema')).toBe(0);
    expect(value('cell_size_check')).toBe(1);
    expect(value('secure_delete')).toBe(1);
    expect(value('journal_size_limit')).toBe(64 * 1024 * 1024);
    expect(folder.backupFileName).toBeNull();
    const isStrict = folder.database.prepare(
      "SELECT count(*) AS loose FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main' AND name NOT LIKE 'sqlite_%'",
    );
    expect(isStrict.get()).toEqual({ loose: 0 });
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(path('prisme.db')).mode & 0o777).toBe(0o600);
    folder.close();
    expect(readdirSync(dataDir).toSorted()).toEqual(['lock', 'prisme.db', 'prisme.db.seal']);
  });

  it('is made with the folders above it', () => {
    const below = path('above/data');
    const folder = openDataFolder({ dataDir: below, now: Date.now });
    expect(readdirSync(below)).toContain('prisme.db');
    folder.close();
  });

  it('is refused when it cannot be written', () => {
    const file = path('file');
    writeFileSync(file, '');
    const error = errorOf(() => openDataFolder({ dataDir: join(file, 'data'), now: Date.now }));
    expect(error.code).toBe('app.dataFolderNotWritable');
  });
});

describe('a power cut', () => {
  it('leaves no half of a new database under its name', () => {
    const seen = flushesAndRenames(dataDir, () => open().close());
    const made = ['flush prisme.db.new', 'rename prisme.db.new to prisme.db', 'flush .'];
    expect(seen.slice(0, made.length)).toEqual(made);
  });

  it('never leaves the checksum of the last end beside a file that was written to since', () => {
    open().close();
    let folder: ReturnType<typeof open> | undefined;
    const seen = flushesAndRenames(dataDir, () => (folder = open()));
    expect(seen).toEqual(['flush .']);
    folder?.close();
  });
});

describe('what an earlier run left', () => {
  it('of a database that was being made is removed, and a whole one is made', () => {
    for (const suffix of ['', '-wal', '-shm']) writeFileSync(path(`prisme.db.new${suffix}`), 'half');
    open().close();
    expect(readdirSync(dataDir).toSorted()).toEqual(['lock', 'prisme.db', 'prisme.db.seal']);
  });

  it('is all in the main file when a database was just made: nothing is in its log alone', () => {
    const folder = open();
    writeFileSync(path('copy.db'), readFileSync(path('prisme.db')));
    folder.close();
    const copy = openReadOnly(path('copy.db'));
    expect(databaseVersion(copy)).toBe(newestVersion());
    copy.close();
  });

  it.skipIf(process.platform === 'win32')('is closed to others, a folder that was open to them too', () => {
    chmodSync(dataDir, 0o755);
    open().close();
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  });

  it('at an older version is brought to the present one, and the backup is named', () => {
    const old = openDatabase(path('prisme.db'), { create: true });
    migrate(old, null, Date.now, migrations.slice(0, 1));
    old.close();
    const folder = open();
    expect(databaseVersion(folder.database)).toBe(newestVersion());
    const before = String(migrations[0]?.number).padStart(4, '0');
    expect(folder.backupFileName).toMatch(new RegExp(`^prisme-v${before}-\\d{8}T\\d{9}Z\\.db$`));
    expect(readdirSync(path('backups'))).toEqual([folder.backupFileName]);
    expect([folder.setAside, folder.readOnlyBecause]).toEqual([null, null]);
    folder.close();
  });
});

describe('an update that cannot be made', () => {
  it('leaves the database closed and the folder free, and is made by the next start', () => {
    const old = openDatabase(path('prisme.db'), { create: true });
    migrate(old, null, Date.now, migrations.slice(0, 1));
    old.close();
    writeFileSync(path('backups'), 'a file where the folder should be');
    expect(errorOf(() => open()).code).toBe('app.dataFolderNotWritable');
    expect(checkSeal(path('prisme.db'))).toBe('intact');
    rmSync(path('backups'));
    const folder = open();
    expect(databaseVersion(folder.database)).toBe(newestVersion());
    folder.close();
  });
});

describe('closing', () => {
  it('seals the file, once, and may be asked for again', () => {
    const folder = open();
    expect(checkSeal(path('prisme.db'))).toBe('unsealed');
    folder.close();
    expect(checkSeal(path('prisme.db'))).toBe('intact');
    folder.close();
    expect(checkSeal(path('prisme.db'))).toBe('intact');
  });

  it('seals nothing while somebody else still reads: the log holds what the main file does not', () => {
    const folder = open();
    const reader = openReadOnly(path('prisme.db'));
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM settings').all();
    folder.database.exec("INSERT INTO settings VALUES ('key', '1')");
    folder.close();
    expect(checkSeal(path('prisme.db'))).toBe('unsealed');
    reader.close();
  });

  it('frees the folder although the database was closed already', () => {
    const folder = open();
    folder.database.close();
    folder.close();
    expect(checkSeal(path('prisme.db'))).toBe('unsealed');
    open().close();
  });
});

describe('a database of a newer Prisme', () => {
  const newer = new PrismeError('database.newerVersion', {
    version: newestVersion() + 10,
    known: newestVersion(),
  });
  const openNewer = () => openNewerDataFolder({ dataDir, now: Date.now }, newer);

  it('is opened to be read, by one owner, and nothing in the folder changes', () => {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('key', '1')");
    folder.database.pragma(`user_version = ${newestVersion() + 10}`);
    folder.close();
    const before = fileSet();
    const read = openNewer();
    expect(read).toMatchObject({ backupFileName: null, setAside: null, readOnlyBecause: newer });
    expect(read.database.prepare('SELECT key FROM settings').all()).toEqual([{ key: 'key' }]);
    expect(() => read.database.exec('DELETE FROM settings')).toThrow(/readonly/);
    expect(errorOf(openNewer).code).toBe('app.alreadyRunning');
    read.close();
    expect(fileSet()).toEqual(before);
    openNewer().close();
  });

  it('that is gone is a typed error, and the folder is free again', () => {
    open().close();
    rmSync(path('prisme.db'));
    for (let round = 0; round < 2; round++) expect(errorOf(openNewer).code).toBe('app.dataFolderNotWritable');
    rmSync(path('prisme.db.seal'));
    open().close();
  });
});

describe('one owner at a time', () => {
  it('refuses a second start, says who owns the folder, and asks the owner to come to the front', async () => {
    const asked = Promise.withResolvers<void>();
    const folder = open(asked.resolve);
    const error = errorOf(() => open());
    expect(error).toMatchObject({ code: 'app.alreadyRunning', details: { pid: process.pid } });
    await asked.promise;
    folder.close();
    open().close();
  });
});

describe('a database that must not be touched', () => {
  function makeDatabase(): void {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('key', '1')");
    folder.close();
  }

  it.each([
    ['is empty', () => truncateSync(path('prisme.db'), 0)],
    [
      'is no database',
      () => writeFileSync(path('prisme.db'), 'something else entirely, of some length'.repeat(200)),
    ],
    [
      'is cut in half',
      () => truncateSync(path('prisme.db'), Math.floor(statSync(path('prisme.db')).size / 8192) * 4096),
    ],
    [
      'has a damaged page',
      () => {
        const bytes = readFileSync(path('prisme.db'));
        bytes.fill(0xff, 4096, 8192);
        writeFileSync(path('prisme.db'), bytes);
      },
    ],
    [
      'belongs to another program',
      () => {
        const database = openDatabase(path('prisme.db'));
        database.pragma('application_id = 1');
        database.close();
      },
    ],
    [
      'has lost its main file but not its log',
      () => {
        rmSync(path('prisme.db'));
        writeFileSync(path('prisme.db-wal'), 'left over');
      },
    ],
  ])('is reported as damaged and stays as it is when it %s', (_name, damage) => {
    makeDatabase();
    damage();
    const before = fileSet();
    expect(errorOf(() => open()).code).toBe('database.damaged');
    expect(fileSet()).toEqual(before);
    // The lock is free again: the refusal can be repeated.
    expect(errorOf(() => open()).code).toBe('database.damaged');
  });

  it('is reported as newer and stays as it is when a later Prisme wrote it', () => {
    makeDatabase();
    const database = openDatabase(path('prisme.db'));
    database.pragma(`user_version = ${newestVersion() + 10}`);
    database.close();
    const before = fileSet();
    expect(errorOf(() => open())).toMatchObject({
      code: 'database.newerVersion',
      details: { version: newestVersion() + 10, known: newestVersion() },
    });
    expect(fileSet()).toEqual(before);
  });

  it('keeps a write-ahead log that holds the newest data, even when the check refuses', () => {
    makeDatabase();
    const database = openDatabase(path('prisme.db'));
    database.exec("INSERT INTO settings VALUES ('later', '2')");
    // As after a kill: the log is copied while it holds what the main file does not.
    const main = readFileSync(path('prisme.db'));
    const log = readFileSync(path('prisme.db-wal'));
    database.close();
    writeFileSync(path('prisme.db'), main);
    writeFileSync(path('prisme.db-wal'), log);
    const before = fileSet();
    expect(checkDatabaseFile(path('prisme.db'))).toBe('sound');
    expect(fileSet()).toEqual(before);
    const folder = open();
    expect(
      folder.database.prepare("SELECT count(*) AS count FROM settings WHERE key = 'later'").get(),
    ).toEqual({ count: 1 });
    folder.close();
  });
});

describe('migrations', () => {
  const extra = (up: Migration['up']): Migration[] => [
    ...migrations,
    { number: newestVersion() + 10, name: 'extra', up },
  ];

  it('have ascending numbers by tens', () => {
    const numbers = migrations.map((migration) => migration.number);
    expect(numbers).toEqual(numbers.map((_, index) => (index + 1) * 10));
  });

  it('back an existing database up before they change it, and the backup opens with the old content', () => {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('key', '1')");
    const backupPath = migrate(
      folder.database,
      path('backups'),
      Date.now,
      extra((database) => database.exec('DELETE FROM settings')),
    );
    expect(databaseVersion(folder.database)).toBe(newestVersion() + 10);
    if (backupPath === null) throw new Error('a backup was made');
    const backup = openDatabase(backupPath);
    expect(databaseVersion(backup)).toBe(newestVersion());
    expect(backup.prepare('SELECT key FROM settings').all()).toEqual([{ key: 'key' }]);
    backup.close();
    folder.close();
    expect(readdirSync(path('backups')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('leave version and content as they were when one fails in the middle', () => {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('key', '1')");
    const failing = extra((database) => {
      database.exec('DELETE FROM settings');
      database.exec('INSERT INTO nowhere VALUES (1)');
    });
    expect(() => migrate(folder.database, path('backups'), Date.now, failing)).toThrow(/nowhere/);
    expect(databaseVersion(folder.database)).toBe(newestVersion());
    expect(folder.database.prepare('SELECT count(*) AS count FROM settings').get()).toEqual({ count: 1 });
    folder.close();
  });

  it('do not begin when the backup cannot be written', () => {
    const folder = open();
    writeFileSync(path('backups'), 'a file where the folder should be');
    const failed = errorOf(() =>
      migrate(
        folder.database,
        path('backups'),
        Date.now,
        extra((database) => database.exec('DELETE FROM settings')),
      ),
    );
    expect(failed.code).toBe('app.dataFolderNotWritable');
    expect(databaseVersion(folder.database)).toBe(newestVersion());
    folder.close();
  });

  it('remove what an earlier start left of a backup when it was killed', () => {
    const folder = open();
    mkdirSync(path('backups'));
    for (const suffix of ['', '-journal'])
      writeFileSync(path(`backups/prisme-v0010-2026.db.tmp${suffix}`), 'half');
    migrate(
      folder.database,
      path('backups'),
      Date.now,
      extra(() => undefined),
    );
    folder.close();
    expect(readdirSync(path('backups')).filter((name) => !name.endsWith('.db'))).toEqual([]);
  });

  it('keep the seven newest backups', () => {
    const folder = open();
    let timeMs = Date.UTC(2026, 0, 1);
    for (let round = 0; round < 10; round++) {
      timeMs += 1_000;
      folder.database.pragma(`user_version = ${newestVersion()}`);
      migrate(
        folder.database,
        path('backups'),
        () => timeMs,
        extra(() => undefined),
      );
    }
    const backups = readdirSync(path('backups')).toSorted();
    expect(backups).toHaveLength(7);
    expect(backups[0]).toContain('20260101T000004');
    chmodSync(path('backups'), 0o700);
    folder.close();
  });
});
