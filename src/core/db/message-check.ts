/**
 * Compares every message with its hash. Runs in the core, in slices, so that a large database does not delay the
 * start. Reports and changes nothing: a message whose text changed can still be read.
 */
import { messageHash } from './message-hash.ts';
import type { Database } from './open.ts';
import { withStorageErrors } from './storage-error.ts';

type Row = {
  number: number;
  id: string;
  parentId: string | null;
  role: string;
  text: string;
  hash: Buffer;
};

export type MessageCheck = {
  /** Ids of the messages found damaged so far, in order. */
  readonly damagedIds: readonly string[];
  readonly isDone: boolean;
  /** Checks for about `budgetMs` and returns whether everything has been checked. */
  runFor(budgetMs: number): boolean;
};

/** Rows read at a time: the time budget is looked at between them. */
const rowsPerStep = 64;

/** Begins at the first message. Replies that are being written have no text and no final hash yet: left out. */
export function createMessageCheck(
  database: Database,
  nowMs: () => number = () => performance.now(),
): MessageCheck {
  const next = database.prepare<[number, number], Row>(
    `SELECT number, id, parent_id AS parentId, role, text, hash FROM messages
     WHERE number > ? AND state = 'complete' ORDER BY number LIMIT ?`,
  );
  const damagedIds: string[] = [];
  let lastNumber = 0;
  let isDone = false;

  function step(): void {
    const rows = withStorageErrors(() => next.all(lastNumber, rowsPerStep));
    for (const row of rows) {
      lastNumber = row.number;
      if (!messageHash(row).equals(row.hash)) damagedIds.push(row.id);
    }
    isDone = rows.length < rowsPerStep;
  }

  return {
    damagedIds,
    get isDone() {
      return isDone;
    },
    runFor: (budgetMs) => {
      const endMs = nowMs() + budgetMs;
      do {
        if (!isDone) step();
      } while (!isDone && nowMs() < endMs);
      return isDone;
    },
  };
}
