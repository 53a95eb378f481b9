/**
 * The table of downloads. Runs in the core. Knows rows, not rules: what runs when is decided in core/downloads.
 */
import { z } from 'zod';
import { type ErrorRecord, errorRecordSchema } from '#contract/errors.ts';
import {
  type HubFile,
  hubFileSchema,
  type Repository,
  repositorySchema,
  type Revision,
  revisionSchema,
} from '#contract/hub.ts';
import { type DownloadId, downloadIdSchema, type ModelId, modelIdSchema } from '#contract/ids.ts';
import { readJson } from './json-column.ts';
import type { Database } from './open.ts';

/** What was decided about it; which of the running ones is at work is nowhere stored. */
export type StoredDownloadState =
  | { readonly kind: 'running' }
  | { readonly kind: 'paused'; readonly reason: 'person' | 'offline' }
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  | { readonly kind: 'complete'; readonly modelId: ModelId };

export type DownloadRecord = {
  readonly id: DownloadId;
  readonly repository: Repository;
  readonly revision: Revision;
  /** All parts of the model, in order. */
  readonly files: readonly HubFile[];
  readonly state: StoredDownloadState;
  readonly hasStartedAgain: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
};

export type DownloadTable = {
  insert(download: DownloadRecord): void;
  find(id: DownloadId): DownloadRecord | null;
  /** The latest first. */
  list(): DownloadRecord[];
  /** Writes the state and its time. */
  update(download: DownloadRecord): void;
  remove(id: DownloadId): void;
};

type Row = {
  id: string;
  repository: string;
  revision: string;
  files_json: string;
  state: StoredDownloadState['kind'];
  reason_json: string;
  has_started_again: number;
  created_at_ms: number;
  updated_at_ms: number;
};

const filesSchema = z.array(hubFileSchema).min(1).max(1_000);
const stateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('running') }),
  z.object({ kind: z.literal('paused'), reason: z.enum(['person', 'offline']) }),
  z.object({ kind: z.literal('failed'), error: errorRecordSchema }),
  z.object({ kind: z.literal('complete'), modelId: modelIdSchema }),
]);

export function createDownloadTable(database: Database): DownloadTable {
  const insert = database.prepare<[Row]>(
    `INSERT INTO downloads VALUES (@id, @repository, @revision, @files_json, @state, @reason_json, @has_started_again,
       @created_at_ms, @updated_at_ms)`,
  );
  const find = database.prepare<[string], Row>('SELECT * FROM downloads WHERE id = ?');
  const list = database.prepare<[], Row>(
    'SELECT * FROM downloads ORDER BY created_at_ms DESC, id LIMIT 1000',
  );
  const update = database.prepare<[Row]>(
    `UPDATE downloads SET state = @state, reason_json = @reason_json, has_started_again = @has_started_again,
       updated_at_ms = @updated_at_ms WHERE id = @id`,
  );
  const remove = database.prepare<[string]>('DELETE FROM downloads WHERE id = ?');
  return {
    insert: (download) => void insert.run(toRow(download)),
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : toRecord(row);
    },
    list: () => list.all().map(toRecord),
    update: (download) => void update.run(toRow(download)),
    remove: (id) => void remove.run(id),
  };
}

function toRow(download: DownloadRecord): Row {
  const { kind, ...reason } = download.state;
  return {
    id: download.id,
    repository: download.repository,
    revision: download.revision,
    files_json: JSON.stringify(download.files),
    state: kind,
    reason_json: JSON.stringify(reason),
    has_started_again: Number(download.hasStartedAgain),
    created_at_ms: download.createdAtMs,
    updated_at_ms: download.updatedAtMs,
  };
}

function toRecord(row: Row): DownloadRecord {
  const reason = readJson(z.record(z.string(), z.unknown()), row.reason_json);
  return {
    id: downloadIdSchema.parse(row.id),
    repository: repositorySchema.parse(row.repository),
    revision: revisionSchema.parse(row.revision),
    files: readJson(filesSchema, row.files_json),
    state: stateSchema.parse({ ...reason, kind: row.state }),
    hasStartedAgain: row.has_started_again === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}
