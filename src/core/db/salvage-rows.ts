/**
 * Copies the rows of a damaged table that can still be read. Runs in the core. Looks at no meaning (see
 * salvage-repair.ts).
 */
import type { Database } from './open.ts';
import { succeeds } from './succeeds.ts';

type Row = Record<string, unknown>;

/** Rows read at a time while all goes well. */
const rowsPerStep = 64;
/** How many places behind or between damaged ones are tried one by one. */
const mostProbes = 50_000;

/**
 * @param columns of the new table; those of the damaged one have the same names
 * @returns whether every row was read and taken
 */
export function copyReadableRows(
  from: Database,
  to: Database,
  table: string,
  columns: readonly string[],
): boolean {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const select = `SELECT rowid AS "row number", ${names} FROM "${table}"`;
  const insert = to.prepare<[Row]>(
    `INSERT INTO "${table}" (rowid, ${names}) VALUES (@row_number, ${columns.map((column) => `@${column}`).join(', ')})`,
  );
  let isComplete = true;
  const taken = new Set<number>();
  const take = (row: Row): number => {
    const number = Number(row['row number']);
    if (!taken.has(number)) {
      taken.add(number);
      // What is no row of this table any more (a text where a number was, a missing value) is refused by SQLite itself.
      isComplete = succeeds(() => void insert.run({ ...row, row_number: number })) && isComplete;
    }
    return number;
  };
  try {
    const up = from.prepare<[number, number], Row>(`${select} WHERE rowid > ? ORDER BY rowid LIMIT ?`);
    const down = from.prepare<[number, number], Row>(`${select} WHERE rowid < ? ORDER BY rowid DESC LIMIT ?`);
    const first = walk(up, Number.MIN_SAFE_INTEGER, take);
    if (first.isAtEnd) return isComplete;
    isComplete = false;
    const last = walk(down, Number.MAX_SAFE_INTEGER, take);
    const one = from.prepare<[number], Row>(`${select} WHERE rowid = ?`);
    const low = Math.max(first.lastNumber, 0);
    const high = Math.min(last.lastNumber, low + mostProbes);
    for (let number = low + 1; number < high; number++) {
      succeeds(() => {
        const row = one.get(number);
        if (row !== undefined) take(row);
      });
    }
  } catch {
    // The table itself is not there any more.
    isComplete = false;
  }
  return isComplete;
}

type Step = { all(number: number, limit: number): Row[] };

/** Goes on until the end or the first place that cannot be read. Numbers that do not go on in order are damage too. */
function walk(
  step: Step,
  start: number,
  take: (row: Row) => number,
): { readonly isAtEnd: boolean; readonly lastNumber: number } {
  let lastNumber = start;
  let limit = rowsPerStep;
  for (;;) {
    let rows: readonly Row[];
    try {
      rows = step.all(lastNumber, limit);
    } catch {
      if (limit === 1) return { isAtEnd: false, lastNumber };
      // One of these is damaged: up to it one by one.
      limit = 1;
      continue;
    }
    for (const row of rows) {
      const number = take(row);
      if (number === lastNumber) return { isAtEnd: false, lastNumber };
      lastNumber = number;
    }
    if (rows.length < limit) return { isAtEnd: true, lastNumber };
  }
}
