/**
 * What the core needs from a log, and the log that the shells give it: JSON lines in the data folder. Runs in the core.
 * Texts of messages are never logged: fields are ids, codes, counts and durations.
 */
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { makeFolder } from './make-folder.ts';
import { folderNames } from '../db/file-names.ts';

/** Structured fields first, then a constant sentence. A pino logger is one. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** Size from which the file is set aside as `prisme.log.1`; the one before that is dropped. */
const rotateAtBytes = 5 * 1024 * 1024;

/**
 * A log in `<dataDir>/logs/prisme.log`. Lines are written at once, so that a crash loses none. A log that cannot be
 * written (full disk) is silent: it must not take the app down with it.
 */
export function createFileLog(dataDir: string): Log {
  const logsDir = join(dataDir, folderNames.logs);
  const path = join(logsDir, 'prisme.log');
  let writtenBytes: number | null = null;
  const write = (line: string): void => {
    try {
      writtenBytes ??= openedSizeBytes(logsDir, path);
      if (writtenBytes > rotateAtBytes) {
        renameSync(path, `${path}.1`);
        writtenBytes = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      writtenBytes += line.length;
    } catch {
      writtenBytes = null;
    }
  };
  return pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}

function openedSizeBytes(logsDir: string, path: string): number {
  makeFolder(logsDir);
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
