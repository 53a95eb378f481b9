/**
 * The shapes of downloads, and of the addresses that they come from. Runs in tests only.
 */
import { errorRecord, timestampMs } from './common-shapes.ts';
import { hubPath, repository, revision } from './hub-shapes.ts';
import {
  flag,
  kinds,
  list,
  nullable,
  number,
  object,
  oneOf,
  sha256,
  text,
  uuid,
  type Shape,
} from './shapes.ts';

const size = number(0, 1e15);
const paths = list(hubPath, 1, 1_000);

export const download = object({
  id: uuid,
  repository,
  revision,
  paths,
  fileName: text(0, 300),
  sizeBytes: size,
  receivedBytes: size,
  state: kinds({
    waiting: {},
    running: { bytesPerSecond: nullable(size), remainingSeconds: nullable(number(0, 1e12)) },
    retrying: { atMs: timestampMs, error: errorRecord },
    verifying: { fraction: number(0, 1) },
    paused: { reason: oneOf('person', 'offline') },
    failed: { error: errorRecord },
    complete: { modelId: sha256 },
  }),
  hasStartedAgain: flag,
  createdAtMs: timestampMs,
});
export const downloads: Shape = list(download, 0, 1_000);

export const startDownload = object({ repository, revision, paths });
export const ofDownload = object({ downloadId: uuid });
