/**
 * How numbers are computed, where a test needs to say it and does not care. Used by tests only.
 */
import type { EvaluationProfile } from '../profile.ts';

export const testProfile: EvaluationProfile = {
  engine: 'test',
  backend: 'cpu',
  gpuLayers: 0,
  threads: 1,
  batchTokens: 1,
  flashAttention: false,
  kvCacheType: 'f16',
  contextTokens: 64,
  pass: 'generation',
  isLogZExact: true,
};
