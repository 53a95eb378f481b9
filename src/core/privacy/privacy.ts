/**
 * What leaves the machine, what listens, where the data lies; and the end of all of it. Runs in the core. Refuses no
 * connection itself (see src/egress) and deletes no file itself (see db/erase.ts).
 */
import type { PrivacyReport } from '#contract/privacy.ts';
import { egress } from '#egress/guard-this-process.ts';
import type { Log } from '../app/log.ts';
import { Pulse } from '../app/pulse.ts';
import { markForErasure } from '../db/erase.ts';
import type { SettingsService } from '../settings/settings.ts';
import { measureFolder } from './measure-folder.ts';

export type PrivacyOptions = {
  readonly dataDir: string;
  /** The folders that are looked through for models now. */
  readonly modelDirs: () => readonly string[];
  readonly settings: Pick<SettingsService, 'get' | 'update'>;
  readonly log: Log;
  /** Closes this core and opens another on the same folder. Without it, the next start does what was decided. */
  readonly startAfresh?: (() => void) | undefined;
  /** Deletes what is kept outside of the data folder and is nobody's but Prisme's, once it is decided. */
  readonly onErase?: (() => void) | undefined;
  /** Time between two looks at the data folder while somebody watches. Tests pass a shorter one. */
  readonly measureEveryMs?: number;
};

export type PrivacyService = {
  /** The report now and after every change, until `signal` aborts or the core closes. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<PrivacyReport, void, void>;
  /** Decides that everything goes, for good. @throws app.diskFull, app.storageFailed */
  deleteEverything(): void;
  /** Ends every watch. */
  close(): void;
};

const measureEveryMs = 3_000;

export function createPrivacy(options: PrivacyOptions): PrivacyService {
  return new Privacy(options);
}

class Privacy implements PrivacyService {
  readonly #options: PrivacyOptions;
  readonly #pulse = new Pulse();
  readonly #unsubscribe: () => void;
  #watchers = 0;
  #timer: NodeJS.Timeout | null = null;
  #isMeasuring = false;
  #data: PrivacyReport['data'] = null;
  #isClosed = false;
  #isEnding = false;

  constructor(options: PrivacyOptions) {
    this.#options = options;
    this.#unsubscribe = egress.ledger.subscribe(() => this.#pulse.beat());
    egress.permits.follow(() => options.settings.get().isOffline);
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<PrivacyReport, void, void> {
    this.#start();
    try {
      let shown = '';
      while (!signal?.aborted && !this.#isClosed) {
        const report = this.#report();
        const text = JSON.stringify(report);
        if (text === shown) {
          await this.#pulse.next(signal);
          continue;
        }
        shown = text;
        yield report;
      }
    } finally {
      this.#stop();
    }
  }

  deleteEverything(): void {
    if (this.#isEnding) return;
    markForErasure(this.#options.dataDir);
    this.#isEnding = true;
    this.#options.onErase?.();
    this.#options.log.info({}, 'everything is to be deleted');
    // After the answer: whoever asked for it should hear that it was decided.
    setImmediate(() => this.#options.startAfresh?.());
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#pulse.beat();
  }

  #report(): PrivacyReport {
    const { attempts, listening, ...counts } = egress.ledger.snapshot();
    return {
      ...counts,
      attempts: [...attempts],
      listening: [...listening],
      data: this.#data,
      modelDirs: [...this.#options.modelDirs()].slice(0, 1_000),
    };
  }

  /** The folder is measured only while somebody looks. */
  #start(): void {
    this.#watchers += 1;
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => void this.#measure(), this.#options.measureEveryMs ?? measureEveryMs);
    this.#timer.unref();
    void this.#measure();
  }

  #stop(): void {
    this.#watchers -= 1;
    if (this.#watchers > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #measure(): Promise<void> {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    const path = this.#options.dataDir;
    this.#data = { path, parts: await measureFolder(path) };
    this.#isMeasuring = false;
    this.#pulse.beat();
  }
}
