/**
 * How one row of a full-text index is asked for. Runs in the core.
 *
 * better-sqlite3 binds numbers as REAL, and FTS5 takes a bound of `rowid` that is no INTEGER for none at all (fts5GetRowidLimit in
 * SQLite's fts5_main.c): with `=` every message would get the passage of the first one that matches, with `<` all rows are read.
 */
export const boundRowid = 'CAST(? AS INTEGER)';
