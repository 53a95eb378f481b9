/**
 * A download as a page sees it. Runs in the core. Of one that does not run it reads from disk how much is there.
 */
import { readFileSync } from 'node:fs';
import type { Download } from '#contract/downloads.ts';
import type { DownloadRecord } from '../db/downloads.ts';
import { localName } from './file-names.ts';
import type { LiveDownload } from './live-download.ts';
import { noteSuffix, receivedOf } from './part-file.ts';
import { partPath } from './run-download.ts';

/** @param live null: it does not run now */
export function viewDownload(record: DownloadRecord, live: LiveDownload | null, folder: string): Download {
  const { id, repository, revision, files, state, hasStartedAgain, createdAtMs } = record;
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const shared = {
    id,
    repository,
    revision,
    paths: files.map(({ path }) => path),
    fileName: localName(files[0]?.path ?? ''),
    sizeBytes,
    hasStartedAgain: hasStartedAgain || live?.hasStartedAgain === true,
    createdAtMs,
  };
  if (state.kind === 'complete') return { ...shared, receivedBytes: sizeBytes, state };
  const receivedBytes = live?.receivedBytes ?? storedBytes(record, folder);
  // What was paused still runs for the moment that it needs to put away what has arrived.
  if (state.kind !== 'running') return { ...shared, receivedBytes, state };
  return { ...shared, receivedBytes, state: live === null ? { kind: 'waiting' } : live.state() };
}

function storedBytes(record: DownloadRecord, folder: string): number {
  return record.files.reduce((sum, file) => {
    try {
      return sum + receivedOf(readFileSync(partPath(folder, record, file) + noteSuffix, 'utf8'), file);
    } catch {
      // Nothing of it has arrived yet.
      return sum;
    }
  }, 0);
}
