/**
 * Restoring a backup: what is refused, and what a data folder holds when a restore is cut off anywhere.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupName, backupNameSchema } from '#contract/backups.ts';
import { backUp, listBackups } from './backup.ts';
import { databaseVersion, newestVersion } from './migrate.ts';
import { openDataFolder } from './open-data-folder.ts';
import { openDatabase, openReadOnly } from './open.ts';
import {
  finishReplacement,
  keepCopy,
  keepCopyOfOpen,
  requestReplacement,
  requestRestore,
} from './replace-database.ts';
import { cutOffAfter, flushesAndRenames, nextDescriptor, takingFewBytes } from './testing/file-operations.ts';
import { errorOf } from './testing/error-of.ts';

let dataDir = '';
const path = (...names: string[]): string => join(dataDir, ...names);
const open = () => openDataFolder({ dataDir, now: Date.now });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

function keysOf(databasePath: string): string[] {
  const database = openReadOnly(databasePath);
  const rows = database.prepare<[], { key: string }>('SELECT key FROM settings ORDER BY key').all();
  database.close();
  return rows.map(({ key }) => key);
}

/**
 * A database with the key "early" and a backup of it; then "late" is written, and the process dies: "late" is in the
 * write-ahead log alone.
 */
function prepare(): BackupName {
  const folder = open();
  folder.database.exec("INSERT INTO settings VALUES ('early', '1')");
  backUp(folder.database, path('backups'), databaseVersion(folder.database), Date.now());
  folder.close();
  const database = openDatabase(path('prisme.db'));
  database.exec("INSERT INTO settings VALUES ('late', '2')");
  const files = ['prisme.db', 'prisme.db-wal'].map((name) => [path(name), readFileSync(path(name))] as const);
  database.close();
  for (const [file, bytes] of files) writeFileSync(file, bytes);
  rmSync(path('prisme.db.seal'));
  return listBackups(path('backups'))[0]?.name ?? backupNameSchema.parse('');
}

describe('a restore', () => {
  it('puts the backup in the place of the database and keeps that one, with what was in its log alone', () => {
    const name = prepare();
    requestRestore(dataDir, name, Date.UTC(2026, 0, 31));
    const folder = open();
    expect(folder.setAside).toEqual({ reason: 'replaced', folder: join('set-aside', '20260131T000000000Z') });
    expect(folder.database.prepare('SELECT key FROM settings').all()).toEqual([{ key: 'early' }]);
    folder.close();
    expect(keysOf(path('set-aside', '20260131T000000000Z', 'prisme.db'))).toEqual(['early', 'late']);
    expect(listBackups(path('backups')).map((backup) => backup.name)).toEqual([name]);
    const again = open();
    expect(again.setAside).toBeNull();
    again.close();
  });

  it('leaves the old or the new database, whole, wherever it is cut off, and never loses the old one', () => {
    let count = 0;
    let outcomes = '';
    for (; ; count++) {
      rmSync(dataDir, { recursive: true, force: true });
      dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
      const name = prepare();
      const isCutOff = cutOffAfter(count, () => {
        requestRestore(dataDir, name, Date.now());
        finishReplacement(dataDir);
      });
      const folder = open();
      const keys = folder.database.prepare<[], { key: string }>('SELECT key FROM settings').all();
      folder.close();
      const isNew = keys.length === 1;
      expect(isNew ? keysOf(setAsideDatabase()) : keysOf(path('prisme.db'))).toEqual(['early', 'late']);
      outcomes += isNew ? 'n' : 'o';
      if (!isCutOff) break;
    }
    expect(count).toBeGreaterThan(10);
    // Before one operation everything is old, from there on everything is new.
    expect(outcomes).toMatch(/^o+n+$/);
  });

  it('is finished although the finishing is cut off again and again', () => {
    const name = prepare();
    requestRestore(dataDir, name, Date.now());
    let tries = 0;
    while (cutOffAfter(tries, () => void finishReplacement(dataDir))) tries++;
    expect(tries).toBeGreaterThan(3);
    expect(keysOf(path('prisme.db'))).toEqual(['early']);
    expect(keysOf(setAsideDatabase())).toEqual(['early', 'late']);
  });

  it('of a damaged backup is refused and changes nothing', () => {
    const name = prepare();
    const bytes = readFileSync(path('backups', name));
    bytes.fill(0xff, 4096, 8192);
    writeFileSync(path('backups', name), bytes);
    const before = readdirSync(dataDir).toSorted();
    const refusal = errorOf(() => requestRestore(dataDir, name, Date.now()));
    expect(refusal).toMatchObject({ code: 'backup.notSound', cause: { code: 'database.damaged' } });
    expect(readdirSync(dataDir).toSorted()).toEqual(before);
  });

  it('of a backup with an index that does not repeat its table is refused', () => {
    const name = prepare();
    const backup = openDatabase(path('backups', name));
    backup.exec(
      "CREATE TABLE pairs (a TEXT, b TEXT); CREATE INDEX by_a ON pairs (a); INSERT INTO pairs VALUES ('a', 'b')",
    );
    backup.unsafeMode(true);
    backup.pragma('writable_schema = ON');
    backup.exec("UPDATE sqlite_master SET sql = replace(sql, '(a)', '(b)') WHERE name = 'by_a'");
    backup.close();
    expect(errorOf(() => requestRestore(dataDir, name, Date.now())).code).toBe('backup.notSound');
  });

  it.skipIf(process.platform === 'win32')(
    'is its owner’s alone, although the backup was open to others',
    () => {
      const name = prepare();
      chmodSync(path('backups', name), 0o644);
      requestRestore(dataDir, name, Date.now());
      finishReplacement(dataDir);
      expect(statSync(path('prisme.db')).mode & 0o777).toBe(0o600);
    },
  );

  it('of a backup that is gone, or of a newer Prisme, is refused', () => {
    const name = prepare();
    const backup = openDatabase(path('backups', name));
    backup.pragma(`user_version = ${newestVersion() + 10}`);
    backup.close();
    expect(errorOf(() => requestRestore(dataDir, name, Date.now())).code).toBe('database.newerVersion');
    rmSync(path('backups', name));
    expect(errorOf(() => requestRestore(dataDir, name, Date.now())).code).toBe('backup.notFound');
  });
});

describe('what is decided about a data folder', () => {
  const stamp = (day: number) => Date.UTC(2026, 0, day);
  const replacementOf = (content: string, day: number): void => {
    writeFileSync(path('made'), content);
    requestReplacement(dataDir, path('made'), stamp(day));
  };

  it('is nothing until it is decided, and half a copy goes', () => {
    writeFileSync(path('prisme.db.copy'), 'half');
    expect(finishReplacement(dataDir)).toBeNull();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is the last of several decisions, and every file of the old database is kept', () => {
    for (const suffix of ['', '-wal', '-shm', '.seal'])
      writeFileSync(path(`prisme.db${suffix}`), `old${suffix}`);
    for (const name of [
      'prisme.db.replacement-x',
      'my-prisme.db',
      'my-prisme.db.replacement-20260109T000000000Z',
      'prisme.db.replacement-20260101T000000000Z.old',
    ])
      writeFileSync(path(name), 'not Prisme’s');
    for (const day of [2, 3, 1]) replacementOf(`new ${day}`, day);
    expect(finishReplacement(dataDir)).toBe(join('set-aside', '20260103T000000000Z'));
    expect(readFileSync(path('prisme.db'), 'utf8')).toBe('new 3');
    expect(readdirSync(dataDir).toSorted()).toEqual([
      'my-prisme.db',
      'my-prisme.db.replacement-20260109T000000000Z',
      'prisme.db',
      'prisme.db.replacement-20260101T000000000Z.old',
      'prisme.db.replacement-x',
      'set-aside',
    ]);
    const kept = readdirSync(path('set-aside', '20260103T000000000Z')).toSorted();
    expect(kept).toEqual(['prisme.db', 'prisme.db-shm', 'prisme.db-wal', 'prisme.db.seal']);
    expect(readFileSync(path('set-aside', '20260103T000000000Z', 'prisme.db-wal'), 'utf8')).toBe('old-wal');
    expect(finishReplacement(dataDir)).toBeNull();
  });

  it('is carried out where there is no database to set aside', () => {
    replacementOf('new', 1);
    expect(finishReplacement(dataDir)).toBe(join('set-aside', '20260101T000000000Z'));
    expect(readFileSync(path('prisme.db'), 'utf8')).toBe('new');
    expect(readdirSync(path('set-aside', '20260101T000000000Z'))).toEqual([]);
  });
});

describe('what a power cut could undo', () => {
  const stamp = '20260131T000000000Z';
  const nowMs = Date.UTC(2026, 0, 31);

  it('is no decision: it has its name only when its content is on the disk', () => {
    writeFileSync(path('made'), 'new');
    expect(flushesAndRenames(dataDir, () => requestReplacement(dataDir, path('made'), nowMs))).toEqual([
      'flush made',
      `rename made to prisme.db.replacement-${stamp}`,
      'flush .',
    ]);
  });

  it('is no old database: it is in its folder before the new one takes its place', () => {
    writeFileSync(path('prisme.db'), 'old');
    writeFileSync(path('made'), 'new');
    requestReplacement(dataDir, path('made'), nowMs);
    expect(flushesAndRenames(dataDir, () => void finishReplacement(dataDir))).toEqual([
      `rename prisme.db to set-aside/${stamp}/prisme.db`,
      `flush set-aside/${stamp}`,
      'flush .',
      `rename prisme.db.replacement-${stamp} to prisme.db`,
      'flush .',
    ]);
  });

  it('is no copy: files and folder are on the disk before anything is written to the database', () => {
    for (const name of ['prisme.db', 'prisme.db-wal']) writeFileSync(path(name), name);
    const expected = [`flush set-aside/${stamp}/prisme.db`, `flush set-aside/${stamp}/prisme.db-wal`];
    expect(flushesAndRenames(dataDir, () => void keepCopy(dataDir, nowMs))).toEqual([
      ...expected,
      `flush set-aside/${stamp}`,
    ]);
    rmSync(path('set-aside'), { recursive: true });
    const descriptor = openSync(path('prisme.db'), 'r');
    expect(flushesAndRenames(dataDir, () => void keepCopyOfOpen(dataDir, descriptor, nowMs))).toEqual([
      ...expected,
      `flush set-aside/${stamp}`,
    ]);
    closeSync(descriptor);
  });
});

describe('a copy of a database that is open', () => {
  const keep = (): string => {
    const descriptor = openSync(path('prisme.db'), 'r');
    try {
      const folder = keepCopyOfOpen(dataDir, descriptor, Date.UTC(2026, 0, 31));
      // It is the database's own descriptor, and stays open.
      expect(fstatSync(descriptor).isFile()).toBe(true);
      return folder;
    } finally {
      closeSync(descriptor);
    }
  };

  it('is the main file to the byte, however large, and its log', () => {
    const bytes = randomBytes(2 * 4 * 1024 * 1024 + 1);
    writeFileSync(path('prisme.db'), bytes);
    writeFileSync(path('prisme.db-wal'), 'written since');
    writeFileSync(path('prisme.db-shm'), 'index of the log');
    const before = nextDescriptor(path('prisme.db'));
    const folder = keep();
    expect(nextDescriptor(path('prisme.db'))).toBe(before);
    expect(folder).toBe(join('set-aside', '20260131T000000000Z'));
    expect(readdirSync(path(folder)).toSorted()).toEqual(['prisme.db', 'prisme.db-wal']);
    expect(readFileSync(path(folder, 'prisme.db')).equals(bytes)).toBe(true);
    expect(readFileSync(path(folder, 'prisme.db-wal'), 'utf8')).toBe('written since');
    if (process.platform !== 'win32') expect(statSync(path(folder, 'prisme.db')).mode & 0o777).toBe(0o600);
  });

  it('is whole although the system takes few bytes at a time', () => {
    const bytes = randomBytes(1_000_003);
    writeFileSync(path('prisme.db'), bytes);
    let folder = '';
    takingFewBytes(65_536, () => (folder = keep()));
    expect(readFileSync(path(folder, 'prisme.db')).equals(bytes)).toBe(true);
  });

  it('has no log where there is none, and never takes the place of another copy', () => {
    writeFileSync(path('prisme.db'), 'as found');
    const folder = keep();
    expect(readdirSync(path(folder))).toEqual(['prisme.db']);
    writeFileSync(path('prisme.db'), 'changed since');
    expect(errorOf(keep).code).toMatch(/^app\./);
    expect(readFileSync(path(folder, 'prisme.db'), 'utf8')).toBe('as found');
  });
});

describe('a copy that is kept', () => {
  it('has every file of the database, and leaves them where they are', () => {
    for (const suffix of ['', '-wal']) writeFileSync(path(`prisme.db${suffix}`), `as found${suffix}`);
    const folder = keepCopy(dataDir, Date.UTC(2026, 0, 31));
    expect(folder).toBe(join('set-aside', '20260131T000000000Z'));
    expect(readdirSync(path(folder)).toSorted()).toEqual(['prisme.db', 'prisme.db-wal']);
    expect(readFileSync(path(folder, 'prisme.db-wal'), 'utf8')).toBe('as found-wal');
    expect(readFileSync(path('prisme.db'), 'utf8')).toBe('as found');
  });
});

describe('a restore that cannot be made', () => {
  it('is the file system’s failure, typed, and leaves no half of a copy', () => {
    const name = prepare();
    const file = path('prisme.db.copy');
    mkdirSync(file);
    expect(errorOf(() => requestRestore(dataDir, name, Date.now())).code).toMatch(/^app\./);
    rmSync(file, { recursive: true });
    writeFileSync(file, 'half of an earlier one');
    requestRestore(dataDir, name, Date.now());
    expect(existsSync(file)).toBe(false);
    finishReplacement(dataDir);
    if (process.platform !== 'win32') expect(statSync(path('prisme.db')).mode & 0o777).toBe(0o600);
    expect(keysOf(path('prisme.db'))).toEqual(['early']);
  });
});

function setAsideDatabase(): string {
  const folders = readdirSync(path('set-aside'));
  expect(folders).toHaveLength(1);
  return path('set-aside', folders[0] ?? '', 'prisme.db');
}

describe('a database that changed while nobody had it open', () => {
  function flip(text: string): void {
    const bytes = readFileSync(path('prisme.db'));
    const at = bytes.indexOf(text);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path('prisme.db'), bytes);
  }

  it('is opened and said to be changed, and a copy of how it was found is kept', () => {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('some-key', '1')");
    folder.close();
    flip('some-key');
    const found = readFileSync(path('prisme.db'));
    const again = open();
    expect(again.setAside?.reason).toBe('changed');
    again.database.exec("INSERT INTO settings VALUES ('later', '1')");
    again.close();
    expect(readFileSync(setAsideDatabase()).equals(found)).toBe(true);
    // It has been said once; from now on this is what Prisme left.
    const third = open();
    expect(third.setAside).toBeNull();
    third.close();
  });

  it('is not taken for changed after a run that was killed', () => {
    const folder = open();
    folder.database.exec("INSERT INTO settings VALUES ('some-key', '1')");
    const files = ['prisme.db', 'prisme.db-wal'].map((name) => [name, readFileSync(path(name))] as const);
    const sealed = readdirSync(dataDir).filter((name) => name.endsWith('.seal'));
    expect(sealed).toEqual([]);
    folder.close();
    for (const [name, bytes] of files) writeFileSync(path(name), bytes);
    rmSync(path('prisme.db.seal'));
    const again = open();
    expect(again.setAside).toBeNull();
    again.close();
  });
});
