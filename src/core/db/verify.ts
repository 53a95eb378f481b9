/**
 * Reads a whole database and says what is wrong with it. Runs in the core, for the command `verify` and before anything
 * that must be sure. Changes nothing in the file that is checked.
 *
 * Four kinds of checks, each for what the others cannot see: SQLite's structure, the references between rows, the hash
 * of every message, and reading everything the way the app reads it, with the checksums of rows and runs. The checksum of
 * the file finds the rest.
 */
import { checkDatabaseFile, leavingNoTrace } from './check.ts';
import { createMessageCheck } from './message-check.ts';
import { databaseVersion, newestVersion } from './migrate.ts';
import { type Database, openDatabase, openReadOnly } from './open.ts';
import { findChangedRows } from './row-checksum.ts';
import { checkSeal } from './seal.ts';
import { withStorageErrors } from './storage-error.ts';
import { findUnreadable } from './unreadable.ts';
import { removeFile } from './remove-file.ts';

/** One thing that is wrong: which check found it, and where. No text of a message. */
export type Finding = {
  readonly check: 'file' | 'structure' | 'references' | 'messages' | 'values' | 'search';
  readonly place: string;
};

/** More than this of one kind says nothing new. */
const mostOfAKind = 20;

/**
 * @param path of a database that nobody else writes to
 * @param scratchPath where a copy may be made and removed again, for checks that SQLite only does while writing
 * @returns what was found; none: everything is as Prisme wrote it
 * @throws database.damaged, database.newerVersion when it cannot be read at all; app.storageFailed, app.diskFull
 */
export function verifyDatabase(path: string, scratchPath: string): Finding[] {
  const findings: Finding[] = [];
  if (checkDatabaseFile(path) === 'absent') return findings;
  if (checkSeal(path) === 'changed')
    findings.push({ check: 'file', place: 'the file is not as Prisme left it' });
  leavingNoTrace(path, () => {
    const database = openReadOnly(path);
    try {
      findings.push(...checkStructure(database), ...checkReferences(database));
      // An older database has other tables; the app brings it up to date before it reads them.
      if (databaseVersion(database) === newestVersion())
        findings.push(...checkMessages(database), ...checkValues(database));
      findings.push(...checkSearch(database, scratchPath));
    } finally {
      database.close();
    }
  });
  return findings;
}

function checkStructure(database: Database): Finding[] {
  const rows = database.pragma(`integrity_check(${mostOfAKind})`) as { integrity_check: string }[];
  return rows
    .map((row) => row.integrity_check)
    .filter((result) => result !== 'ok')
    .map((place) => ({ check: 'structure', place: place.slice(0, 300) }));
}

function checkReferences(database: Database): Finding[] {
  const rows = database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  return rows
    .slice(0, mostOfAKind)
    .map(({ table, rowid, parent }) => ({ check: 'references', place: `${table} ${rowid} to ${parent}` }));
}

function checkMessages(database: Database): Finding[] {
  const check = createMessageCheck(database);
  while (!check.runFor(1_000));
  return check.damagedIds
    .slice(0, mostOfAKind)
    .map((id) => ({ check: 'messages', place: `the text of ${id}` }));
}

function checkValues(database: Database): Finding[] {
  return [...new Set([...findUnreadable(database), ...findChangedRows(database)])]
    .slice(0, mostOfAKind)
    .map((place) => ({ check: 'values', place }));
}

/**
 * Whether a full-text index says the same as the texts that it was made from. SQLite compares them in a statement that
 * counts as writing, so it is asked in a copy.
 */
function checkSearch(database: Database, scratchPath: string): Finding[] {
  const indexes = database
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'`,
    )
    .all();
  if (indexes.length === 0) return [];
  const remove = (): void => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) removeFile(scratchPath + suffix);
  };
  return withStorageErrors(() => {
    remove();
    try {
      database.prepare('VACUUM INTO ?').run(scratchPath);
      const copy = openDatabase(scratchPath);
      try {
        return indexes.flatMap(({ name }) => compareIndex(copy, name));
      } finally {
        copy.close();
      }
    } finally {
      remove();
    }
  });
}

function compareIndex(database: Database, name: string): Finding[] {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  try {
    database.exec(`INSERT INTO ${quoted}(${quoted}, rank) VALUES ('integrity-check', 1)`);
    return [];
  } catch {
    return [{ check: 'search', place: name }];
  }
}
