/**
 * When backups are made, and the way back to one. Runs in the core. How a backup is written, and how a database takes the
 * place of another, is in core/db.
 */
import { basename, join } from 'node:path';
import { type Backup, type BackupName, backupNameSchema } from '#contract/backups.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Log } from '../app/log.ts';
import { backUpInThread, type RunningBackup } from '../db/back-up-in-thread.ts';
import { backupsFolder, listBackups } from '../db/backup.ts';
import { databaseFileName } from '../db/file-names.ts';
import { requestRestore } from '../db/replace-database.ts';

export type BackupsContext = {
  readonly dataDir: string;
  readonly now: () => number;
  readonly log: Log;
  /** Whether there is anything that a backup would save. */
  readonly hasContent: () => boolean;
  /** The database is to be exchanged: this core must close and another one open. */
  readonly onReplaced: () => void;
};

export type Backups = {
  list(): Backup[];
  /** One at a time: whoever asks while one is made gets that one. */
  create(): Promise<Backup>;
  /** Makes one if the newest is older than a day. @returns it; null: none was due */
  createIfDue(): Promise<Backup | null>;
  restore(name: BackupName): void;
  /** Looks now and then whether one is due, from a moment after this call on. */
  startDaily(): void;
  close(): Promise<void>;
};

const dayMs = 24 * 60 * 60_000;
/** The first page opens before the disk is kept busy. */
const firstLookMs = 10_000;
const lookEveryMs = 15 * 60_000;

export function createBackups(context: BackupsContext): Backups {
  const { dataDir, now, log, hasContent, onReplaced } = context;
  const folder = backupsFolder(dataDir);
  const maker = createMaker(context, folder);

  async function createIfDue(): Promise<Backup | null> {
    const [newest] = listBackups(folder);
    // One from the future was made while the clock was wrong: it says nothing about today.
    const ageMs = newest === undefined ? dayMs : Math.abs(now() - newest.madeAtMs);
    return ageMs >= dayMs && hasContent() ? maker.create() : null;
  }

  const daily = createDaily(createIfDue, log);
  return {
    list: () => listBackups(folder),
    create: maker.create,
    createIfDue,
    restore: (name) => {
      requestRestore(dataDir, name, now());
      log.info({ name }, 'a backup takes the place of the database');
      onReplaced();
    },
    startDaily: daily.start,
    close: async () => {
      daily.stop();
      await maker.cancel();
    },
  };
}

type Maker = { create(): Promise<Backup>; cancel(): Promise<void> };

function createMaker({ dataDir, now, log }: BackupsContext, folder: string): Maker {
  let running: { readonly backup: RunningBackup; readonly result: Promise<Backup> } | null = null;

  async function make(backup: RunningBackup): Promise<Backup> {
    try {
      const name = backupNameSchema.parse(basename(await backup.done));
      const made = listBackups(folder).find((each) => each.name === name);
      if (made === undefined) throw new PrismeError('backup.notFound', { name });
      log.info({ sizeBytes: made.sizeBytes, version: made.version }, 'a backup was made');
      return made;
    } finally {
      running = null;
    }
  }

  return {
    create: () => {
      if (running === null) {
        const databasePath = join(dataDir, databaseFileName);
        const backup = backUpInThread({ databasePath, backupsDir: folder, nowMs: now() });
        running = { backup, result: make(backup) };
      }
      return running.result;
    },
    cancel: async () => {
      const ending = running;
      ending?.result.catch(() => undefined);
      await ending?.backup.cancel();
    },
  };
}

/** Looks again and again; a look that fails is logged and the next one tries again. */
function createDaily(createIfDue: () => Promise<Backup | null>, log: Log): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  function wait(ms: number): void {
    if (isStopped) return;
    timer = setTimeout(look, ms);
    timer.unref();
  }

  function look(): void {
    createIfDue()
      .catch((cause: unknown) => {
        if (!isStopped) log.error({ cause: String(cause) }, 'the daily backup could not be made');
      })
      .finally(() => wait(lookEveryMs));
  }

  return {
    start: () => wait(firstLookMs),
    stop: () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
