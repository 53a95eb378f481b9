/**
 * The table of conversations. Runs in the core. Knows rows, not rules: what may be done is decided in
 * core/conversations and core/generation.
 */
import {
  type ContextStrategy,
  contextStrategySchema,
  type Template,
  templateSchema,
} from '#contract/conversations.ts';
import {
  type ConversationId,
  conversationIdSchema,
  type MessageId,
  messageIdSchema,
  type ModelId,
  modelIdSchema,
} from '#contract/ids.ts';
import { type GenerationSettings, generationSettingsSchema } from '#contract/sampler.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

/** A conversation without its messages. */
export type ConversationRecord = {
  readonly id: ConversationId;
  readonly title: string;
  readonly isPinned: boolean;
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
  readonly draft: string;
  readonly leafId: MessageId | null;
};

/** What the list shows. */
export type ConversationHead = Pick<
  ConversationRecord,
  'id' | 'title' | 'isPinned' | 'createdAtMs' | 'updatedAtMs'
>;

export type ConversationTable = {
  insert(conversation: ConversationRecord): void;
  /** Also finds those in the bin. */
  find(id: ConversationId): ConversationRecord | null;
  /** Without the bin and without lanes of comparisons: pinned first, then the latest. */
  list(): ConversationHead[];
  /** Whether there is any outside the bin, lanes included. */
  isAnyListed(): boolean;
  /** Writes every field except `id` and `createdAtMs`. A row that was not as it was written stays known as such. */
  update(conversation: ConversationRecord): void;
};

type HeadRow = { id: string; title: string; is_pinned: number; created_at_ms: number; updated_at_ms: number };
type Row = HeadRow & {
  deleted_at_ms: number | null;
  system_prompt: string;
  settings_json: string;
  template: string;
  context_strategy: string;
  model_id: string | null;
  draft: string;
  leaf_id: string | null;
};
type NewRow = Row & { checksum: number };
type StoredRow = Row & { checksum: number | null };

const columns =
  'id, title, is_pinned, created_at_ms, updated_at_ms, deleted_at_ms, system_prompt, settings_json, template, context_strategy, model_id, draft, leaf_id';

export function createConversationTable(database: Database): ConversationTable {
  const insert = database.prepare<[NewRow]>(
    `INSERT INTO conversations (${columns}, checksum) VALUES (@id, @title, @is_pinned, @created_at_ms, @updated_at_ms,
       @deleted_at_ms, @system_prompt, @settings_json, @template, @context_strategy, @model_id, @draft, @leaf_id, @checksum)`,
  );
  const find = database.prepare<[string], StoredRow>(
    `SELECT ${columns}, checksum FROM conversations WHERE id = ?`,
  );
  const list = database.prepare<[], HeadRow>(
    `SELECT id, title, is_pinned, created_at_ms, updated_at_ms FROM conversations
     WHERE deleted_at_ms IS NULL AND id NOT IN (SELECT conversation_id FROM comparison_lanes)
     ORDER BY is_pinned DESC, updated_at_ms DESC, id`,
  );
  const isAnyListed = database.prepare('SELECT 1 FROM conversations WHERE deleted_at_ms IS NULL LIMIT 1');
  const update = database.prepare<[NewRow]>(
    `UPDATE conversations SET title = @title, is_pinned = @is_pinned, updated_at_ms = @updated_at_ms,
       deleted_at_ms = @deleted_at_ms, system_prompt = @system_prompt, settings_json = @settings_json,
       template = @template, context_strategy = @context_strategy,
       model_id = @model_id, draft = @draft, leaf_id = @leaf_id,
       checksum = @checksum WHERE id = @id`,
  );
  return {
    insert: (conversation) => void insert.run(toRow(conversation)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(headFromRow),
    isAnyListed: () => isAnyListed.get() !== undefined,
    update: (conversation) => {
      const row = toRow(conversation);
      const stored = find.get(conversation.id);
      const isSound = stored === undefined || hasItsChecksum('conversations', stored);
      update.run(isSound ? row : { ...row, checksum: stored.checksum ?? row.checksum });
    },
  };
}

function toRow(conversation: ConversationRecord): NewRow {
  const row = {
    id: conversation.id,
    title: conversation.title,
    is_pinned: conversation.isPinned ? 1 : 0,
    created_at_ms: conversation.createdAtMs,
    updated_at_ms: conversation.updatedAtMs,
    deleted_at_ms: conversation.deletedAtMs,
    system_prompt: conversation.systemPrompt,
    settings_json: JSON.stringify(conversation.settings),
    template: conversation.template,
    context_strategy: conversation.contextStrategy,
    model_id: conversation.modelId,
    draft: conversation.draft,
    leaf_id: conversation.leafId,
  };
  return { ...row, checksum: rowChecksum('conversations', row) };
}

function headFromRow(row: HeadRow): ConversationHead {
  return {
    id: conversationIdSchema.parse(row.id),
    title: row.title,
    isPinned: row.is_pinned === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function fromRow(row: Row): ConversationRecord {
  return {
    ...headFromRow(row),
    deletedAtMs: row.deleted_at_ms,
    systemPrompt: row.system_prompt,
    settings: readJson(generationSettingsSchema, row.settings_json),
    template: templateSchema.parse(row.template),
    contextStrategy: contextStrategySchema.parse(row.context_strategy),
    modelId: modelIdSchema.nullable().parse(row.model_id),
    draft: row.draft,
    leafId: messageIdSchema.nullable().parse(row.leaf_id),
  };
}
