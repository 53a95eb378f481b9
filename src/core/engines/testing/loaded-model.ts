/**
 * What an engine without a model says that it has loaded. Used by tests and by the processes that they start.
 */
import type { LoadedModel } from '#contract/engine.ts';

export const loadedModel: LoadedModel = {
  vocabularySize: 100,
  contextTokens: 1_000,
  trainedContextTokens: 1_000,
  bosTokenId: 1,
  endTokenIds: [2],
  hasChatTemplate: true,
  memoryBytes: 1_000_000,
  profile: {
    engine: 'fake',
    backend: 'cpu',
    gpuLayers: 0,
    threads: 7,
    batchTokens: 512,
    flashAttention: false,
    kvCacheType: 'f16',
    contextTokens: 1_000,
    pass: 'generation',
    isLogZExact: true,
  },
};

/** The same on a card that holds so many bytes of it. */
export function onCard(model: LoadedModel, heldBytes: number): LoadedModel {
  const layers = 3;
  return {
    ...model,
    profile: { ...model.profile, backend: 'cuda', gpuLayers: layers },
    graphics: {
      found: ['cuda'],
      used: 'cuda',
      notUsed: null,
      reason: null,
      card: { names: ['fake'], layers, totalLayers: layers, totalBytes: 8e9, freeBytes: 7e9, heldBytes },
    },
  };
}
