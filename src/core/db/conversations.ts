/**
 * The table of conversations. Runs in the core. Knows rows, not rules: what may be done is decided in
 * core/conversations and core/generation.
 */
import { z } from 'zod';
import {
  type ContextStrategy,
  contextStrategySchema,
  type Template,
  templateSchema,
  type TitleBy,
  titleBySchema,
} from '#contract/conversations.ts';
import {
  type ConversationId,
  conversationIdSchema,
  type FolderId,
  folderIdSchema,
  type MessageId,
  messageIdSchema,
  type ModelId,
  modelIdSchema,
  type PresetId,
  presetIdSchema,
} from '#contract/ids.ts';
import { type GenerationSettings, generationSettingsSchema } from '#contract/sampler.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

/** A conversation without its messages. */
export type ConversationRecord = {
  readonly id: ConversationId;
  readonly title: string;
  readonly titleBy: TitleBy;
  readonly isPinned: boolean;
  /** In the archive since then; null: in the list. */
  readonly archivedAtMs: number | null;
  /** The folder may be deleted: then the conversation is in none. In a head it is null already. */
  readonly folderId: FolderId | null;
  readonly createdAtMs: number;
  /** When something was last written in it; renaming, pinning and typing do not count. */
  readonly updatedAtMs: number;
  /** In the bin since then; null: not deleted. */
  readonly deletedAtMs: number | null;
  readonly systemPrompt: string;
  readonly settings: GenerationSettings;
  readonly template: Template;
  readonly contextStrategy: ContextStrategy;
  readonly modelId: ModelId | null;
  /** The preset may be deleted: then its values came from none. */
  readonly presetId: PresetId | null;
  readonly draft: string;
  readonly replyBeginning: string;
  readonly leafId: MessageId | null;
};

/**
 * In place of the time in the bin: it is being brought in and is not there yet. Nobody is shown it, and whoever opens the
 * folder after a kill takes it away.
 */
export const incomingMark = 0;

/** What the list shows. */
export type ConversationHead = Pick<
  ConversationRecord,
  'id' | 'title' | 'titleBy' | 'isPinned' | 'archivedAtMs' | 'folderId' | 'createdAtMs' | 'updatedAtMs'
>;

export type BinnedHead = Pick<ConversationRecord, 'id' | 'title'> & { readonly deletedAtMs: number };

export type ConversationTable = {
  insert(conversation: ConversationRecord): void;
  /** Also finds those in the bin. */
  find(id: ConversationId): ConversationRecord | null;
  /** Without the bin, the archive and lanes of comparisons: pinned first, then the latest. */
  list(): ConversationHead[];
  /** Those in the archive, the latest first. */
  archived(): ConversationHead[];
  /** Those in the bin, the last deleted first, without lanes of comparisons. */
  binned(): BinnedHead[];
  /** Holds each line of the list against its form. @throws ZodError: one cannot be read */
  checkList(): void;
  /** Those with the mark `incomingMark`. */
  incoming(): ConversationId[];
  /** Deletes it for good with its messages and traces. To be called in a transaction. */
  remove(id: ConversationId): void;
  /** Whether there is any outside the bin, lanes included. */
  isAnyListed(): boolean;
  /** Writes every field except `id` and `createdAtMs`. A row that was not as it was written stays known as such. */
  update(conversation: ConversationRecord): void;
};

type HeadRow = {
  id: ConversationId;
  title: string;
  title_by: TitleBy;
  is_pinned: number;
  archived_at_ms: number | null;
  folder_id: FolderId | null;
  created_at_ms: number;
  updated_at_ms: number;
};
type Row = HeadRow & {
  deleted_at_ms: number | null;
  system_prompt: string;
  settings_json: string;
  template: string;
  context_strategy: string;
  model_id: string | null;
  preset_id: string | null;
  draft: string;
  reply_beginning: string;
  leaf_id: string | null;
};
type NewRow = Row & { checksum: number };
type StoredRow = Row & { checksum: number | null };

const changing = `title, title_by, is_pinned, archived_at_ms, folder_id, updated_at_ms, deleted_at_ms, system_prompt, settings_json,
  template, context_strategy, model_id, preset_id, draft, reply_beginning, leaf_id`;
const columns = `id, created_at_ms, ${changing}`;
const head = `SELECT c.id, c.title, c.title_by, c.is_pinned, c.archived_at_ms, f.id AS folder_id, c.created_at_ms, c.updated_at_ms
  FROM conversations c LEFT JOIN folders f ON f.id = c.folder_id AND f.deleted_at_ms IS NULL
  WHERE c.id NOT IN (SELECT conversation_id FROM comparison_lanes)`;
const named = (list: string, as: (column: string) => string): string => list.replaceAll(/\w+/g, as);

export function createConversationTable(database: Database): ConversationTable {
  const statements = prepare(database);
  return {
    insert: (conversation) => void statements.insert.run(toRow(conversation)),
    find: (id) => {
      const row = statements.find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => statements.list.all().map(headFromRow),
    checkList: () => void z.array(headForm).parse(statements.list.all().map(headFromRow)),
    archived: () => statements.archived.all().map(headFromRow),
    binned: () => statements.binned.all().map((row) => ({ ...row, id: conversationIdSchema.parse(row.id) })),
    incoming: () => statements.incoming.all().map(({ id }) => conversationIdSchema.parse(id)),
    remove: (id) => {
      statements.cutTree.run(id);
      statements.remove.run(id);
    },
    isAnyListed: () => statements.isAnyListed.get() !== undefined,
    update: (conversation) => {
      const row = toRow(conversation);
      const stored = statements.find.get(conversation.id);
      const isSound = stored === undefined || hasItsChecksum('conversations', stored);
      statements.update.run(isSound ? row : { ...row, checksum: stored.checksum ?? row.checksum });
    },
  };
}

function prepare(database: Database) {
  return {
    insert: database.prepare<[NewRow]>(
      `INSERT INTO conversations (${columns}, checksum) VALUES (${named(columns, (column) => `@${column}`)}, @checksum)`,
    ),
    find: database.prepare<[string], StoredRow>(
      `SELECT ${columns}, checksum FROM conversations WHERE id = ?`,
    ),
    list: database.prepare<[], HeadRow>(
      `${head} AND c.deleted_at_ms IS NULL AND c.archived_at_ms IS NULL
       ORDER BY c.is_pinned DESC, c.updated_at_ms DESC, c.id`,
    ),
    archived: database.prepare<[], HeadRow>(
      `${head} AND c.deleted_at_ms IS NULL AND c.archived_at_ms IS NOT NULL ORDER BY c.updated_at_ms DESC, c.id`,
    ),
    binned: database.prepare<[], { id: string; title: string; deletedAtMs: number }>(
      `SELECT id, title, deleted_at_ms AS deletedAtMs FROM conversations
       WHERE deleted_at_ms > ${incomingMark} AND id NOT IN (SELECT conversation_id FROM comparison_lanes)
       ORDER BY deleted_at_ms DESC, id`,
    ),
    incoming: database.prepare<[], { id: string }>(
      `SELECT id FROM conversations WHERE deleted_at_ms = ${incomingMark}`,
    ),
    isAnyListed: database.prepare('SELECT 1 FROM conversations WHERE deleted_at_ms IS NULL LIMIT 1'),
    update: database.prepare<[NewRow]>(
      `UPDATE conversations SET ${named(changing, (column) => `${column} = @${column}`)}, checksum = @checksum WHERE id = @id`,
    ),
    // A message takes its children along, one level of recursion each, of which SQLite has a thousand: a long conversation
    // is no chain any more when it goes.
    cutTree: database.prepare<[string]>('UPDATE messages SET parent_id = NULL WHERE conversation_id = ?'),
    remove: database.prepare<[string]>('DELETE FROM conversations WHERE id = ?'),
  };
}

function toRow(conversation: ConversationRecord): NewRow {
  const row = {
    id: conversation.id,
    title: conversation.title,
    title_by: conversation.titleBy,
    archived_at_ms: conversation.archivedAtMs,
    folder_id: conversation.folderId,
    is_pinned: conversation.isPinned ? 1 : 0,
    created_at_ms: conversation.createdAtMs,
    updated_at_ms: conversation.updatedAtMs,
    deleted_at_ms: conversation.deletedAtMs,
    system_prompt: conversation.systemPrompt,
    settings_json: JSON.stringify(conversation.settings),
    template: conversation.template,
    context_strategy: conversation.contextStrategy,
    model_id: conversation.modelId,
    preset_id: conversation.presetId,
    draft: conversation.draft,
    reply_beginning: conversation.replyBeginning,
    leaf_id: conversation.leafId,
  };
  return { ...row, checksum: rowChecksum('conversations', row) };
}

const headForm = z.object({
  id: conversationIdSchema,
  titleBy: titleBySchema,
  folderId: folderIdSchema.nullable(),
});

/**
 * As it was written: what a list answers is held against the contract as a whole, and doing so here for each field of
 * thousands of rows took longer than reading them.
 */
function headFromRow(row: HeadRow): ConversationHead {
  return {
    id: row.id,
    title: row.title,
    titleBy: row.title_by,
    isPinned: row.is_pinned === 1,
    archivedAtMs: row.archived_at_ms,
    folderId: row.folder_id,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function fromRow(row: Row): ConversationRecord {
  return {
    ...headFromRow(row),
    id: conversationIdSchema.parse(row.id),
    titleBy: titleBySchema.parse(row.title_by),
    folderId: folderIdSchema.nullable().parse(row.folder_id),
    deletedAtMs: row.deleted_at_ms,
    systemPrompt: row.system_prompt,
    settings: readJson(generationSettingsSchema, row.settings_json),
    template: templateSchema.parse(row.template),
    contextStrategy: contextStrategySchema.parse(row.context_strategy),
    modelId: modelIdSchema.nullable().parse(row.model_id),
    presetId: presetIdSchema.nullable().parse(row.preset_id),
    draft: row.draft,
    replyBeginning: row.reply_beginning,
    leafId: messageIdSchema.nullable().parse(row.leaf_id),
  };
}
