/**
 * The migrations as a list, and what a database of each version looks like. Backing up, failing and resuming are tested
 * in open-data-folder.test.ts.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseVersion, migrate, newestVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { type Database, openDatabase } from './open.ts';

let dataDir = '';
let database: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-migrate-'));
  database = openDatabase(join(dataDir, 'new.db'), { create: true });
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('each migration is in the file of its number and name, and each file is in the list', () => {
  const files = readdirSync(join(import.meta.dirname, 'migrations')).filter((name) => /^\d/.test(name));
  expect(migrations.map(({ number, name }) => `${String(number).padStart(4, '0')}-${name}.ts`)).toEqual(
    files.toSorted(),
  );
});

it('a database without migrations is at version 0, and stays there when there are none', () => {
  expect([newestVersion([]), databaseVersion(database)]).toEqual([0, 0]);
  expect(migrate(database, null, Date.now, [])).toBeNull();
  expect(databaseVersion(database)).toBe(0);
});

it('a new database has nothing to lose: no backup of it is made before its first migration', () => {
  expect(migrate(database, join(dataDir, 'backups'), Date.now, migrations.slice(0, 1))).toBeNull();
  expect(existsSync(join(dataDir, 'backups'))).toBe(false);
});

/** Of the tables and indexes, spaces aside. A database out there has them as its Prisme made them. */
function schemaHash(): string {
  const rows = database
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
    .all();
  const text = rows.map(({ sql }) => sql.replaceAll(/\s+/g, ' ')).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Version and hash; a migration is added here once it is released. */
const released = [
  [10, '263a549ee54ae907'],
  [20, '7d8529d697f13387'],
  [30, '1c0b25199c6d1ed9'],
  [40, '9a8e8acffca414f9'],
  [50, 'c700b1e4147c13f4'],
];

it('a released migration makes what it made when it was released', () => {
  const hashes = migrations.map((_, index) => {
    migrate(database, null, Date.now, migrations.slice(0, index + 1));
    return [databaseVersion(database), schemaHash()];
  });
  expect(hashes.slice(0, released.length)).toEqual(released);
});
