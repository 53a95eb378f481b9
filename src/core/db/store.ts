/**
 * The tables that conversations are made of, on one connection, and the transactions that span them. Runs in the core.
 */
import { type ComparisonTable, createComparisonTable } from './comparisons.ts';
import { type ConversationTable, createConversationTable } from './conversations.ts';
import { type ConversationTagTable, createConversationTagTable } from './conversation-tags.ts';
import { createDocumentTable, type DocumentTable } from './documents.ts';
import { createDownloadTable, type DownloadTable } from './downloads.ts';
import { createFolderTable, type FolderTable } from './folders.ts';
import { createForkTable, type ForkTable } from './forks.ts';
import { createGridTable, type GridTable } from './grids.ts';
import { createMessageTable, type MessageTable } from './messages.ts';
import type { Database } from './open.ts';
import { createPromptTable, type PromptTable } from './prompts.ts';
import { createPresetTable, type PresetTable } from './presets.ts';
import { createSearchTable, type SearchTable, withSoundSearch } from './search.ts';
import { createSettingTable, type SettingTable } from './settings.ts';
import { withStorageErrors } from './storage-error.ts';
import { createSummaryTable, type SummaryTable } from './summaries.ts';
import { createTracedReplyTable, type TracedReplyTable } from './traced-replies.ts';
import { createTraceTable, type TraceTable } from './traces.ts';
import { createVoteTable, type VoteTable } from './votes.ts';
import { createVocabularyTable, type VocabularyTable } from './vocabularies.ts';

export type Store = {
  readonly comparisons: ComparisonTable;
  readonly conversations: ConversationTable;
  readonly conversationTags: ConversationTagTable;
  readonly documents: DocumentTable;
  readonly downloads: DownloadTable;
  readonly folders: FolderTable;
  readonly grids: GridTable;
  readonly messages: MessageTable;
  readonly prompts: PromptTable;
  readonly forks: ForkTable;
  readonly presets: PresetTable;
  readonly traces: TraceTable;
  readonly tracedReplies: TracedReplyTable;
  readonly search: SearchTable;
  readonly settings: SettingTable;
  readonly summaries: SummaryTable;
  readonly vocabularies: VocabularyTable;
  readonly votes: VoteTable;
  /**
   * Runs `work` in one transaction that is on disk (`synchronous=FULL`) when this returns, or not at all when it throws.
   * @throws app.diskFull, app.storageFailed, app.dataFolderNotWritable, database.damaged, or what `work` throws
   */
  transaction<Result>(work: () => Result): Result;
};

export function createStore(database: Database): Store {
  return {
    comparisons: createComparisonTable(database),
    conversations: createConversationTable(database),
    conversationTags: createConversationTagTable(database),
    documents: createDocumentTable(database),
    downloads: createDownloadTable(database),
    folders: createFolderTable(database),
    grids: createGridTable(database),
    messages: createMessageTable(database),
    prompts: createPromptTable(database),
    forks: createForkTable(database),
    presets: createPresetTable(database),
    traces: createTraceTable(database),
    tracedReplies: createTracedReplyTable(database),
    search: createSearchTable(database),
    settings: createSettingTable(database),
    summaries: createSummaryTable(database),
    vocabularies: createVocabularyTable(database),
    votes: createVoteTable(database),
    transaction: (work) =>
      withStorageErrors(() => withSoundSearch(database, () => database.transaction(work).immediate())),
  };
}
