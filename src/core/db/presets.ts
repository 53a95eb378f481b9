/**
 * The table of presets. Runs in the core. Knows rows, not rules: what may be done is decided in core/presets.
 */
import { contextStrategySchema, templateSchema } from '#contract/conversations.ts';
import { modelIdSchema, type PresetId, presetIdSchema } from '#contract/ids.ts';
import type { Preset } from '#contract/presets.ts';
import { generationSettingsSchema } from '#contract/sampler.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

export type PresetRecord = Preset & {
  /** Presets are in the order of these numbers, which may have gaps. */
  readonly position: number;
  /** Deleted since then, and can still come back; null: not deleted. */
  readonly deletedAtMs: number | null;
};

export type PresetTable = {
  insert(preset: PresetRecord): void;
  /** Also finds deleted ones. */
  find(id: PresetId): PresetRecord | null;
  /** Without those that are deleted, in their order. */
  list(): PresetRecord[];
  /** Writes every field except `id` and `createdAtMs`. A row that was not as it was written stays known as such. */
  update(preset: PresetRecord): void;
  /** Removes those that were deleted before a moment. */
  removeDeletedBefore(timestampMs: number): void;
};

type Row = {
  id: string;
  name: string;
  position: number;
  model_id: string | null;
  model_name: string;
  system_prompt: string;
  settings_json: string;
  template: string;
  context_strategy: string;
  created_at_ms: number;
  updated_at_ms: number;
  deleted_at_ms: number | null;
  checksum: number | null;
};

const changing = `name, position, model_id, model_name, system_prompt, settings_json, template, context_strategy, updated_at_ms,
  deleted_at_ms, checksum`;
const columns = `id, created_at_ms, ${changing}`;
const named = (list: string, as: (column: string) => string): string => list.replaceAll(/\w+/g, as);

export function createPresetTable(database: Database): PresetTable {
  const insert = database.prepare<[Row]>(
    `INSERT INTO presets (${columns}) VALUES (${named(columns, (column) => `@${column}`)})`,
  );
  const find = database.prepare<[string], Row>(`SELECT ${columns} FROM presets WHERE id = ?`);
  const list = database.prepare<[], Row>(
    `SELECT ${columns} FROM presets WHERE deleted_at_ms IS NULL ORDER BY position, id`,
  );
  const update = database.prepare<[Row]>(
    `UPDATE presets SET ${named(changing, (column) => `${column} = @${column}`)} WHERE id = @id`,
  );
  const removeDeletedBefore = database.prepare<[number]>('DELETE FROM presets WHERE deleted_at_ms < ?');
  return {
    insert: (preset) => void insert.run(toRow(preset)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(fromRow),
    update: (preset) => {
      const row = toRow(preset);
      const stored = find.get(preset.id);
      const isSound = stored === undefined || hasItsChecksum('presets', stored);
      update.run(isSound ? row : { ...row, checksum: stored.checksum });
    },
    removeDeletedBefore: (timestampMs) => void removeDeletedBefore.run(timestampMs),
  };
}

function toRow(preset: PresetRecord): Row {
  const row = {
    id: preset.id,
    name: preset.name,
    position: preset.position,
    model_id: preset.model?.id ?? null,
    model_name: preset.model?.name ?? '',
    system_prompt: preset.systemPrompt,
    settings_json: JSON.stringify(preset.settings),
    template: preset.template,
    context_strategy: preset.contextStrategy,
    created_at_ms: preset.createdAtMs,
    updated_at_ms: preset.updatedAtMs,
    deleted_at_ms: preset.deletedAtMs,
  };
  return { ...row, checksum: rowChecksum('presets', row) };
}

function fromRow(row: Row): PresetRecord {
  const modelId = modelIdSchema.nullable().parse(row.model_id);
  return {
    id: presetIdSchema.parse(row.id),
    name: row.name,
    position: row.position,
    model: modelId === null ? null : { id: modelId, name: row.model_name },
    systemPrompt: row.system_prompt,
    settings: readJson(generationSettingsSchema, row.settings_json),
    template: templateSchema.parse(row.template),
    contextStrategy: contextStrategySchema.parse(row.context_strategy),
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}
