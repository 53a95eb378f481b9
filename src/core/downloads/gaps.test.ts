import { describe, expect, it } from 'vitest';
import { type Gap, Gaps } from './gaps.ts';

const taken = (gap: Gap | null): Gap => {
  if (gap === null) throw new Error('there was no gap');
  return gap;
};

describe('gaps', () => {
  it('are taken largest first, and filled from their beginning', () => {
    const gaps = new Gaps([{ from: 0, to: 10 }, { from: 50, to: 100 }]); // prettier-ignore
    const gap = taken(gaps.take(1));
    expect(gap).toEqual({ from: 50, to: 100 });
    gaps.fill(gap, 20);
    expect(gaps.missingBytes).toBe(40);
    expect(gaps.ranges()).toEqual([{ from: 0, to: 10 }, { from: 70, to: 100 }]); // prettier-ignore
  });

  it('are cut in two for a connection that has nothing to do, unless they are too small', () => {
    const gaps = new Gaps([{ from: 0, to: 101 }]);
    const first = taken(gaps.take(10));
    const second = taken(gaps.take(10));
    expect([first, second]).toEqual([{ from: 0, to: 51 }, { from: 51, to: 101 }]); // prettier-ignore
    gaps.fill(first, 41);
    expect(taken(gaps.take(20))).toEqual({ from: 76, to: 101 });
    expect(gaps.take(20)).toBeNull();
    expect(gaps.missingBytes).toBe(60);
  });

  it('are divided beforehand, into pieces that are not too small', () => {
    const gaps = new Gaps([{ from: 0, to: 100 }]);
    gaps.divide(3, 25);
    expect(gaps.ranges()).toEqual([{ from: 0, to: 25 }, { from: 25, to: 50 }, { from: 50, to: 100 }]); // prettier-ignore
    gaps.divide(8, 25);
    expect(gaps.ranges()).toHaveLength(4);
  });

  it('that are given back are free again, what is left of them', () => {
    const gaps = new Gaps([{ from: 0, to: 100 }]);
    const gap = taken(gaps.take(100));
    gaps.fill(gap, 30);
    gaps.giveBack(gap);
    expect(taken(gaps.take(100))).toEqual({ from: 30, to: 100 });
  });

  it('are gone when they are filled, also with more than they hold', () => {
    const gaps = new Gaps([{ from: 0, to: 10 }]);
    const gap = taken(gaps.take(1));
    gaps.fill(gap, 12);
    gaps.giveBack(gap);
    expect([gaps.missingBytes, gaps.ranges(), gaps.take(1)]).toEqual([0, [], null]);
  });

  it('of nothing there are none', () => {
    expect(new Gaps([{ from: 3, to: 3 }]).take(1)).toBeNull();
  });
});
