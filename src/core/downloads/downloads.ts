/**
 * Downloads of models: start, pause, resume, cancel, list. Runs in the core. Puts on disk what is to be done and does it,
 * one after the other; how is in run-download.ts. What runs was started by a person, also after a restart.
 */
import type { Download } from '#contract/downloads.ts';
import { PrismeError } from '#contract/errors.ts';
import type { HubFile, Repository, Revision } from '#contract/hub.ts';
import type { DownloadId } from '#contract/ids.ts';
import type { Log } from '../app/log.ts';
import type { Notices } from '../app/notices.ts';
import { RunLoop } from '../app/run-loop.ts';
import type { DownloadRecord, StoredDownloadState } from '../db/downloads.ts';
import { removePartSync } from './part-file.ts';
import type { Store } from '../db/store.ts';
import { viewDownload } from './download-view.ts';
import { fileAddress } from './file-address.ts';
import { withParts } from './file-names.ts';
import { LiveDownload } from './live-download.ts';
import { partPath, removeParts, type RunContext, runDownload } from './run-download.ts';

/** What the hub says that a repository holds at a commit or on a branch ("main"). @throws hub.*, egress.denied */
export type ListHubFiles = (
  repository: Repository,
  revision: Revision,
) => Promise<{ readonly revision: Revision; readonly files: readonly HubFile[] }>;

export type DownloadsContext = Omit<RunContext, 'sourceOf'> & {
  readonly store: Store;
  readonly notices: Notices;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
  readonly listFiles: ListHubFiles;
  readonly hubUrl: () => URL;
  /** What proves who asks, where a person gave a token. */
  readonly secretHeaders: () => Readonly<Record<string, string>>;
  readonly isOffline: () => boolean;
  /** Time between two looks at what runs. Tests pass a shorter one. */
  readonly tickMs?: number | undefined;
};

export type DownloadsService = {
  list(): Download[];
  /** What a repository holds, on its main branch. @throws egress.denied, hub.* */
  files(repository: Repository): ReturnType<ListHubFiles>;
  /** @param revision a commit, or a branch as it is now. @throws egress.denied, hub.*, download.fileMissing {path} */
  start(repository: Repository, revision: Revision, paths: readonly string[]): Promise<Download>;
  /** @throws download.notFound, as all that follow */
  pause(id: DownloadId): void;
  resume(id: DownloadId): void;
  /** Resolves when nothing of it is left. */
  cancel(id: DownloadId): Promise<void>;
  /** Goes on with what an earlier run of the core left unfinished. */
  resumeUnfinished(): void;
  /** Deletes all that has arrived of what is not complete, at once: everything is to be deleted. */
  dropParts(): void;
  /** Resolves when nothing is written any more; what runs goes on at the next start. */
  close(): Promise<void>;
};

const tickMs = 500;

/** Why what runs is stopped. */
class Interruption extends Error {
  readonly state: StoredDownloadState | null;

  /** @param state what becomes of it; null: whoever stops it has decided that */
  constructor(state: StoredDownloadState | null) {
    super('the download was stopped');
    this.name = 'Interruption';
    this.state = state;
  }
}

export function createDownloads(context: DownloadsContext): DownloadsService {
  return new Downloads(context);
}

type Current = {
  readonly live: LiveDownload;
  readonly ending: AbortController;
  readonly done: Promise<void>;
};

class Downloads implements DownloadsService {
  readonly #context: DownloadsContext;
  readonly #loop: RunLoop<DownloadId>;
  #current: Current | null = null;
  #told = '';
  /** What was started or resumed since this core was opened; a command in the terminal runs nothing else. */
  readonly #asked = new Set<DownloadId>();
  #isForAll = false;

  constructor(context: DownloadsContext) {
    this.#context = context;
    this.#loop = new RunLoop<DownloadId>({
      next: () => this.#next(),
      run: (id) => this.#run(id),
      onFailure: (cause) => context.log.error({ stack: String(cause) }, 'the downloads stopped'),
      onRest: () => this.#tell(),
    });
  }

  list: DownloadsService['list'] = () =>
    this.#context.store.downloads.list().map((record) => this.#view(record));

  files: DownloadsService['files'] = (repository) => this.#context.listFiles(repository, 'main');

  start: DownloadsService['start'] = async (repository, revision, paths) => {
    const { store, now, newId } = this.#context;
    const listed = await this.#context.listFiles(repository, revision);
    const files = withParts(paths, listed.files).map((path) => {
      const file = listed.files.find((each) => each.path === path);
      if (file === undefined) throw new PrismeError('download.fileMissing', { path });
      return file;
    });
    const known = store.downloads.list().find((each) => isSameModel(each, repository, files));
    if (known !== undefined && known.state.kind !== 'complete') {
      this.resume(known.id);
      return this.#view(this.#find(known.id));
    }
    const record: DownloadRecord = {
      id: newId() as DownloadId, // newId gives UUIDs, which is all that the brand says
      repository,
      revision: listed.revision,
      files,
      state: { kind: 'running' },
      hasStartedAgain: false,
      createdAtMs: now(),
      updatedAtMs: now(),
    };
    store.transaction(() => {
      if (known !== undefined) store.downloads.remove(known.id);
      store.downloads.insert(record);
    });
    this.#wake(record.id);
    this.#tell();
    return this.#view(record);
  };

  pause: DownloadsService['pause'] = (id) => {
    const record = this.#find(id);
    if (record.state.kind !== 'running') return;
    this.#decide(record, { kind: 'paused', reason: 'person' });
    void this.#interrupt(id);
  };

  resume: DownloadsService['resume'] = (id) => {
    const record = this.#find(id);
    if (record.state.kind === 'complete') return;
    if (record.state.kind !== 'running') this.#decide(record, { kind: 'running' });
    this.#wake(id);
  };

  cancel: DownloadsService['cancel'] = async (id) => {
    const { store, folder } = this.#context;
    const record = this.#find(id);
    store.transaction(() => store.downloads.remove(id));
    await this.#interrupt(id);
    if (record.state.kind !== 'complete') await removeParts(folder, record);
    this.#tell();
  };

  resumeUnfinished: DownloadsService['resumeUnfinished'] = () => {
    this.#isForAll = true;
    this.#loop.wake();
  };

  dropParts: DownloadsService['dropParts'] = () => {
    this.#loop.prepareToClose();
    this.#current?.ending.abort(new Interruption(null));
    for (const record of this.#context.store.downloads.list())
      if (record.state.kind !== 'complete')
        for (const file of record.files) removePartSync(partPath(this.#context.folder, record, file));
  };

  close: DownloadsService['close'] = async () => {
    this.#loop.prepareToClose();
    this.#current?.ending.abort(new Interruption(null));
    await this.#loop.close();
  };

  #wake(id: DownloadId): void {
    this.#asked.add(id);
    this.#loop.wake();
  }

  #next(): DownloadId | null {
    const running = this.#context.store.downloads
      .list()
      .filter(({ id, state }) => state.kind === 'running' && (this.#isForAll || this.#asked.has(id)));
    return running.sort((left, right) => left.updatedAtMs - right.updatedAtMs)[0]?.id ?? null;
  }

  async #run(id: DownloadId): Promise<void> {
    const ending = new AbortController();
    const record = this.#find(id);
    const live = new LiveDownload(record, this.#context.now);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.#current = { live, ending, done };
    const timer = setInterval(() => this.#tick(live, ending), this.#context.tickMs ?? tickMs);
    try {
      const state = await this.#outcome(record, live, ending.signal);
      const now = this.#context.store.downloads.find(id);
      // What was paused or taken off the list meanwhile stays so, unless it is finished.
      if (now !== null && state !== null && (now.state.kind === 'running' || state.kind === 'complete'))
        this.#decide({ ...now, hasStartedAgain: now.hasStartedAgain || live.hasStartedAgain }, state);
    } finally {
      clearInterval(timer);
      this.#current = null;
      resolve();
    }
  }

  /** What becomes of it; null: it was decided elsewhere, or goes on at the next start. */
  async #outcome(
    record: DownloadRecord,
    live: LiveDownload,
    signal: AbortSignal,
  ): Promise<StoredDownloadState | null> {
    const { hubUrl, secretHeaders, log } = this.#context;
    const context: RunContext = {
      ...this.#context,
      sourceOf: (_, file) => ({ url: fileAddress(hubUrl(), record, file.path), headers: secretHeaders() }),
    };
    log.info({ downloadId: record.id, files: record.files.length }, 'a download runs');
    try {
      const modelId = await runDownload(context, record, signal, (event) => {
        live.note(event);
        if (event.kind === 'retry' || event.kind === 'startedAgain') this.#tell();
      });
      return { kind: 'complete', modelId };
    } catch (cause) {
      if (cause instanceof Interruption) return cause.state;
      const error = cause instanceof PrismeError ? cause : new PrismeError('app.internal', {}, { cause });
      log.warn({ downloadId: record.id, code: error.code, details: error.details }, 'a download stopped');
      if (error.code === 'egress.denied') return { kind: 'paused', reason: 'offline' };
      return { kind: 'failed', error: error.toRecord() };
    }
  }

  #tick(live: LiveDownload, ending: AbortController): void {
    live.tick();
    if (this.#context.isOffline()) ending.abort(new Interruption({ kind: 'paused', reason: 'offline' }));
    this.#tell();
  }

  #interrupt(id: DownloadId): Promise<void> {
    if (this.#current?.live.id !== id) return Promise.resolve();
    this.#current.ending.abort(new Interruption(null));
    return this.#current.done;
  }

  /** On disk first, then everybody hears of it. */
  #decide(record: DownloadRecord, state: StoredDownloadState): void {
    const { store, now } = this.#context;
    store.transaction(() => store.downloads.update({ ...record, state, updatedAtMs: now() }));
    this.#tell();
  }

  #find(id: DownloadId): DownloadRecord {
    const record = this.#context.store.downloads.find(id);
    if (record === null) throw new PrismeError('download.notFound');
    return record;
  }

  #view(record: DownloadRecord): Download {
    const live = this.#current?.live.id === record.id ? this.#current.live : null;
    return viewDownload(record, live, this.#context.folder);
  }

  /** Nothing is told twice. */
  #tell(): void {
    if (this.#loop.isClosing) return;
    const downloads = this.list();
    const text = JSON.stringify(downloads);
    if (text === this.#told) return;
    this.#told = text;
    this.#context.notices.publish({ kind: 'downloadsChanged', downloads });
  }
}

function isSameModel(record: DownloadRecord, repository: Repository, files: readonly HubFile[]): boolean {
  return (
    record.repository === repository &&
    record.files.length === files.length &&
    record.files.every(({ sha256 }, index) => sha256 === files[index]?.sha256)
  );
}
