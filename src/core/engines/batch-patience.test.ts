/**
 * How long an engine may be silent over one batch before it counts as hung.
 */
import { describe, expect, it } from 'vitest';
import { measuredPatienceMs, patienceOn, predictedPatienceMs } from './batch-patience.ts';
import { engineTiming } from './supervise-engine.ts';

describe('the patience with one batch', () => {
  it('outlasts a batch of the small model on two cores that everybody wants', () => {
    const crowdedTokensPerSecond = 17;
    expect(predictedPatienceMs(134_515_008, 512)).toBeGreaterThan((3 * 512_000) / crowdedTokensPerSecond);
  });

  it('follows the measured speed of the machine, and stays long enough for a moment that is far busier', () => {
    const batchTokens = 512;
    expect(measuredPatienceMs(batchTokens, 0.5)).toBe(20 * 1_024_000);
    const crowdedTokensPerSecond = 17;
    const patienceMs = Math.max(engineTiming.progressFloorMs, measuredPatienceMs(batchTokens, 500));
    expect(patienceMs).toBeGreaterThan((1_000 * batchTokens) / crowdedTokensPerSecond);
    // A model of seven billion parameters that was seen to read is not waited for as long as one that was not.
    expect(measuredPatienceMs(batchTokens, 20)).toBeLessThan(predictedPatienceMs(7e9, batchTokens) / 10);
  });

  it('lasts minutes on a graphics card, whose driver first compiles what it has not run yet', () => {
    const measuredMs = measuredPatienceMs(512, 10_000);
    expect(patienceOn('cpu', measuredMs)).toBe(measuredMs);
    for (const backend of ['cuda', 'vulkan', 'metal', 'auto'])
      expect(patienceOn(backend, measuredMs)).toBeGreaterThan(4 * engineTiming.progressFloorMs);
    expect(patienceOn('cuda', 1e6)).toBe(1e6);
  });
});
