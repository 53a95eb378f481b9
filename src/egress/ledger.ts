/**
 * What this process tried to reach and where it listens, since it started. Runs in every process of Prisme but the page.
 * In memory only: it keeps addresses, never what was to be sent. The core's ledger also holds what the other processes
 * report to it.
 */
import type { EgressAttempt, EgressReport, ListeningSocket, LocalEgressAttempt } from '#contract/egress.ts';
import { mostAttempts } from '#contract/egress.ts';

export type LedgerSnapshot = {
  readonly sinceMs: number;
  readonly attemptCount: number;
  readonly refusedCount: number;
  /** The latest ones, oldest first. */
  readonly attempts: readonly EgressAttempt[];
  readonly listening: readonly ListeningSocket[];
};

export class EgressLedger {
  readonly #sinceMs: number;
  readonly #listeners = new Set<() => void>();
  readonly #listening = new Map<string, readonly ListeningSocket[]>();
  #attempts: readonly EgressAttempt[] = [];
  #unreported: readonly LocalEgressAttempt[] = [];
  #attemptCount = 0;
  #refusedCount = 0;

  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  /** An attempt of this process, or of the named one. */
  record(attempt: LocalEgressAttempt, process: EgressAttempt['process'] = 'core'): void {
    this.#attempts = [...this.#attempts, { ...attempt, process }].slice(-mostAttempts);
    this.#unreported = [...this.#unreported, attempt].slice(-mostAttempts);
    this.#attemptCount += 1;
    if (attempt.wasRefused) this.#refusedCount += 1;
    this.#tell();
  }

  /** Where `source` listens now, instead of what was known about it. */
  setListening(source: string, sockets: readonly ListeningSocket[]): void {
    const known = this.#listening.get(source) ?? [];
    if (JSON.stringify(known) === JSON.stringify(sockets)) return;
    if (sockets.length === 0) this.#listening.delete(source);
    else this.#listening.set(source, sockets);
    this.#tell();
  }

  /** Takes in what another process reports. `source` tells it apart from others of its kind. */
  merge(process: 'engine' | 'shell', source: string, report: EgressReport): void {
    for (const attempt of report.attempts) {
      // Requests are a page's, whoever saw them.
      this.record(attempt, attempt.kind === 'request' ? 'page' : process);
    }
    this.setListening(source, report.listening);
  }

  /** What has not been handed on yet, for the process that keeps the whole ledger. */
  takeReport(): EgressReport {
    const attempts = this.#unreported;
    this.#unreported = [];
    return { attempts: [...attempts], listening: [...this.#listening.values()].flat() };
  }

  snapshot(): LedgerSnapshot {
    return {
      sinceMs: this.#sinceMs,
      attemptCount: this.#attemptCount,
      refusedCount: this.#refusedCount,
      attempts: this.#attempts,
      listening: [...this.#listening.values()].flat(),
    };
  }

  /** Calls `listener` after every change. Returns what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
