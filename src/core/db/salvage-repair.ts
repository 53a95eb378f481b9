/**
 * Makes sense of rows that were saved from a damaged database: what refers to something lost is put right or, where
 * nothing can be made of it, left out. Runs in the core. The texts of messages are never changed and never left out.
 */
import { z } from 'zod';
import { errorRecordSchema } from '#contract/errors.ts';
import { gridRequestSchema, gridResultSchema } from '#contract/grids.ts';
import {
  comparisonIdSchema,
  conversationIdSchema,
  downloadIdSchema,
  folderIdSchema,
  gridIdSchema,
  messageIdSchema,
  modelIdSchema,
  presetIdSchema,
} from '#contract/ids.ts';
import { finishReasonSchema, replyStatsSchema } from '#contract/reply.ts';
import { generationSettingsSchema, samplerPresets } from '#contract/sampler.ts';
import { createDownloadTable } from './downloads.ts';
import { messageHash } from './message-hash.ts';
import { createModelTable } from './models.ts';
import type { Database } from './open.ts';
import { createPresetTable } from './presets.ts';
import { forgetWrongChecksums } from './row-checksum.ts';
import { repairDocuments } from './salvage-documents.ts';
import { repairPrompts } from './salvage-prompts.ts';
import { createTraceTable } from './traces.ts';
import { repairSummaries } from './salvage-summaries.ts';
import { createVoteTable } from './votes.ts';
import { succeeds } from './succeeds.ts';
import { readTrace } from './unreadable.ts';

/** Ids are drawn for what has lost its own. */
type NewId = () => string;

const longestTitle = 60;

/**
 * To be called in a transaction, with references not enforced; afterwards all of them hold.
 * @returns whether nothing had to be changed or left out
 */
export function repairSalvaged(database: Database, newId: NewId): boolean {
  const before = database.prepare<[], { changes: number }>('SELECT total_changes() AS changes');
  const start = before.get()?.changes;
  const messageIds = renewIds(database, newId);
  repairConversations(database, newId);
  repairFolders(database);
  repairPresets(database);
  repairMessages(database, messageIds);
  repairLeaves(database);
  repairSummaries(database);
  repairTraces(database);
  repairDocuments(database);
  repairComparisons(database);
  repairVotes(database);
  repairGrids(database);
  repairDownloads(database);
  repairPrompts(database, newId);
  repairModels(database);
  const isAsItWas = before.get()?.changes === start;
  return !forgetWrongChecksums(database) && isAsItWas;
}

/** A message whose id is no id any more gets another: its text is worth more than what referred to it. */
function renewIds(database: Database, newId: NewId): ReadonlySet<string> {
  const rename = database.prepare<[string, number]>('UPDATE messages SET id = ? WHERE number = ?');
  const all = new Set<string>();
  for (const { number, id } of rowsOf<{ number: number; id: string }>(
    database,
    'SELECT number, id FROM messages',
  )) {
    const sound = messageIdSchema.safeParse(id).success ? id : newId();
    if (sound !== id) rename.run(sound, number);
    all.add(sound);
  }
  return all;
}

/** Where a folder is gone, its conversations are in none; a tag of a conversation that is gone says nothing. */
function repairFolders(database: Database): void {
  const forget = database.prepare<[string]>('DELETE FROM folders WHERE id = ?');
  const setModel = database.prepare<[string]>('UPDATE folders SET model_id = NULL WHERE id = ?');
  const folders = rowsOf<{ id: string; model_id: string | null }>(
    database,
    'SELECT id, model_id FROM folders',
  );
  for (const { id, model_id: modelId } of folders) {
    if (!folderIdSchema.safeParse(id).success) forget.run(id);
    else if (!modelIdSchema.nullable().safeParse(modelId).success) setModel.run(id);
  }
  database.exec(`
    UPDATE conversations SET folder_id = NULL
      WHERE folder_id IS NOT NULL AND folder_id NOT IN (SELECT id FROM folders);
    DELETE FROM conversation_tags WHERE conversation_id NOT IN (SELECT id FROM conversations);
  `);
}

/** A preset that cannot be read is nothing; conversations keep the values that they took from it. */
function repairPresets(database: Database): void {
  const table = createPresetTable(database);
  const forget = database.prepare<[string]>('DELETE FROM presets WHERE id = ?');
  for (const { id } of rowsOf<{ id: string }>(database, 'SELECT id FROM presets'))
    if (!succeeds(() => table.find(presetIdSchema.parse(id)))) forget.run(id);
  database.exec(`
    UPDATE conversations SET preset_id = NULL
      WHERE preset_id IS NOT NULL AND preset_id NOT IN (SELECT id FROM presets);
  `);
}

type ConversationRow = { id: string; settings_json: string; model_id: string | null };

function repairConversations(database: Database, newId: NewId): void {
  const settings = JSON.stringify(samplerPresets.balanced);
  const setSettings = database.prepare<[string, string]>(
    'UPDATE conversations SET settings_json = ? WHERE id = ?',
  );
  const setModel = database.prepare<[string]>('UPDATE conversations SET model_id = NULL WHERE id = ?');
  const rename = database.prepare<[string, string]>('UPDATE conversations SET id = ? WHERE id = ?');
  const move = database.prepare<[string, string]>(
    'UPDATE messages SET conversation_id = ? WHERE conversation_id = ?',
  );
  // Messages whose conversation is gone get one that is named after the first of them.
  database
    .prepare(
      `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json)
       SELECT conversation_id, substr(text, 1, ${longestTitle}), min(created_at_ms), max(created_at_ms), '', ?
       FROM (SELECT * FROM messages ORDER BY number) WHERE conversation_id NOT IN (SELECT id FROM conversations)
       GROUP BY conversation_id`,
    )
    .run(settings);
  const rows = rowsOf<ConversationRow>(database, 'SELECT id, settings_json, model_id FROM conversations');
  for (const { id, settings_json, model_id } of rows) {
    if (!isJson(generationSettingsSchema, settings_json)) setSettings.run(settings, id);
    if (!modelIdSchema.nullable().safeParse(model_id).success) setModel.run(id);
    if (conversationIdSchema.safeParse(id).success) continue;
    const other = newId();
    rename.run(other, id);
    move.run(other, id);
  }
}

type MessageRow = {
  number: number;
  id: string;
  conversation_id: string;
  parent_id: string | null;
  role: string;
  text: string;
  hash: Buffer;
  model_id: string | null;
  settings_json: string | null;
  finish_reason: string | null;
  error_json: string | null;
  stats_json: string | null;
  cut_ids_json: string;
};

/** Columns that say more about a message, each with the check that the app makes when it reads it. */
const extras: readonly (readonly [keyof MessageRow, (value: string) => boolean, string | null])[] = [
  ['model_id', (value) => modelIdSchema.safeParse(value).success, null],
  ['settings_json', (value) => isJson(generationSettingsSchema, value), null],
  ['finish_reason', (value) => finishReasonSchema.safeParse(value).success, 'interrupted'],
  ['error_json', (value) => isJson(errorRecordSchema, value), null],
  ['stats_json', (value) => isJson(replyStatsSchema, value), null],
  ['cut_ids_json', (value) => isJson(z.array(messageIdSchema), value), '[]'],
];

/**
 * A parent must be an earlier message of the same conversation: that also excludes circles. Whoever lost its parent
 * begins a conversation's tree anew, with a hash of its new place unless the old one did not fit before.
 */
function repairMessages(database: Database, messageIds: ReadonlySet<string>): void {
  const setParent = database.prepare<[Buffer, string]>(
    'UPDATE messages SET parent_id = NULL, hash = ? WHERE id = ?',
  );
  const earlier = new Map<string, string>();
  for (const row of rowsOf<MessageRow>(database, 'SELECT * FROM messages ORDER BY number')) {
    const { id, role, text } = row;
    if (
      row.parent_id !== null &&
      (!messageIds.has(row.parent_id) || earlier.get(row.parent_id) !== row.conversation_id)
    ) {
      const fitted = messageHash({ id, parentId: row.parent_id, role, text }).equals(row.hash);
      setParent.run(fitted ? messageHash({ id, parentId: null, role, text }) : row.hash, id);
    }
    earlier.set(id, row.conversation_id);
    repairExtras(database, row);
  }
}

function repairExtras(database: Database, row: MessageRow): void {
  for (const [column, isSound, replacement] of extras) {
    const value = row[column];
    if (typeof value === 'string' && !isSound(value))
      database.prepare(`UPDATE messages SET ${column} = ? WHERE id = ?`).run(replacement, row.id);
  }
}

/** The end of the path that is shown: the newest message where the remembered one is lost. */
function repairLeaves(database: Database): void {
  database.exec(
    `UPDATE conversations SET leaf_id = (
       SELECT id FROM messages WHERE conversation_id = conversations.id ORDER BY number DESC LIMIT 1)
     WHERE leaf_id IS NULL AND id IN (SELECT conversation_id FROM messages)
        OR leaf_id IS NOT NULL AND leaf_id NOT IN (SELECT id FROM messages WHERE conversation_id = conversations.id)`,
  );
}

function repairTraces(database: Database): void {
  database.exec(`
    DELETE FROM traces WHERE message_id NOT IN (SELECT id FROM messages);
    DELETE FROM trace_chunks WHERE message_id NOT IN (SELECT message_id FROM traces);
    DELETE FROM prompt_scores WHERE message_id NOT IN (SELECT message_id FROM traces);
    DELETE FROM prompt_score_chunks WHERE message_id NOT IN (SELECT message_id FROM prompt_scores);
    DELETE FROM forks WHERE message_id NOT IN (SELECT id FROM messages) OR length(token_ids) % 4 <> 0;
    UPDATE forks SET source_id = NULL WHERE source_id NOT IN (SELECT id FROM messages);
  `);
  const traces = createTraceTable(database);
  const remove = ['trace_chunks', 'prompt_score_chunks', 'prompt_scores', 'traces'].map((table) =>
    database.prepare<[string]>(`DELETE FROM ${table} WHERE message_id = ?`),
  );
  for (const { message_id } of rowsOf<{ message_id: string }>(database, 'SELECT message_id FROM traces')) {
    // Half a trace would put numbers beside the wrong tokens.
    if (!succeeds(() => readTrace(traces, messageIdSchema.parse(message_id))))
      for (const statement of remove) statement.run(message_id);
  }
}

/** A lane that lost its comparison is a chat like any other; one that lost its reply begins it again. */
function repairComparisons(database: Database): void {
  const forget = database.prepare<[string]>('DELETE FROM comparisons WHERE id = ?');
  for (const { id } of rowsOf<{ id: string }>(database, 'SELECT id FROM comparisons'))
    if (!comparisonIdSchema.safeParse(id).success) forget.run(id);
  database.exec(`
    DELETE FROM comparison_turns WHERE comparison_id NOT IN (SELECT id FROM comparisons);
    DELETE FROM comparison_lanes WHERE comparison_id NOT IN (SELECT id FROM comparisons)
      OR conversation_id NOT IN (SELECT id FROM conversations);
    UPDATE comparison_lanes SET reply_id = NULL WHERE reply_id NOT IN (SELECT id FROM messages);
  `);
  const setError = database.prepare<[string]>(
    'UPDATE comparison_lanes SET error_json = NULL WHERE conversation_id = ?',
  );
  const lanes = rowsOf<{ conversation_id: string; error_json: string | null }>(
    database,
    'SELECT conversation_id, error_json FROM comparison_lanes',
  );
  for (const { conversation_id, error_json } of lanes)
    if (error_json !== null && !isJson(errorRecordSchema, error_json)) setError.run(conversation_id);
}

/** A vote is about two answers: without its comparison, or with an id or a choice that is none, nothing can be made of it. */
function repairVotes(database: Database): void {
  database.exec('DELETE FROM votes WHERE comparison_id NOT IN (SELECT id FROM comparisons)');
  const table = createVoteTable(database);
  const forget = database.prepare<[string]>('DELETE FROM votes WHERE comparison_id = ?');
  for (const { id } of rowsOf<{ id: string }>(database, 'SELECT comparison_id AS id FROM votes'))
    if (!succeeds(() => table.find(comparisonIdSchema.parse(id)))) forget.run(id);
}

/** Without its request a grid is nothing; a cell that lost its result is filled again. */
function repairGrids(database: Database): void {
  const forget = database.prepare<[string]>('DELETE FROM grids WHERE id = ?');
  for (const { id, request_json } of rowsOf<{ id: string; request_json: string }>(
    database,
    'SELECT id, request_json FROM grids',
  ))
    if (!gridIdSchema.safeParse(id).success || !isJson(gridRequestSchema, request_json)) forget.run(id);
  database.exec('DELETE FROM grid_cells WHERE grid_id NOT IN (SELECT id FROM grids)');
  const open = database.prepare<[string]>('DELETE FROM grid_cells WHERE id = ?');
  for (const { id, result_json } of rowsOf<{ id: string; result_json: string | null }>(
    database,
    'SELECT id, result_json FROM grid_cells',
  ))
    if (result_json !== null && !isJson(gridResultSchema, result_json)) open.run(id);
}

/** What cannot be read of a download is not worth a guess: it is started again. */
function repairDownloads(database: Database): void {
  const table = createDownloadTable(database);
  const forget = database.prepare<[string]>('DELETE FROM downloads WHERE id = ?');
  for (const { id } of rowsOf<{ id: string }>(database, 'SELECT id FROM downloads'))
    if (!succeeds(() => table.find(downloadIdSchema.parse(id)))) forget.run(id);
}

/** Models are found again in their folders; only vocabularies cannot be replaced. */
function repairModels(database: Database): void {
  database.exec(`
    DELETE FROM models WHERE vocabulary_hash NOT IN (SELECT hash FROM vocabularies);
    DELETE FROM model_files WHERE model_id IS NOT NULL AND model_id NOT IN (SELECT id FROM models);
  `);
  const table = createModelTable(database);
  if (!succeeds(() => [table.models(), table.files()]))
    database.exec('DELETE FROM model_files; DELETE FROM models;');
}

function rowsOf<Row>(database: Database, sql: string): Row[] {
  return database.prepare<[], Row>(sql).all();
}

function isJson(schema: z.ZodType, json: string): boolean {
  return succeeds(() => schema.parse(JSON.parse(json)));
}
