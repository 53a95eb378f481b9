/**
 * Puts the core together: the app without a window. Runs in the core process (Electron: process.ts) or in the shell's
 * own Node process (web, terminal). Starts no server and opens no window.
 */
import { randomInt } from 'node:crypto';
import type { AppStatus, StartupReport } from '#contract/app.ts';
import type { PrismeError } from '#contract/errors.ts';
import type { FileTicket } from '#contract/ids.ts';
import { createFileTickets } from './app/file-tickets.ts';
import type { Log } from './app/log.ts';
import { type Backups, createBackups } from './backups/backups.ts';
import { createChoices } from './choices/choices.ts';
import { createNotices } from './app/notices.ts';
import { checkDatabase } from './app/check-database.ts';
import { checkMessages } from './app/check-messages.ts';
import { createComparisons } from './comparisons/comparisons.ts';
import { type ConversationBinContext, createConversationBin } from './conversations/conversation-bin.ts';
import { type ConversationsContext, createConversations } from './conversations/conversations.ts';
import { type DataFolder, openDataFolder, openNewerDataFolder } from './db/open-data-folder.ts';
import { damageError } from './db/storage-error.ts';
import { createStore, type Store } from './db/store.ts';
import { createDocuments, type DocumentsContext } from './documents/documents.ts';
import type { LaunchEngine } from './engines/engine-process.ts';
import { createEngineQueue } from './generation/engine-queue.ts';
import { createFolders } from './folders/folders.ts';
import { createGeneration } from './generation/generation.ts';
import { createGrids } from './grids/grids.ts';
import { createHesitations } from './hesitations/hesitations.ts';
import { createInspection } from './inspection/inspection.ts';
import { repairReplies } from './generation/repair.ts';
import { tellOfModels } from './models/tell-of-models.ts';
import { createModelLibrary } from './models/create-model-library.ts';
import type { FullModelLibrary } from './models/model-library.ts';
import type { UsualFolder } from './models/usual-model-folders.ts';
import { memoryLimits } from './models/memory-limits.ts';
import { totalMemoryBytes } from './models/available-memory.ts';
import { createMove } from './move/move.ts';
import type { SecretStore } from './network/hub-token.ts';
import { type DownloadTuning, openNetwork } from './network/open-network.ts';
import type { DownloadsService } from './downloads/downloads.ts';
import { createPresets } from './presets/presets.ts';
import { createPrivacy } from './privacy/privacy.ts';
import { createCrossReading } from './cross-reading/cross-reading.ts';
import { createPrompts } from './prompts/prompts.ts';
import { createScoring } from './scoring/scoring.ts';
import { createSettings, type SettingsService } from './settings/settings.ts';
import { createSummaries } from './summaries/summaries.ts';
import { createTitles } from './titles/titles.ts';
import { createTokenizer } from './tokenizer/tokenizer.ts';
import { createTraces } from './traces/traces.ts';
import { createTraceImports } from './traces/import-trace.ts';
import { createTrees } from './tree/tree.ts';
import { createVotes } from './votes/votes.ts';
import { type CoreParts, type CoreRouter, createRouter } from './create-router.ts';

export type CoreOptions = {
  /** Absolute. Created when it is missing. */
  readonly dataDir: string;
  /** Absolute; looked through for model files. */
  readonly modelDirs: readonly string[];
  readonly shell: AppStatus['shell'];
  readonly version: string;
  readonly launchEngine: LaunchEngine;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** Opens the system's file dialog and gives an absolute path, or null when it was cancelled. Null: no dialog here. */
  readonly chooseModelFile: (() => Promise<string | null>) | null;
  /** The same for a folder that is to be watched. */
  readonly chooseModelFolder?: (() => Promise<string | null>) | null | undefined;
  /** Where other programs keep models, if not the usual places of this machine. Tests pass their own. */
  readonly usualFolders?: readonly UsualFolder[] | undefined;
  /** The system's store of secrets; null: there is none here. */
  readonly secrets?: SecretStore | null | undefined;
  /** The largest database that is checked before it is opened, if not the usual one. Tests lower it. */
  readonly checkFirstUpToBytes?: number | undefined;
  /** Bytes that models could use now, and threads, if not the machine's. Tests pass their own. */
  readonly availableBytes?: (() => number) | undefined;
  readonly mostThreads?: number | undefined;
  readonly downloadTuning?: DownloadTuning | undefined;
  /** Another start asked for this data folder: bring the window to the front. */
  readonly onFocusRequested?: (() => void) | undefined;
  /** Another database, or none, is to take the place of this one: close this core, then create another on the same folder. */
  readonly onReplaced?: (() => void) | undefined;
};

/** A running core. */
export type Core = {
  /** Answers contract/contract.ts; serve it with serve-port.ts or another oRPC adapter. */
  readonly router: CoreRouter;
  /** The models and engines behind the router, for shells without a page. */
  readonly library: FullModelLibrary;
  readonly downloads: DownloadsService;
  readonly startup: StartupReport;
  /** Makes a file known that was uploaded to `path`; the page gives the ticket to models.add. */
  registerUpload(path: string): FileTicket;
  /** Stops replies and engines, closes the database, frees the data folder. Safe to call again. */
  close(): Promise<void>;
};

/**
 * Opens the data folder, repairs what an earlier run left unfinished, and makes the core.
 * @throws app.alreadyRunning, app.dataFolderNotWritable, app.diskFull, app.storageFailed, database.damaged, database.newerVersion
 */
export function createCore(options: CoreOptions): Promise<Core> {
  return new Promise((resolve) => {
    try {
      resolve(openCore(options, openDataFolder(options)));
    } catch (cause) {
      throw damageError(cause);
    }
  });
}

/**
 * The same for the database of a newer Prisme: conversations can be read, everything that writes is refused.
 * @param newer the error that opening it for writing ended in
 * @throws app.alreadyRunning, app.storageFailed, or whatever its tables cause where they are not those that are known here
 */
export function createReadOnlyCore(options: CoreOptions, newer: PrismeError): Promise<Core> {
  return new Promise((resolve) => resolve(openCore(options, openNewerDataFolder(options, newer))));
}

function openCore(options: CoreOptions, folder: DataFolder): Core {
  try {
    return startCore(options, folder);
  } catch (cause) {
    folder.close();
    throw cause;
  }
}

function startCore(options: CoreOptions, folder: DataFolder): Core {
  const { log } = options;
  const isReadOnly = folder.readOnlyBecause !== null;
  const store = createStore(folder.database);
  // Without this list there is nothing to show: better to say now that it cannot be read.
  store.conversations.checkList();
  const startup: StartupReport = {
    interruptedReplies: isReadOnly ? 0 : repairReplies(store),
    backupFileName: folder.backupFileName,
    setAside: folder.setAside,
    isReadOnly,
    damagedMessages: 0,
    isDamaged: false,
  };
  const notices = createNotices();
  const settings = createSettings(store, notices);
  const library = openLibrary(options, folder, settings);
  const unsubscribe = tellOfModels(library, notices, options);
  const backups = openBackups(options, folder, store);
  const { readOnlyBecause } = folder;
  const parts = { readOnlyBecause, store, settings, library, notices, startup, backups };
  const services = createServices(options, parts);
  const { router, endWork, comparisons, conversationBin, grids, downloads, token, privacy, tickets } =
    services;
  const check = startCheck(folder, log, (found) => {
    Object.assign(startup, found);
    notices.publish({ kind: 'startupChanged', startup: { ...startup } });
  });
  // A command in the terminal does what it was asked and nothing else.
  if (options.shell !== 'cli' && !isReadOnly) conversationBin.startTidying();
  let closed: Promise<void> | null = null;
  // Looks for models while the first page opens; what it finds is told by notices.
  const scan = isReadOnly ? null : Promise.all([lookForModels(library, options), token.ready]);
  void scan?.then(() =>
    closed === null ? resumeUnfinished(options.shell, [comparisons, grids, downloads]) : undefined,
  );
  log.info({ version: options.version, shell: options.shell, ...startup }, 'the core is open');

  const close = async (): Promise<void> => {
    unsubscribe();
    await Promise.all([check.stop(), backups.close(), endWork()]);
    await scan;
    await library.close();
    await comparisons.close();
    privacy.close();
    notices.close();
    folder.close();
    log.info({}, 'the core is closed');
  };
  const registerUpload = (path: string): FileTicket => tickets.register(path);
  return { router, library, downloads, startup, registerUpload, close: () => (closed ??= close()) };
}

/** A command in the terminal does what it was asked and nothing else. */
function resumeUnfinished(
  shell: AppStatus['shell'],
  services: readonly { resumeUnfinished(): void }[],
): void {
  if (shell !== 'cli') for (const service of services) service.resumeUnfinished();
}

/** Before the first page where that is quick; a large database is checked behind it. */
function startCheck(
  folder: DataFolder,
  log: Log,
  tell: (found: Partial<StartupReport>) => void,
): { stop(): Promise<void> } {
  if (folder.checkLater !== null) return checkDatabase(folder.checkLater, log, tell);
  return checkMessages(folder.database, log, (damagedMessages) => tell({ damagedMessages }));
}

/** A command in the terminal looks once; a window is told of what changes later. */
function lookForModels(library: FullModelLibrary, { shell, log }: CoreOptions): Promise<void> {
  return (shell === 'cli' ? library.rescan() : library.files.startWatching()).catch((cause: unknown) =>
    log.error({ stack: String(cause) }, 'the model folders could not be read'),
  );
}

function openLibrary(
  options: CoreOptions,
  { database }: DataFolder,
  settings: SettingsService,
): FullModelLibrary {
  const limits = () => memoryLimits(settings.get(), totalMemoryBytes());
  const library = createModelLibrary({ ...options, database, limits });
  settings.onChange((now, before) => {
    if (now.modelMemoryPercent !== before.modelMemoryPercent) void library.keepToBudget();
  });
  return library;
}

function openBackups(options: CoreOptions, folder: DataFolder, store: Store): Backups {
  const backups = createBackups({
    ...options,
    hasContent: () => store.conversations.isAnyListed(),
    onReplaced: () => options.onReplaced?.(),
  });
  // A command in the terminal is over before a large database is copied.
  if (options.shell !== 'cli' && folder.readOnlyBecause === null) backups.startDaily();
  return backups;
}

function createServices(options: CoreOptions, parts: CoreParts) {
  const { now, newId, log } = options;
  const tickets = createFileTickets(newId);
  const queue = createEngineQueue();
  const context = { ...parts, queue, log, now, newId };
  const isAutomatic = options.shell !== 'cli' && parts.readOnlyBecause === null;
  const titles = createTitles({ ...context, isAutomatic });
  const generation = createGeneration({ ...context, onReplyEnded: (...reply) => titles.noteReply(...reply) });
  const comparisons = createComparisons({ ...context, generation });
  const scoring = createScoring(context);
  const crossReading = createCrossReading({ ...context, dataDir: options.dataDir });
  const choices = createChoices(context);
  const grids = createGrids(context);
  const network = openNetwork({ ...options, ...context });
  const move = createMove({ ...options, ...context });
  const { downloads, token } = network;
  const privacy = createPrivacy({
    ...options,
    modelDirs: () => parts.library.files.watchedFolders(),
    settings: parts.settings,
    startAfresh: options.onReplaced,
    onErase: () => downloads.dropParts(),
  });
  const organised = createOrganised({ ...context, generation, titles });
  const router = createRouter(options, {
    ...parts,
    ...{ queue, tickets, generation, comparisons, titles },
    scoring,
    crossReading,
    choices,
    grids,
    privacy,
    ...organised,
    move,
    ...network,
    inspection: createInspection(context),
    summaries: createSummaries(context),
    tokenizer: createTokenizer(parts.library),
    ...createTraceReaders(context),
    votes: createVotes({ ...context, comparisons, draw: () => randomInt(2) === 0 }),
  });
  const endWork = async (): Promise<void> => {
    comparisons.prepareToClose();
    move.close();
    const working = [titles, generation, scoring, crossReading, choices, grids, downloads];
    await Promise.all([organised.conversationBin, ...working].map((service) => service.close()));
  };
  const { conversationBin } = organised;
  return { router, endWork, comparisons, conversationBin, grids, downloads, token, privacy, tickets };
}

/** Conversations and what they are sorted into. */
function createOrganised(context: ConversationsContext & ConversationBinContext & DocumentsContext) {
  return {
    conversations: createConversations(context),
    conversationBin: createConversationBin(context),
    documents: createDocuments(context),
    folders: createFolders(context),
    prompts: createPrompts(context),
    presets: createPresets(context),
  };
}

type ReaderContext = Parameters<typeof createTraces>[0] &
  Parameters<typeof createTraceImports>[0] &
  Parameters<typeof createHesitations>[0] &
  Parameters<typeof createTrees>[0];

function createTraceReaders(context: ReaderContext) {
  return {
    hesitations: createHesitations(context),
    traces: createTraces(context),
    traceImports: createTraceImports(context),
    trees: createTrees(context),
  };
}
