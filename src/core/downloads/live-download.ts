/**
 * What is known about the download that runs now, and nowhere stored: how far it is, how fast, what it waits for. Runs in
 * the core.
 */
import type { DownloadState } from '#contract/downloads.ts';
import type { ErrorRecord } from '#contract/errors.ts';
import type { DownloadId } from '#contract/ids.ts';
import type { DownloadRecord } from '../db/downloads.ts';
import type { RunEvent } from './run-download.ts';
import { Speed } from './speed.ts';

export class LiveDownload {
  readonly id: DownloadId;
  readonly #sizeBytes: number;
  readonly #now: () => number;
  #speed = new Speed();
  #receivedBytes: number | null = null;
  #verifiedBytes: number | null = null;
  #retry: { readonly atMs: number; readonly error: ErrorRecord } | null = null;
  #hasStartedAgain = false;

  constructor({ id, files }: DownloadRecord, now: () => number) {
    this.id = id;
    this.#sizeBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#now = now;
  }

  /** Null: it has not looked yet. */
  get receivedBytes(): number | null {
    return this.#receivedBytes;
  }

  get hasStartedAgain(): boolean {
    return this.#hasStartedAgain;
  }

  note(event: RunEvent): void {
    if (event.kind === 'verifying') this.#verifiedBytes = event.bytes;
    else if (event.kind === 'received') this.#receivedBytes = event.bytes;
    else if (event.kind === 'startedAgain') this.#hasStartedAgain = true;
    else if (event.kind === 'retry')
      this.#retry = { atMs: Math.round(this.#now() + event.waitMs), error: event.error.toRecord() };
    else {
      this.#retry = null;
      this.#verifiedBytes = null;
    }
  }

  /** Called every now and then, so that a speed falls while nothing arrives. */
  tick(): void {
    if (this.#receivedBytes !== null) this.#speed.note(performance.now(), this.#receivedBytes);
  }

  state(): DownloadState {
    if (this.#verifiedBytes !== null)
      return {
        kind: 'verifying',
        fraction: this.#sizeBytes === 0 ? 1 : this.#verifiedBytes / this.#sizeBytes,
      };
    if (this.#retry !== null) return { kind: 'retrying', ...this.#retry };
    const bytesPerSecond = this.#speed.bytesPerSecond();
    const missingBytes = this.#sizeBytes - (this.#receivedBytes ?? 0);
    return {
      kind: 'running',
      bytesPerSecond,
      remainingSeconds:
        bytesPerSecond === null || bytesPerSecond < 1 ? null : Math.min(missingBytes / bytesPerSecond, 1e12),
    };
  }
}
