/**
 * How much memory models may hold together, and for how long without being used. Runs in the core. Pure.
 */
import type { Settings } from '#contract/settings.ts';

export type MemoryLimits = {
  /** What models may hold together, in bytes; a single one may be larger. 0: one model at a time. */
  readonly budgetBytes: number;
  /** A model that nobody has used for this long is unloaded; null: never. */
  readonly keepAliveMs: number | null;
};

/** Half of the machine: the other half is the person's own programs, and the files that the system keeps at hand. */
const automaticShare = 0.5;

export const automaticBudgetBytes = (totalBytes: number): number => Math.floor(totalBytes * automaticShare);

/** @param totalBytes memory of the machine */
export function memoryLimits(
  { modelMemoryPercent, unloadAfterMinutes }: Pick<Settings, 'modelMemoryPercent' | 'unloadAfterMinutes'>,
  totalBytes: number,
): MemoryLimits {
  return {
    budgetBytes:
      modelMemoryPercent === null
        ? automaticBudgetBytes(totalBytes)
        : Math.floor((totalBytes * modelMemoryPercent) / 100),
    keepAliveMs: unloadAfterMinutes === null ? null : unloadAfterMinutes * 60_000,
  };
}
