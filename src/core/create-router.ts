/**
 * Answers every request of the contract: the handlers of each noun over its service. Runs in the core. It makes no
 * service (create-core.ts does).
 */
import type { AppStatus, StartupReport } from '#contract/app.ts';
import type { PrismeError } from '#contract/errors.ts';
import { appHandlers } from './app/app-handlers.ts';
import type { createFileTickets } from './app/file-tickets.ts';
import { createImplementer } from './app/implementer.ts';
import type { Log } from './app/log.ts';
import type { Backups } from './backups/backups.ts';
import { backupsHandlers } from './backups/backups-handlers.ts';
import type { createChoices } from './choices/choices.ts';
import { choicesHandlers } from './choices/choices-handlers.ts';
import { modelsHandlers } from './models/models-handlers.ts';
import type { Notices } from './app/notices.ts';
import type { ComparisonsService } from './comparisons/comparisons.ts';
import { comparisonsHandlers } from './comparisons/comparisons-handlers.ts';
import type { ConversationBin } from './conversations/conversation-bin.ts';
import type { createConversations } from './conversations/conversations.ts';
import { conversationsHandlers } from './conversations/conversations-handlers.ts';
import type { Store } from './db/store.ts';
import type { FoldersService } from './folders/folders.ts';
import { foldersHandlers } from './folders/folders-handlers.ts';
import type { createGeneration } from './generation/generation.ts';
import { generationHandlers } from './generation/generation-handlers.ts';
import type { GridsService } from './grids/grids.ts';
import { gridsHandlers } from './grids/grids-handlers.ts';
import type { createHesitations } from './hesitations/hesitations.ts';
import { hesitationsHandlers } from './hesitations/hesitations-handlers.ts';
import type { Hub } from './hub/hub.ts';
import { hubHandlers } from './hub/hub-handlers.ts';
import type { createInspection } from './inspection/inspection.ts';
import { inspectionHandlers } from './inspection/inspection-handlers.ts';
import type { EngineQueue } from './generation/engine-queue.ts';
import type { FullModelLibrary } from './models/model-library.ts';
import type { HubToken } from './network/hub-token.ts';
import type { MoveService } from './move/move.ts';
import { moveHandlers } from './move/move-handlers.ts';
import { networkHandlers } from './network/network-handlers.ts';
import type { DocumentsService } from './documents/documents.ts';
import { documentsHandlers } from './documents/documents-handlers.ts';
import type { DownloadsService } from './downloads/downloads.ts';
import { downloadsHandlers } from './downloads/downloads-handlers.ts';
import type { PresetsService } from './presets/presets.ts';
import { presetsHandlers } from './presets/presets-handlers.ts';
import type { createPrivacy } from './privacy/privacy.ts';
import { privacyHandlers } from './privacy/privacy-handlers.ts';
import type { createCrossReading } from './cross-reading/cross-reading.ts';
import { crossReadingHandlers } from './cross-reading/cross-reading-handlers.ts';
import type { createScoring } from './scoring/scoring.ts';
import { promptsHandlers } from './prompts/prompts-handlers.ts';
import type { PromptsService } from './prompts/prompts.ts';
import { scoringHandlers } from './scoring/scoring-handlers.ts';
import { createSearch } from './search/search.ts';
import { searchHandlers } from './search/search-handlers.ts';
import type { SettingsService } from './settings/settings.ts';
import { settingsHandlers } from './settings/settings-handlers.ts';
import type { SummariesService } from './summaries/summaries.ts';
import { summariesHandlers } from './summaries/summaries-handlers.ts';
import type { createTokenizer } from './tokenizer/tokenizer.ts';
import type { TitlesService } from './titles/titles.ts';
import { titlesHandlers } from './titles/titles-handlers.ts';
import { tokenizerHandlers } from './tokenizer/tokenizer-handlers.ts';
import type { createTraces } from './traces/traces.ts';
import type { createTraceImports } from './traces/import-trace.ts';
import { tracesHandlers } from './traces/traces-handlers.ts';
import type { createTrees } from './tree/tree.ts';
import { treeHandlers } from './tree/tree-handlers.ts';
import { refuseHidden } from './votes/hide-lanes.ts';
import type { createVotes } from './votes/votes.ts';
import { votesHandlers } from './votes/votes-handlers.ts';

/** Of the options of the core, those that answer requests by themselves. */
type RouterOptions = {
  readonly shell: AppStatus['shell'];
  readonly version: string;
  readonly log: Log;
  readonly chooseModelFile: (() => Promise<string | null>) | null;
  readonly chooseModelFolder?: (() => Promise<string | null>) | null | undefined;
  readonly onReplaced?: (() => void) | undefined;
};

/** What the core has before its services. */
export type CoreParts = {
  readonly readOnlyBecause: PrismeError | null;
  readonly store: Store;
  readonly library: FullModelLibrary;
  readonly settings: SettingsService;
  readonly notices: Notices;
  readonly startup: StartupReport;
  readonly backups: Backups;
};

/** What the handlers of all nouns are made of. */
type CoreServices = CoreParts & {
  readonly queue: EngineQueue;
  readonly tickets: ReturnType<typeof createFileTickets>;
  readonly generation: ReturnType<typeof createGeneration>;
  readonly comparisons: ComparisonsService;
  readonly conversations: ReturnType<typeof createConversations>;
  readonly conversationBin: ConversationBin;
  readonly folders: FoldersService;
  readonly prompts: PromptsService;
  readonly presets: PresetsService;
  readonly hesitations: ReturnType<typeof createHesitations>;
  readonly hub: Hub;
  readonly documents: DocumentsService;
  readonly downloads: DownloadsService;
  readonly token: HubToken;
  readonly inspection: ReturnType<typeof createInspection>;
  readonly move: MoveService;
  readonly scoring: ReturnType<typeof createScoring>;
  readonly crossReading: ReturnType<typeof createCrossReading>;
  readonly choices: ReturnType<typeof createChoices>;
  readonly grids: GridsService;
  readonly privacy: ReturnType<typeof createPrivacy>;
  readonly summaries: SummariesService;
  readonly titles: TitlesService;
  readonly tokenizer: ReturnType<typeof createTokenizer>;
  readonly traces: ReturnType<typeof createTraces>;
  readonly traceImports: ReturnType<typeof createTraceImports>;
  readonly trees: ReturnType<typeof createTrees>;
  readonly votes: ReturnType<typeof createVotes>;
};

/** The handlers of every noun of the contract. */
export function createRouter(options: RouterOptions, parts: CoreServices) {
  const { isHidden } = parts.store.votes;
  const implementer = createImplementer(options.log, parts.readOnlyBecause, (path, input) =>
    refuseHidden(path, input, isHidden),
  );
  const { chooseModelFile, chooseModelFolder = null, version, shell } = options;
  return implementer.router({
    app: appHandlers(implementer, {
      version,
      shell,
      hasFileDialog: chooseModelFile !== null,
      startup: () => parts.startup,
      notices: parts.notices,
    }),
    backups: backupsHandlers(implementer, parts.backups, {
      isDamaged: () => parts.startup.isDamaged,
      onRescue: () => options.onReplaced?.(),
    }),
    choices: choicesHandlers(implementer, parts.choices),
    comparisons: comparisonsHandlers(implementer, parts.comparisons),
    conversations: conversationsHandlers(implementer, parts.conversations, parts.conversationBin),
    crossReading: crossReadingHandlers(implementer, parts.crossReading),
    documents: documentsHandlers(implementer, parts.documents),
    folders: foldersHandlers(implementer, parts.folders),
    presets: presetsHandlers(implementer, parts.presets),
    generation: generationHandlers(implementer, parts.generation),
    grids: gridsHandlers(implementer, parts.grids),
    hesitations: hesitationsHandlers(implementer, parts.hesitations),
    downloads: downloadsHandlers(implementer, parts.downloads),
    hub: hubHandlers(implementer, parts.hub),
    inspection: inspectionHandlers(implementer, parts.inspection),
    models: modelsHandlers(implementer, { ...parts, chooseModelFile, chooseModelFolder }),
    move: moveHandlers(implementer, parts.move),
    network: networkHandlers(implementer, parts.token),
    privacy: privacyHandlers(implementer, parts.privacy, () => parts.library.files.emptyBin()),
    prompts: promptsHandlers(implementer, parts.prompts),
    scoring: scoringHandlers(implementer, parts.scoring),
    search: searchHandlers(implementer, createSearch(parts.store)),
    settings: settingsHandlers(implementer, parts.settings),
    summaries: summariesHandlers(implementer, parts.summaries),
    titles: titlesHandlers(implementer, parts.titles),
    tokenizer: tokenizerHandlers(implementer, parts.tokenizer),
    traces: tracesHandlers(implementer, parts.traces, parts.traceImports),
    tree: treeHandlers(implementer, parts.trees),
    votes: votesHandlers(implementer, parts.votes),
  });
}

/** The type that oRPC adapters take. */
export type CoreRouter = ReturnType<typeof createRouter>;
