/**
 * The table of folders. Runs in the core. Knows rows, not rules: what may be done is decided in core/folders.
 */
import type { Folder } from '#contract/folders.ts';
import { type FolderId, folderIdSchema, modelIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';

export type FolderRecord = Folder & {
  /** Folders are in the order of these numbers, which may have gaps. */
  readonly position: number;
  readonly createdAtMs: number;
  /** Deleted since then, and can still come back; null: not deleted. */
  readonly deletedAtMs: number | null;
};

export type FolderTable = {
  insert(folder: FolderRecord): void;
  /** Also finds deleted ones. */
  find(id: FolderId): FolderRecord | null;
  /** Without those that are deleted, in their order. */
  list(): FolderRecord[];
  /** Writes every field except `id` and `createdAtMs`. */
  update(folder: FolderRecord): void;
  /** Removes those that were deleted before a moment. */
  removeDeletedBefore(timestampMs: number): void;
};

type Row = {
  id: string;
  name: string;
  position: number;
  system_prompt: string;
  model_id: string | null;
  is_collapsed: number;
  created_at_ms: number;
  deleted_at_ms: number | null;
};

const columns = 'id, name, position, system_prompt, model_id, is_collapsed, created_at_ms, deleted_at_ms';

export function createFolderTable(database: Database): FolderTable {
  const insert = database.prepare<[Row]>(
    `INSERT INTO folders (${columns}) VALUES (${columns.replaceAll(/\w+/g, (column) => `@${column}`)})`,
  );
  const find = database.prepare<[string], Row>(`SELECT ${columns} FROM folders WHERE id = ?`);
  const list = database.prepare<[], Row>(
    `SELECT ${columns} FROM folders WHERE deleted_at_ms IS NULL ORDER BY position, id`,
  );
  const update = database.prepare<[Row]>(
    `UPDATE folders SET name = @name, position = @position, system_prompt = @system_prompt, model_id = @model_id,
       is_collapsed = @is_collapsed, deleted_at_ms = @deleted_at_ms WHERE id = @id`,
  );
  const removeDeletedBefore = database.prepare<[number]>('DELETE FROM folders WHERE deleted_at_ms < ?');
  return {
    insert: (folder) => void insert.run(toRow(folder)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : fromRow(row);
    },
    list: () => list.all().map(fromRow),
    update: (folder) => void update.run(toRow(folder)),
    removeDeletedBefore: (timestampMs) => void removeDeletedBefore.run(timestampMs),
  };
}

function toRow(folder: FolderRecord): Row {
  return {
    id: folder.id,
    name: folder.name,
    position: folder.position,
    system_prompt: folder.systemPrompt,
    model_id: folder.modelId,
    is_collapsed: folder.isCollapsed ? 1 : 0,
    created_at_ms: folder.createdAtMs,
    deleted_at_ms: folder.deletedAtMs,
  };
}

function fromRow(row: Row): FolderRecord {
  return {
    id: folderIdSchema.parse(row.id),
    name: row.name,
    position: row.position,
    systemPrompt: row.system_prompt,
    modelId: modelIdSchema.nullable().parse(row.model_id),
    isCollapsed: row.is_collapsed === 1,
    createdAtMs: row.created_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}
