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

/** A row that is gone under its own id, as where an index was damaged, cannot be read either. */
function unreadableConversations(database: Database): string[] {
  const conversations = createConversationTable(database);
  const messages = createMessageTable(database);
  return [
    ...(succeeds(() => conversations.list()) ? [] : ['the list of conversations']),
    ...ids(database, 'conversations')
      .filter((id) => !succeeds(() => present(conversations.find(conversationIdSchema.parse(id)))))
      .map((id) => `conversation ${id}`),
    ...ids(database, 'messages')
      .filter((id) => !succeeds(() => present(messages.find(messageIdSchema.parse(id)))))
      .map((id) => `message ${id}`),
  ];
}

/** Also one that lacks a page. */
function unreadableDocuments(database: Database): string[] {
  const table = createDocumentTable(database);
  return ids(database, 'documents')
    .filter((id) => !succeeds(() => present(table.find(documentIdSchema.parse(id)))))
    .map((id) => `document ${id}`);
}

function unreadablePresets(database: Database): string[] {
  const table = createPresetTable(database);
  return ids(database, 'presets')
    .filter((id) => !succeeds(() => present(table.find(presetIdSchema.parse(id)))))
    .map((id) => `preset ${id}`);
}

function unreadableSummaries(database: Database): string[] {
  const table = createSummaryTable(database);
  return [
    ...ids(database, 'summaries')
      .filter((id) => !succeeds(() => present(table.find(summaryIdSchema.parse(id)))))
      .map((id) => `summary ${id}`),
    ...ids(database, 'summary_reads', 'message_id')
      .filter((id) => !succeeds(() => present(table.read(messageIdSchema.parse(id)))))
      .map((id) => `what the reply ${id} read`),
  ];
}

function unreadableDownloads(database: Database): string[] {
  const table = createDownloadTable(database);
  return ids(database, 'downloads')
    .filter((id) => !succeeds(() => present(table.find(downloadIdSchema.parse(id)))))
    .map((id) => `download ${id}`);
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
    ...ids(database, 'comparisons')
      .filter((id) => !succeeds(() => read(id)))
      .map((id) => `comparison ${id}`),
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
    ...ids(database, 'grids')
      .filter((id) => !succeeds(() => read(id)))
      .map((id) => `grid ${id}`),
  ];
}

function unreadableTraces(database: Database): string[] {
  const traces = createTraceTable(database);
  return ids(database, 'traces', 'message_id')
    .filter((id) => !succeeds(() => readTrace(traces, messageIdSchema.parse(id))))
    .map((id) => `trace ${id}`);
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
    ...ids(database, 'vocabularies', 'hash')
      .filter((hash) => !succeeds(() => present(table.vocabulary(vocabularyHashSchema.parse(hash)))))
      .map((hash) => `vocabulary ${hash}`),
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
