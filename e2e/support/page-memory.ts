/**
 * What a page holds once its garbage is collected, as the browser counts it. Runs in the test process.
 */
import type { Page } from '@playwright/test';

export type PageMemory = {
  readonly heapBytes: number;
  /** In the document and outside of it, as long as something leads to them. */
  readonly nodes: number;
  readonly listeners: number;
};

/** Garbage that only a finaliser sets free takes one more round. */
const rounds = 3;

export async function measurePageMemory(page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let round = 0; round < rounds; round++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const named = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heapBytes: named('JSHeapUsedSize'), nodes: named('Nodes'), listeners: named('JSEventListeners') };
}
