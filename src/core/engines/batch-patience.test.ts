import { describe, expect, it } from 'vitest';
import { lengthenedPatienceMs, predictedPatienceMs } from './batch-patience.ts';

describe('the patience with one batch', () => {
  it('outlasts a batch of the small model on two cores that everybody wants', () => {
    const crowdedTokensPerSecond = 17;
    expect(predictedPatienceMs(134_515_008, 512)).toBeGreaterThan((3 * 512_000) / crowdedTokensPerSecond);
  });

  it('grows with what was measured to be slow, and stays where it was quick', () => {
    const limitMs = predictedPatienceMs(1e9, 512);
    const after = (promptTokensPerSecond: number | null): number =>
      lengthenedPatienceMs(limitMs, { batchTokens: 512, promptTokensPerSecond });
    expect(after(0.5)).toBe(5 * 1_024_000);
    expect([after(10_000), after(0), after(null)]).toEqual([limitMs, limitMs, limitMs]);
  });
});
