import { describe, expect, it } from 'vitest';
import { chiSquareTail } from '../../fixtures/chi-square-tail.ts';
import { countDraws, expectedCount, sliceEnds } from './count-draws.ts';
import { uniform } from './draws.ts';
import { completeRow, sumOfExponentials, truncateRow } from './logits-row.ts';
import { neutralSettings } from './neutral-settings.ts';
import { drawFrom, emptyContext, runChain, tailDrawn } from './sampler-chain.ts';

describe('counting draws', () => {
  it('picks what a single draw at the same position picks, the tail included', () => {
    const temperature = 2;
    const row = completeRow(Array.from({ length: 200 }, (_, id) => 4 - id / 10));
    const logZAtTemperature = Math.log(sumOfExponentials(row.logits, row.maxLogit, temperature));
    const captured = truncateRow({ ...row, logZAtTemperature }, 20);
    const chain = runChain(captured, { ...neutralSettings, temperature }, emptyContext);
    expect(chain.isExact).toBe(true);
    const single = new Uint32Array(20);
    let inTail = 0;
    for (let position = 5; position < 505; position++) {
      const index = drawFrom(chain, uniform(9, position, 'token'));
      if (index === tailDrawn) inTail++;
      else single[index] = (single[index] ?? 0) + 1;
    }
    const { counts, tailCount } = countDraws(chain, 9, 5, 500);
    expect([...counts]).toEqual([...single]);
    expect(tailCount).toBe(inTail);
    expect(tailCount).toBeGreaterThan(0);
  });

  it('agrees with q by chi-square over 100,000 draws', () => {
    const chain = runChain(completeRow([3, 2, 1, 0.5, 0]), { ...neutralSettings, topK: 4 }, emptyContext);
    const total = 100_000;
    const { counts } = countDraws(chain, 1, 0, total);
    let statistic = 0;
    for (const [index, q] of chain.q.entries())
      statistic += ((counts[index] ?? 0) - total * q) ** 2 / (total * q);
    expect(chiSquareTail(statistic, 3)).toBeGreaterThan(0.001);
  });
});

it('slices end where the cumulated q does', () => {
  expect([...sliceEnds(Float64Array.of(0.5, 0.25, 0.25))]).toEqual([0.5, 0.75, 1]);
});

it('1,000 draws of a share of a tenth should give 100, with a standard deviation of 9.49', () => {
  const { mean, sd } = expectedCount(0.1, 1_000);
  expect(mean).toBe(100);
  expect(sd).toBeCloseTo(9.4868, 4);
});
