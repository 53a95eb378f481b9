/**
 * What each model takes in memory: as measured the last time with the same file and settings, else as estimated. Runs in
 * the core. Reads no memory itself; the engines say how much they held.
 */
import type { LoadRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { MemoryNeed } from '#contract/models.ts';
import type { MemoryPeakTable } from '#core/db/memory-peaks.ts';
import type { StoredModel } from '#core/db/models.ts';
import type { LoadedEngine } from '#core/engines/running-engine-of.ts';
import {
  batchTokens,
  contextTokensFor,
  estimateMemoryBytes,
  estimateMemoryParts,
  largestContextTokens,
  spareBytes,
  type Weights,
} from './memory-estimate.ts';

/** A peak that grew by less is not worth writing down again. */
const leastGrowth = 1.02;

export type FittingLoad = {
  readonly request: LoadRequest;
  readonly needBytes: number;
  /** What models could use, in bytes, with what is left to the system taken off. */
  readonly availableBytes: number;
};

export class MemoryNeeds {
  readonly #table: MemoryPeakTable;
  readonly #peaks = new Map<string, number>();

  constructor(table: MemoryPeakTable) {
    this.#table = table;
    for (const { modelId, settingsKey, peakBytes } of table.all())
      this.#peaks.set(`${modelId} ${settingsKey}`, peakBytes);
  }

  /** At the model's settings, whatever is free now. */
  of(stored: StoredModel): MemoryNeed {
    const weights = this.#weightsOf(stored);
    const contextTokens = contextTokensFor(weights, stored.loadSettings.contextTokens, Infinity);
    const request = requestSettings(stored, contextTokens);
    return {
      bytes: estimateMemoryBytes(weights, contextTokens),
      isMeasured: this.#measured(stored.id, request) !== null,
      cardBytes: this.#peaks.get(`${stored.id} ${cardKeyOf(request)}`) ?? null,
      ...estimateMemoryParts(weights, contextTokens),
      contextTokens,
    };
  }

  /**
   * How to load a model with `availableBytes`.
   * @throws model.notEnoughMemory {needBytes, haveBytes, largestContextTokens}, unless it shall be tried `evenIfTooLarge`
   */
  fit(
    stored: StoredModel,
    { path, threads }: { readonly path: string; readonly threads: number | null },
    availableBytes: number,
    evenIfTooLarge: boolean,
  ): FittingLoad {
    const weights = this.#weightsOf(stored);
    const contextTokens = contextTokensFor(weights, stored.loadSettings.contextTokens, availableBytes);
    const needBytes = estimateMemoryBytes(weights, contextTokens);
    if (needBytes + spareBytes > availableBytes && !evenIfTooLarge) {
      throw new PrismeError('model.notEnoughMemory', {
        needBytes: needBytes + spareBytes,
        haveBytes: availableBytes,
        largestContextTokens: largestContextTokens(weights, availableBytes),
      });
    }
    const request = { path, threads, ...requestSettings(stored, contextTokens) };
    return { request, needBytes, availableBytes: availableBytes - spareBytes };
  }

  /** Keeps what an engine, or its graphics card, held at most. True: more is known now than was. */
  record({ modelId, model, request, peakMemoryBytes }: LoadedEngine, nowMs: number): boolean {
    const cardBytes = model.graphics?.card?.heldBytes ?? null;
    if (model.profile.backend !== 'cpu') return this.#keep(modelId, cardKeyOf(request), cardBytes, nowMs);
    // The last heartbeat may be older than the end of loading.
    const isSaid = peakMemoryBytes !== null && peakMemoryBytes >= 1;
    const peakBytes = isSaid ? Math.max(peakMemoryBytes, model.memoryBytes) : null;
    return this.#keep(modelId, keyOf(request), peakBytes, nowMs);
  }

  #keep(modelId: ModelId, settingsKey: string, bytes: number | null, nowMs: number): boolean {
    if (bytes === null || bytes < 1) return false;
    const known = this.#peaks.get(`${modelId} ${settingsKey}`);
    if (known !== undefined && bytes < known * leastGrowth) return false;
    this.#peaks.set(`${modelId} ${settingsKey}`, bytes);
    this.#table.put({ modelId, settingsKey, peakBytes: bytes }, nowMs);
    return true;
  }

  #weightsOf(stored: StoredModel): Weights {
    return {
      summary: stored.summary,
      sizeBytes: stored.sizeBytes,
      settings: stored.loadSettings,
      measuredBytes: (contextTokens) => this.#measured(stored.id, requestSettings(stored, contextTokens)),
    };
  }

  #measured(modelId: ModelId, request: MemorySettings): number | null {
    return this.#peaks.get(`${modelId} ${keyOf(request)}`) ?? null;
  }
}

type MemorySettings = Omit<LoadRequest, 'path' | 'threads'>;

function requestSettings({ loadSettings }: StoredModel, contextTokens: number): MemorySettings {
  const { gpu, gpuLayers, flashAttention, kvCacheType, useMmap } = loadSettings;
  return {
    contextTokens,
    gpu,
    ...(gpuLayers === null ? {} : { gpuLayers }),
    batchTokens: Math.min(loadSettings.batchTokens ?? batchTokens, contextTokens),
    flashAttention,
    kvCacheType,
    useMmap,
  };
}

/** Everything about a load that moves what it takes, the file aside. */
function keyOf(request: MemorySettings): string {
  const { contextTokens, gpu, gpuLayers, flashAttention, kvCacheType, useMmap } = request;
  const shape = [contextTokens, request.batchTokens, kvCacheType ?? 'f16'];
  return [
    ...shape,
    flashAttention ? 'flash' : '-',
    useMmap === false ? '-' : 'mmap',
    gpu,
    gpuLayers ?? '-',
  ].join(' ');
}

/** What the graphics card holds is none of the process's memory: it has a row of its own. */
function cardKeyOf(request: MemorySettings): string {
  return `${keyOf(request)} card`;
}
