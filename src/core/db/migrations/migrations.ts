/**
 * All migrations in order. Runs in the core. The number of the last one is the version of the database.
 */
import { conversationsMigration } from './0010-conversations.ts';
import { modelsMigration } from './0020-models.ts';
import { forksMigration } from './0030-forks.ts';
import { chunkChecksumsMigration } from './0040-chunk-checksums.ts';
import { rowChecksumsMigration } from './0050-row-checksums.ts';
import { comparisonsMigration } from './0060-comparisons.ts';
import { gridsMigration } from './0070-grids.ts';
import { votesMigration } from './0080-votes.ts';
import { chatChoiceMigration } from './0090-chat-choice.ts';
import { modelPlacesMigration } from './0100-model-places.ts';
import { memoryPeaksMigration } from './0110-memory-peaks.ts';
import { downloadsMigration } from './0120-downloads.ts';
import { searchMigration } from './0130-search.ts';
import { organiseMigration } from './0140-organise.ts';
import { contextStrategyMigration } from './0150-context-strategy.ts';
import { documentsMigration } from './0160-documents.ts';
import { promptsMigration } from './0170-prompts.ts';
import { replyBeginningMigration } from './0180-reply-beginning.ts';
import { presetsMigration } from './0190-presets.ts';
import { summariesMigration } from './0200-summaries.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  conversationsMigration,
  modelsMigration,
  forksMigration,
  chunkChecksumsMigration,
  rowChecksumsMigration,
  comparisonsMigration,
  gridsMigration,
  votesMigration,
  chatChoiceMigration,
  modelPlacesMigration,
  memoryPeaksMigration,
  downloadsMigration,
  searchMigration,
  organiseMigration,
  contextStrategyMigration,
  documentsMigration,
  promptsMigration,
  replyBeginningMigration,
  presetsMigration,
  summariesMigration,
];
