/** What is saved of the prompt library when parts of its rows are lost. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';
import { repairSalvaged } from './salvage-repair.ts';
import { createStore } from './store.ts';

it('a prompt that lost its id gets another, and what is no prompt any more goes', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-salvage-'));
  const database = openDatabase(join(dataDir, 'new.db'), { create: true });
  try {
    migrate(database, null, Date.now);
    database.exec(`INSERT INTO prompts VALUES
      ('no id', 'Kept', 'kept', 'kept', 'kept', '', 'Text', 3, 1, 1, NULL),
      ('${randomUUID()}', 'Command', 'command', 'no command', 'no command', '', 'Text', 0, 1, 1, NULL)`);
    const repair = () => database.transaction(() => repairSalvaged(database, randomUUID)).immediate();
    expect(repair()).toBe(false);
    expect(createStore(database).prompts.list()).toMatchObject([
      { name: 'Kept', text: 'Text', timesUsed: 3 },
    ]);
    expect(repair()).toBe(true);
  } finally {
    database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
