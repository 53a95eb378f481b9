/**
 * The table of the most memory that models held at once. Runs in the core. What a key stands for is decided in
 * core/models.
 */
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import type { Database } from './open.ts';
import { withStorageErrors } from './storage-error.ts';

export type MemoryPeak = {
  readonly modelId: ModelId;
  readonly settingsKey: string;
  readonly peakBytes: number;
};

export type MemoryPeakTable = {
  all(): MemoryPeak[];
  /** A smaller peak than the one that is known changes nothing. */
  put(peak: MemoryPeak, nowMs: number): void;
};

type Row = { model_id: string; settings_key: string; peak_bytes: number };

export function createMemoryPeakTable(database: Database): MemoryPeakTable {
  const all = database.prepare<[], Row>('SELECT model_id, settings_key, peak_bytes FROM memory_peaks');
  const put = database.prepare<[string, string, number, number]>(
    `INSERT INTO memory_peaks (model_id, settings_key, peak_bytes, measured_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (model_id, settings_key) DO UPDATE
     SET peak_bytes = excluded.peak_bytes, measured_at_ms = excluded.measured_at_ms
     WHERE excluded.peak_bytes > peak_bytes`,
  );
  return {
    all: () =>
      all.all().map((row) => ({
        modelId: modelIdSchema.parse(row.model_id),
        settingsKey: row.settings_key,
        peakBytes: row.peak_bytes,
      })),
    put: ({ modelId, settingsKey, peakBytes }, nowMs) =>
      void withStorageErrors(() => put.run(modelId, settingsKey, Math.round(peakBytes), nowMs)),
  };
}
