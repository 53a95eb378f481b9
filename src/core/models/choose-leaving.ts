/**
 * Which models leave memory: for the next one, for a smaller budget, or because nobody uses them. Runs in the core. Pure: measures nothing and ends nothing.
 */
import type { ModelId } from '#contract/ids.ts';

/** A model in memory. */
export type Resident = {
  readonly modelId: ModelId;
  /** What it holds, or will hold once it is used to the full, in bytes. */
  readonly bytes: number;
  /** What it would give back now, in bytes. */
  readonly heldBytes: number;
  /** When it was last asked for something, or finished it; milliseconds since 1970. */
  readonly lastUsedMs: number;
};

/** What there is room for, in bytes. */
export type Room = {
  /** What models may hold together. */
  readonly budgetBytes: number;
  /** What the next one will take. */
  readonly needBytes: number;
  /** What is free in the machine now and may be used. */
  readonly freeBytes: number;
};

/**
 * The least recently used leave first, until what stays fits with the next one into the budget, and the next one into
 * what is free then. The next one itself may be larger than the budget: then it is alone.
 */
export function chooseLeaving(residents: readonly Resident[], room: Room): ModelId[] {
  const byAge = [...residents].sort((left, right) => left.lastUsedMs - right.lastUsedMs);
  let together = room.needBytes + byAge.reduce((sum, { bytes }) => sum + bytes, 0);
  let { freeBytes } = room;
  const leaving: ModelId[] = [];
  for (const { modelId, bytes, heldBytes } of byAge) {
    if (together <= room.budgetBytes && room.needBytes <= freeBytes) break;
    leaving.push(modelId);
    together -= bytes;
    freeBytes += heldBytes;
  }
  return leaving;
}

/**
 * Who leaves when there is more in memory than the budget has room for: of those that do nothing, the least recently used
 * first, until the rest fits. One always stays, whatever its size.
 */
export function chooseSurplus(
  residents: readonly (Resident & { readonly isBusy: boolean })[],
  budgetBytes: number,
): ModelId[] {
  const byAge = [...residents].sort((left, right) => left.lastUsedMs - right.lastUsedMs);
  let together = byAge.reduce((sum, { bytes }) => sum + bytes, 0);
  const leaving: ModelId[] = [];
  for (const { modelId, bytes, isBusy } of byAge) {
    if (together <= budgetBytes || leaving.length === byAge.length - 1) break;
    if (isBusy) continue;
    leaving.push(modelId);
    together -= bytes;
  }
  return leaving;
}

/** Models that nobody has asked for anything for that long. */
export function idleSince(residents: readonly Resident[], beforeMs: number): ModelId[] {
  return residents.flatMap(({ modelId, lastUsedMs }) => (lastUsedMs <= beforeMs ? modelId : []));
}
