import { describe, expect, it } from 'vitest';
import { captureCount, needsLogZAtTemperature } from './capture-plan.ts';
import { neutralSettings } from './neutral-settings.ts';

describe('captureCount', () => {
  it('is at least 64 and at most the vocabulary', () => {
    expect(captureCount(neutralSettings, 100, 50_000)).toBe(64);
    expect(captureCount(neutralSettings, 100, 40)).toBe(40);
    expect(captureCount({ ...neutralSettings, topK: 1_000 }, 100, 300)).toBe(300);
  });

  it('follows top-k, with room for tokens that penalties push down', () => {
    expect(captureCount({ ...neutralSettings, topK: 200 }, 100, 50_000)).toBe(200);
    expect(captureCount({ ...neutralSettings, topK: 60, presencePenalty: 0.2 }, 10, 50_000)).toBe(75);
    expect(captureCount({ ...neutralSettings, topK: 60, presencePenalty: 0.2 }, 5_000, 50_000)).toBe(129);
  });

  it('is the whole vocabulary where a stage reads or keeps every logit', () => {
    expect(captureCount({ ...neutralSettings, topNSigma: 1 }, 0, 50_000)).toBe(50_000);
    expect(captureCount({ ...neutralSettings, typicalP: 0.9 }, 0, 50_000)).toBe(50_000);
    expect(captureCount({ ...neutralSettings, typicalP: 0.9, topK: 40 }, 0, 50_000)).toBe(64);
    expect(captureCount({ ...neutralSettings, presencePenalty: 1 }, 8, 50_000)).toBe(50_000);
    expect(captureCount({ ...neutralSettings, presencePenalty: 1, temperature: 0 }, 8, 50_000)).toBe(73);
  });
});

describe('needsLogZAtTemperature', () => {
  it('holds only when the tail keeps a share at another temperature than 1', () => {
    expect(needsLogZAtTemperature({ ...neutralSettings, temperature: 0.7 })).toBe(true);
    expect(needsLogZAtTemperature(neutralSettings)).toBe(false);
    expect(needsLogZAtTemperature({ ...neutralSettings, temperature: 0 })).toBe(false);
    expect(needsLogZAtTemperature({ ...neutralSettings, temperature: 0.7, topK: 40 })).toBe(false);
    expect(needsLogZAtTemperature({ ...neutralSettings, temperature: 0.7, topP: 0.9 })).toBe(false);
    expect(needsLogZAtTemperature({ ...neutralSettings, temperature: 0.7, minP: 0.1 })).toBe(false);
  });
});
