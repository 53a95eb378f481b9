/**
 * Keeps the main file of an open database as it is: what is written meanwhile stays in the write-ahead log. Runs in the
 * core.
 *
 * While the checksum of the file is compared, a checkpoint would change the file under the eyes of whoever reads it, and
 * Prisme's own writing would be taken for damage. A file that is damaged is kept as it was found in the same way. Nothing
 * is lost by it: the log is part of the database, at the next start too.
 */
import { type Database, openReadOnly } from './open.ts';

export type HeldCheckpoints = {
  /** A checkpoint can be made again by whoever asks for one. */
  release(): void;
  /** SQLite makes them by itself again. */
  resume(): void;
  /** To be called last, after the database was closed: until then, closing it makes no checkpoint either. */
  close(): void;
};

/** To be called before anything is written. @throws app.storageFailed, database.damaged */
export function holdCheckpoints(database: Database, path: string): HeldCheckpoints {
  const usualPages = Number(database.pragma('wal_autocheckpoint', { simple: true }));
  // By itself enough for what SQLite does on its own, also with what an earlier run left in the log.
  database.pragma('wal_autocheckpoint = 0');
  // The last connection that closes makes a checkpoint; one that only reads cannot. Its open transaction also stops
  // those that somebody asks for.
  const guard = openReadOnly(path);
  try {
    guard.exec('BEGIN');
    guard.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (cause) {
    guard.close();
    throw cause;
  }
  return {
    release: () => guard.close(),
    resume: () => void database.pragma(`wal_autocheckpoint = ${usualPages}`),
    close: () => guard.close(),
  };
}
