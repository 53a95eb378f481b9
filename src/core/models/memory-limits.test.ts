import { expect, it } from 'vitest';
import { defaultSettings } from '#contract/settings.ts';
import { memoryLimits } from './memory-limits.ts';

it('models may hold half of the machine and stay half an hour, if nothing else was chosen', () => {
  expect(memoryLimits(defaultSettings, 16e9)).toEqual({ budgetBytes: 8e9, keepAliveMs: 1_800_000 });
});

it('a person chooses a share and a time, one model at a time, or no end', () => {
  expect(memoryLimits({ modelMemoryPercent: 75, unloadAfterMinutes: 5 }, 16e9)).toEqual({
    budgetBytes: 12e9,
    keepAliveMs: 300_000,
  });
  expect(memoryLimits({ modelMemoryPercent: 0, unloadAfterMinutes: null }, 16e9)).toEqual({
    budgetBytes: 0,
    keepAliveMs: null,
  });
});
