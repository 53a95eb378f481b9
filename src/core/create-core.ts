/**
 * Puts the core together: the app without a window. Runs in the core process (Electron: process.ts) or in the shell's
 * own Node process (web, terminal). Starts no server and opens no window.
 */
import { randomInt } from 'node:crypto';
import type { AppStatus, StartupReport } from '#contract/app.ts';
import type { PrismeError } from '#contract/errors.ts';
import type { FileTicket } from '#contract/ids.ts';
import { appHandlers } from './app/app-handlers.ts';
import { createFileTickets } from './app/file-tickets.ts';
import { createImplementer } from './app/implementer.ts';
import type { Log } from './app/log.ts';
import { type Backups, createBackups } from './backups/backups.ts';
import { backupsHandlers } from './backups/backups-handlers.ts';
import { createChoices } from './choices/choices.ts';
import { choicesHandlers } from './choices/choices-handlers.ts';
import { modelsHandlers } from './models/models-handlers.ts';
import { createNotices, type Notices } from './app/notices.ts';
import { checkDatabase } from './app/check-database.ts';
import { checkMessages } from './app/check-messages.ts';
import { type ComparisonsService, createComparisons } from './comparisons/comparisons.ts';
import { comparisonsHandlers } from './comparisons/comparisons-handlers.ts';
import { createConversations } from './conversations/conversations.ts';
import { conversationsHandlers } from './conversations/conversations-handlers.ts';
import { type DataFolder, openDataFolder, openNewerDataFolder } from './db/open-data-folder.ts';
import { damageError } from './db/storage-error.ts';
import { createStore, type Store } from './db/store.ts';
import type { LaunchEngine } from './engines/engine-process.ts';
import { createEngineQueue } from './generation/engine-queue.ts';
import { createGeneration } from './generation/generation.ts';
import { generationHandlers } from './generation/generation-handlers.ts';
import { createGrids, type GridsService } from './grids/grids.ts';
import { gridsHandlers } from './grids/grids-handlers.ts';
import { createHesitations } from './hesitations/hesitations.ts';
import { hesitationsHandlers } from './hesitations/hesitations-handlers.ts';
import type { Hub } from './hub/hub.ts';
import { hubHandlers } from './hub/hub-handlers.ts';
import { createInspection } from './inspection/inspection.ts';
import { inspectionHandlers } from './inspection/inspection-handlers.ts';
import { repairReplies } from './generation/repair.ts';
import { createModelLibrary } from './models/create-model-library.ts';
import type { ModelLibrary } from './models/model-library.ts';
import { lookForModels, tellOfModels } from './models/watch-models.ts';
import type { HubToken, SecretStore } from './network/hub-token.ts';
import { networkHandlers } from './network/network-handlers.ts';
import { type DownloadTuning, openNetwork } from './network/open-network.ts';
import type { DownloadsService } from './downloads/downloads.ts';
import { downloadsHandlers } from './downloads/downloads-handlers.ts';
import { createPrivacy } from './privacy/privacy.ts';
import { privacyHandlers } from './privacy/privacy-handlers.ts';
import { createCrossReading } from './cross-reading/cross-reading.ts';
import { crossReadingHandlers } from './cross-reading/cross-reading-handlers.ts';
import { createScoring } from './scoring/scoring.ts';
import { scoringHandlers } from './scoring/scoring-handlers.ts';
import { createSettings } from './settings/settings.ts';
import { settingsHandlers } from './settings/settings-handlers.ts';
import { createTokenizer } from './tokenizer/tokenizer.ts';
import { tokenizerHandlers } from './tokenizer/tokenizer-handlers.ts';
import { createTraces } from './traces/traces.ts';
import { createTraceImports } from './traces/import-trace.ts';
import { tracesHandlers } from './traces/traces-handlers.ts';
import { createTrees } from './tree/tree.ts';
import { treeHandlers } from './tree/tree-handlers.ts';
import { refuseHidden } from './votes/hide-lanes.ts';
import { createVotes } from './votes/votes.ts';
import { votesHandlers } from './votes/votes-handlers.ts';

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
  readonly library: ModelLibrary;
  readonly downloads: DownloadsService;
  readonly startup: StartupReport;
  /** Makes a file known that was uploaded to `path`; the page gives the ticket to models.add. */
  registerUpload(path: string): FileTicket;
  /** Stops replies and engines, closes the database, frees the data folder. Safe to call again. */
  close(): Promise<void>;
};

/** The type that oRPC adapters take. */
export type CoreRouter = ReturnType<typeof createRouter>;

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
  store.conversations.list();
  const startup: StartupReport = {
    interruptedReplies: isReadOnly ? 0 : repairReplies(store),
    backupFileName: folder.backupFileName,
    setAside: folder.setAside,
    isReadOnly,
    damagedMessages: 0,
    isDamaged: false,
  };
  const notices = createNotices();
  const library = createModelLibrary({ ...options, database: folder.database });
  const unsubscribe = tellOfModels(library, notices);
  const backups = openBackups(options, folder, store);
  const services = createServices(options, {
    readOnlyBecause: folder.readOnlyBecause,
    store,
    library,
    notices,
    startup,
    backups,
  });
  const { router, endWork, comparisons, grids, downloads, token, privacy, tickets } = services;
  const check = startCheck(folder, log, (found) => {
    Object.assign(startup, found);
    notices.publish({ kind: 'startupChanged', startup: { ...startup } });
  });
  let closed: Promise<void> | null = null;
  // Looks for models while the first page opens; what it finds is told by notices.
  const scan = isReadOnly ? null : Promise.all([lookForModels(library, log), token.ready]);
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

type Parts = {
  readonly readOnlyBecause: PrismeError | null;
  readonly store: Store;
  readonly library: ModelLibrary;
  readonly notices: Notices;
  readonly startup: StartupReport;
  readonly backups: Backups;
};

function createServices(options: CoreOptions, parts: Parts) {
  const { now, newId, log } = options;
  const tickets = createFileTickets(newId);
  const settings = createSettings(parts.store, parts.notices);
  const context = { ...parts, settings, queue: createEngineQueue(), log, now, newId };
  const generation = createGeneration(context);
  const comparisons = createComparisons({ ...context, generation });
  const scoring = createScoring(context);
  const crossReading = createCrossReading({ ...context, dataDir: options.dataDir });
  const choices = createChoices(context);
  const grids = createGrids(context);
  const { hub, downloads, token } = openNetwork({ ...options, ...context });
  const privacy = createPrivacy({
    ...options,
    settings,
    startAfresh: options.onReplaced,
    onErase: () => downloads.dropParts(),
  });
  const router = createRouter(options, {
    ...parts,
    tickets,
    settings,
    generation,
    comparisons,
    scoring,
    crossReading,
    choices,
    grids,
    privacy,
    conversations: createConversations({ ...context, generation }),
    hesitations: createHesitations(context),
    hub,
    downloads,
    token,
    inspection: createInspection(context),
    tokenizer: createTokenizer(parts.library),
    traces: createTraces(context),
    traceImports: createTraceImports(context),
    trees: createTrees(context),
    votes: createVotes({ ...context, comparisons, draw: () => randomInt(2) === 0 }),
  });
  const endWork = async (): Promise<void> => {
    comparisons.prepareToClose();
    await Promise.all(
      [generation, scoring, crossReading, choices, grids, downloads].map((service) => service.close()),
    );
  };
  return { router, endWork, comparisons, grids, downloads, token, privacy, tickets };
}

type Services = Parts & {
  readonly tickets: ReturnType<typeof createFileTickets>;
  readonly settings: ReturnType<typeof createSettings>;
  readonly generation: ReturnType<typeof createGeneration>;
  readonly comparisons: ComparisonsService;
  readonly conversations: ReturnType<typeof createConversations>;
  readonly hesitations: ReturnType<typeof createHesitations>;
  readonly hub: Hub;
  readonly downloads: DownloadsService;
  readonly token: HubToken;
  readonly inspection: ReturnType<typeof createInspection>;
  readonly scoring: ReturnType<typeof createScoring>;
  readonly crossReading: ReturnType<typeof createCrossReading>;
  readonly choices: ReturnType<typeof createChoices>;
  readonly grids: GridsService;
  readonly privacy: ReturnType<typeof createPrivacy>;
  readonly tokenizer: ReturnType<typeof createTokenizer>;
  readonly traces: ReturnType<typeof createTraces>;
  readonly traceImports: ReturnType<typeof createTraceImports>;
  readonly trees: ReturnType<typeof createTrees>;
  readonly votes: ReturnType<typeof createVotes>;
};

function createRouter(options: CoreOptions, parts: Services) {
  const { isHidden } = parts.store.votes;
  const implementer = createImplementer(options.log, parts.readOnlyBecause, (path, input) =>
    refuseHidden(path, input, isHidden),
  );
  const { chooseModelFile, version, shell } = options;
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
    conversations: conversationsHandlers(implementer, parts.conversations),
    crossReading: crossReadingHandlers(implementer, parts.crossReading),
    generation: generationHandlers(implementer, parts.generation),
    grids: gridsHandlers(implementer, parts.grids),
    hesitations: hesitationsHandlers(implementer, parts.hesitations),
    downloads: downloadsHandlers(implementer, parts.downloads),
    hub: hubHandlers(implementer, parts.hub),
    inspection: inspectionHandlers(implementer, parts.inspection),
    models: modelsHandlers(implementer, { library: parts.library, tickets: parts.tickets, chooseModelFile }),
    network: networkHandlers(implementer, parts.token),
    privacy: privacyHandlers(implementer, parts.privacy),
    scoring: scoringHandlers(implementer, parts.scoring),
    settings: settingsHandlers(implementer, parts.settings),
    tokenizer: tokenizerHandlers(implementer, parts.tokenizer),
    traces: tracesHandlers(implementer, parts.traces, parts.traceImports),
    tree: treeHandlers(implementer, parts.trees),
    votes: votesHandlers(implementer, parts.votes),
  });
}
