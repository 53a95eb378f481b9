/**
 * Finds stored values that the app could not read: whatever is not JSON of the right form, no id, or no run of captured
 * steps. Runs in the core. Reads with the same code as the app, so it cannot judge otherwise than the app does.
 */
import { z } from 'zod';
import {
  comparisonIdSchema,
  conversationIdSchema,
  documentIdSchema,
  downloadIdSchema,
  gridIdSchema,
  type MessageId,
  messageIdSchema,
  presetIdSchema,
  summaryIdSchema,
  vocabularyHashSchema,
} from '#contract/ids.ts';
import { settingsSchema } from '#contract/settings.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { createComparisonTable } from './comparisons.ts';
import { createConversationTable } from './conversations.ts';
import { createDocumentTable } from './documents.ts';
import { createDownloadTable } from './downloads.ts';
import { createGridTable } from './grids.ts';
import { createMessageTable } from './messages.ts';
import { createModelTable } from './models.ts';
import type { Database } from './open.ts';
import { createPresetTable } from './presets.ts';
import { binOpenedKey, createSettingTable, hubTokenKey } from './settings.ts';
import { createSummaryTable } from './summaries.ts';
import { succeeds } from './succeeds.ts';
import { createTraceTable, type TraceTable } from './traces.ts';

/** Where the unreadable values are: a table and the id of the row. Empty: everything can be read. */
export function findUnreadable(database: Database): string[] {
  return [
    ...unreadableConversations(database),
    ...unreadableSummaries(database),
    ...unreadableComparisons(database),
    ...unreadableGrids(database),
    ...unreadableDocuments(database),
    ...unreadableDownloads(database),
    ...unreadablePresets(database),
    ...unreadableTraces(database),
    ...unreadableModels(database),
    ...unreadableSettings(database),
  ];
}

const ids = (database: Database, table: string, column = 'id'): string[] =>
  database
    .prepare<[], { id: unknown }>(`SELECT ${column} AS id FROM ${table} ORDER BY rowid`)
    .all()
    .map((row) => String(row.id));

/** The rows of a table that `read` cannot make sense of, each by what it is. */
function unreadableRows(
  database: Database,
  [table, column = 'id']: readonly [table: string, column?: string],
  name: string,
  read: (id: string) => unknown,
): string[] {
  return ids(database, table, column)
    .filter((id) => !succeeds(() => read(id)))
    .map((id) => `${name} ${id}`);
}

/** A row that is gone under its own id, as where an index was damaged, cannot be read either. */
function unreadableConversations(database: Database): string[] {
  const conversations = createConversationTable(database);
  const messages = createMessageTable(database);
  return [
    ...(succeeds(() => conversations.checkList()) ? [] : ['the list of conversations']),
    ...unreadableRows(database, ['conversations'], 'conversation', (id) =>
      present(conversations.find(conversationIdSchema.parse(id))),
    ),
    ...unreadableRows(database, ['messages'], 'message', (id) =>
      present(messages.find(messageIdSchema.parse(id))),
    ),
  ];
}

/** Also one that lacks a page. */
function unreadableDocuments(database: Database): string[] {
  const table = createDocumentTable(database);
  return unreadableRows(database, ['documents'], 'document', (id) =>
    present(table.find(documentIdSchema.parse(id))),
  );
}

function unreadablePresets(database: Database): string[] {
  const table = createPresetTable(database);
  return unreadableRows(database, ['presets'], 'preset', (id) =>
    present(table.find(presetIdSchema.parse(id))),
  );
}

function unreadableSummaries(database: Database): string[] {
  const table = createSummaryTable(database);
  return [
    ...unreadableRows(database, ['summaries'], 'summary', (id) =>
      present(table.find(summaryIdSchema.parse(id))),
    ),
    ...ids(database, 'summary_reads', 'message_id')
      .filter((id) => !succeeds(() => present(table.read(messageIdSchema.parse(id)))))
      .map((id) => `what the reply ${id} read`),
  ];
}

function unreadableDownloads(database: Database): string[] {
  const table = createDownloadTable(database);
  return unreadableRows(database, ['downloads'], 'download', (id) =>
    present(table.find(downloadIdSchema.parse(id))),
  );
}

function unreadableComparisons(database: Database): string[] {
  const table = createComparisonTable(database);
  const read = (id: string): void => {
    const comparisonId = comparisonIdSchema.parse(id);
    present(table.find(comparisonId));
    table.turns(comparisonId);
    table.allLanes(comparisonId);
  };
  return [
    ...(succeeds(() => table.list()) ? [] : ['the list of comparisons']),
    ...unreadableRows(database, ['comparisons'], 'comparison', read),
  ];
}

function unreadableGrids(database: Database): string[] {
  const table = createGridTable(database);
  const read = (id: string): void => {
    const gridId = gridIdSchema.parse(id);
    present(table.find(gridId));
    for (const cell of table.filled(gridId)) table.cell(gridId, cell);
  };
  return [
    ...(succeeds(() => table.list()) ? [] : ['the list of grids']),
    ...unreadableRows(database, ['grids'], 'grid', read),
  ];
}

function unreadableTraces(database: Database): string[] {
  const traces = createTraceTable(database);
  return unreadableRows(database, ['traces', 'message_id'], 'trace', (id) =>
    readTrace(traces, messageIdSchema.parse(id)),
  );
}

/** Reads everything of a trace. @throws when any of it makes no sense, or tokens are missing between others */
export function readTrace(traces: TraceTable, id: MessageId): void {
  present(traces.header(id));
  present(traces.prompt(id));
  let next = 0;
  for (const { firstToken, count, steps } of traces.chunks(id, 0, Number.MAX_SAFE_INTEGER)) {
    if (firstToken !== next || decodeSteps(steps).length !== count) throw new Error('tokens are missing');
    next += count;
  }
  const score = traces.promptScore(id);
  for (const { steps, count } of score?.chunks ?? [])
    if (decodeSteps(steps).length !== count) throw new Error('scores are missing');
}

function unreadableModels(database: Database): string[] {
  const table = createModelTable(database);
  return [
    ...(succeeds(() => table.models()) ? [] : ['the list of models']),
    ...(succeeds(() => table.files()) ? [] : ['the list of model files']),
    ...unreadableRows(database, ['vocabularies', 'hash'], 'vocabulary', (hash) =>
      present(table.vocabulary(vocabularyHashSchema.parse(hash))),
    ),
  ];
}

function unreadableSettings(database: Database): string[] {
  const known: Readonly<Record<string, z.ZodType>> = {
    ...settingsSchema.shape,
    [hubTokenKey]: z.string(),
    [binOpenedKey]: z.int().min(0),
  };
  const stored = [...createSettingTable(database).all()];
  return stored
    .filter(([key, json]) => !succeeds(() => present(known[key]).parse(JSON.parse(json))))
    .map(([key]) => `setting ${key.slice(0, 60)}`);
}

function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('nothing is there');
  return value;
}
