import { describe, expect, it } from 'vitest';
import type { Model } from '#contract/models.ts';
import { estimateMemoryBytes, spareBytes } from '#core/models/memory-estimate.ts';
import { estimateShape } from './estimate-shape.ts';
import { fitOf, measuredBytesPerSecond, readsAllWeights, type Room } from './fit.ts';

const gigabyte = 1e9;
const mistral = {
  sizeBytes: 4.37 * gigabyte,
  summary: { ...estimateShape(7.25e9, 32_768, 4.37 * gigabyte), cacheNumbersPerToken: 65_536, headCount: 32 },
};
const needAt = (contextTokens: number): number => estimateMemoryBytes(mistral, contextTokens) + spareBytes;
const room = (freeBytes: number, more: Partial<Room> = {}): Room => ({
  freeBytes,
  heldBytes: 0,
  bytesPerSecond: null,
  ...more,
});

describe('the sum', () => {
  it('has as many bytes as loading the model would ask for, part by part', () => {
    const fit = fitOf(mistral, room(16 * gigabyte), true);
    expect(fit).toMatchObject({ verdict: 'fits', contextTokens: 8_192, weightsBytes: 4.37 * gigabyte });
    // 32 layers × 8 heads × 128 × 2 × 2 bytes × 8,192 tokens.
    expect(fit.cacheBytes).toBe(1_073_741_824);
    expect(fit.weightsBytes + fit.cacheBytes + fit.computeBytes).toBe(estimateMemoryBytes(mistral, 8_192));
  });
});

describe('the verdict is what loading would come to', () => {
  it('a model fits to the byte', () => {
    expect(fitOf(mistral, room(needAt(8_192)), true)).toMatchObject({
      verdict: 'fits',
      contextTokens: 8_192,
    });
  });

  it('with less memory the context is shorter, down to what a chat needs; below that it does not fit', () => {
    const shorter = fitOf(mistral, room(needAt(8_192) - 1), true);
    expect(shorter.verdict).toBe('fits');
    expect(shorter.contextTokens).toBeLessThan(8_192);
    expect(fitOf(mistral, room(needAt(2_048)), true)).toMatchObject({
      verdict: 'fits',
      contextTokens: 2_048,
    });
    expect(fitOf(mistral, room(needAt(2_048) - 1), true)).toMatchObject({
      verdict: 'doesNotFit',
      contextTokens: 2_048,
    });
    expect(fitOf(mistral, room(0), true).verdict).toBe('doesNotFit');
  });

  it('what loaded models would give back counts', () => {
    const need = needAt(2_048);
    expect(fitOf(mistral, room(need - gigabyte), true).verdict).toBe('doesNotFit');
    const freeing = fitOf(mistral, room(need - gigabyte, { heldBytes: gigabyte }), true);
    expect(freeing).toMatchObject({ verdict: 'fits', freedBytes: gigabyte });
  });

  it('a model that was trained with a short context needs no more', () => {
    const short = { ...mistral, summary: { ...mistral.summary, trainedContextTokens: 512 } };
    expect(fitOf(short, room(16 * gigabyte), true).contextTokens).toBe(512);
  });

  it('it is slow where a token takes longer than reading it, by the speed of a model measured here', () => {
    const speed = (tokensPerSecond: number): Partial<Room> => ({
      bytesPerSecond: tokensPerSecond * mistral.sizeBytes,
    });
    expect(fitOf(mistral, room(16e9, speed(4.9)), true)).toMatchObject({ verdict: 'slow' });
    expect(fitOf(mistral, room(16e9, speed(5)), true)).toMatchObject({ verdict: 'fits' });
    expect(fitOf(mistral, room(16e9, speed(4.9)), true).tokensPerSecond).toBeCloseTo(4.9, 9);
    // Of experts only some are read, and nobody said how many: no speed, no verdict by it.
    expect(fitOf(mistral, room(16e9, speed(4.9)), false)).toMatchObject({
      verdict: 'fits',
      tokensPerSecond: null,
    });
    expect(fitOf(mistral, room(0, speed(0.1)), true).verdict).toBe('doesNotFit');
  });
});

describe('the speed of this machine', () => {
  const measured = (sizeBytes: number, msPerToken: number, architecture = 'llama'): Model =>
    ({
      sizeBytes,
      architecture,
      calibration: {
        threads: 4,
        measurements: [
          { threads: 2, msPerToken: 1_000 },
          { threads: 4, msPerToken },
        ],
      },
    }) as unknown as Model;

  it('is that of the largest model that was measured, at its best number of threads', () => {
    expect(measuredBytesPerSecond([measured(1e8, 5), measured(4e9, 250), measured(2e9, 10)])).toBe(16e9);
    expect(measuredBytesPerSecond([measured(1e8, 5), measured(4e9, 10, 'qwen3moe')])).toBe(2e10);
    expect(measuredBytesPerSecond([{ ...measured(1e9, 5), calibration: null }])).toBeNull();
    expect(measuredBytesPerSecond([])).toBeNull();
  });

  it('knows a mixture of experts by its architecture or its name', () => {
    expect(readsAllWeights('llama', 'Meta-Llama-3.1-8B-Instruct')).toBe(true);
    expect(readsAllWeights('qwen3', 'Qwen3-4B-Instruct-2507')).toBe(true);
    expect(readsAllWeights(null, 'unsloth/Qwen3-30B-A3B-GGUF')).toBe(false);
    expect(readsAllWeights('llama', 'Mixtral-8x7B-Instruct')).toBe(false);
    expect(readsAllWeights('qwen3moe')).toBe(false);
    expect(readsAllWeights('gpt-oss')).toBe(false);
  });
});

describe('a shape estimated from the parameters', () => {
  /** Layers × KV heads × head length × 2, by the configurations that their makers published. */
  it.each([
    ['Llama 3.2 3B', 3.21e9, 28 * 8 * 128 * 2],
    ['Qwen3 4B', 4.02e9, 36 * 8 * 128 * 2],
    ['Mistral 7B', 7.25e9, 32 * 8 * 128 * 2],
    ['Llama 3.1 8B', 8.03e9, 32 * 8 * 128 * 2],
    ['Mistral Nemo 12B', 12.2e9, 40 * 8 * 128 * 2],
    ['Qwen2.5 32B', 32.8e9, 64 * 8 * 128 * 2],
    ['Llama 3.1 70B', 70.6e9, 80 * 8 * 128 * 2],
  ])('is near the cache of %s: within a third', (_name, parameters, numbers) => {
    const { cacheNumbersPerToken } = estimateShape(parameters, null, 1);
    expect(cacheNumbersPerToken / numbers).toBeGreaterThan(2 / 3);
    expect(cacheNumbersPerToken / numbers).toBeLessThan(4 / 3);
  });

  it('needs no number of parameters: the size of the file is enough', () => {
    expect(estimateShape(null, null, 4.92e9).headCount).toBe(estimateShape(8.2e9, null, 4.92e9).headCount);
  });
});
