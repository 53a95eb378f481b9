/**
 * How a person wants a model to be given conversations. Runs in the core. JSON of a `ChatChoice` (contract/chat-format.ts);
 * null: nobody has chosen, what the file says counts.
 */
import type { Migration } from './migration.ts';

export const chatChoiceMigration: Migration = {
  number: 90,
  name: 'chat-choice',
  up: (database) => {
    database.exec('ALTER TABLE models ADD COLUMN chat_choice_json TEXT');
  },
};
