/**
 * The number of threads after a calibration.
 */
import { describe, expect, it } from 'vitest';
import { chooseThreads } from './choose-threads.ts';

const measured = (...msPerToken: readonly number[]) =>
  chooseThreads(msPerToken.map((ms, index) => ({ threads: 2 ** index, msPerToken: ms })));

describe('the number of threads', () => {
  it('is the fewest where more bring little', () => {
    expect(measured(22, 21)).toBe(1);
    expect(measured(22, 23.2)).toBe(1);
    expect(measured(80, 44, 40, 41)).toBe(2);
  });

  it('is that of the fastest where each doubling earns its cores', () => {
    expect(measured(80, 44, 24)).toBe(4);
    expect(measured(8, 223)).toBe(1);
  });

  it('is nobody’s guess when nothing was measured', () => {
    expect(chooseThreads([])).toBeNull();
  });
});
