/**
 * What a conversation does when it no longer fits into the model's context. Runs in the core. What was there before has
 * asked each time, and goes on to. Which strategies there are is the contract's business (contract/conversations.ts).
 */
import type { Migration } from './migration.ts';

export const contextStrategyMigration: Migration = {
  number: 150,
  name: 'context-strategy',
  up: (database) => {
    database.exec("ALTER TABLE conversations ADD COLUMN context_strategy TEXT NOT NULL DEFAULT 'stop'");
  },
};
