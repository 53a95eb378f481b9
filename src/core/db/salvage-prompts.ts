/**
 * Makes sense of the prompt library that was saved from a damaged database. Runs in the core; a part of salvage-repair.ts.
 */
import { promptIdSchema } from '#contract/ids.ts';
import { savedPromptSchema } from '#contract/prompts.ts';
import type { Database } from './open.ts';
import { createPromptTable } from './prompts.ts';

/** A prompt that lost its id gets another; what is no prompt any more cannot be shown. */
export function repairPrompts(database: Database, newId: () => string): void {
  const table = createPromptTable(database);
  const rename = database.prepare<[string, string]>('UPDATE prompts SET id = ? WHERE id = ?');
  const forget = database.prepare<[string]>('DELETE FROM prompts WHERE id = ?');
  for (const { id } of database.prepare<[], { id: string }>('SELECT id FROM prompts').all()) {
    const sound = promptIdSchema.safeParse(id).data ?? promptIdSchema.parse(newId());
    if (sound !== id) rename.run(sound, id);
    if (!savedPromptSchema.safeParse(table.find(sound)).success) forget.run(sound);
  }
}
