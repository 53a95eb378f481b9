import { describe, expect, it } from 'vitest';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import { chooseLeaving, chooseSurplus, idleSince, type Resident } from './choose-leaving.ts';

const id = (digit: string): ModelId => modelIdSchema.parse(digit.repeat(64));
const resident = (digit: string, bytes: number, lastUsedMs: number): Resident => ({
  modelId: id(digit),
  bytes,
  heldBytes: bytes,
  lastUsedMs,
});
const three = [resident('a', 4, 30), resident('b', 2, 10), resident('c', 3, 20)];

describe('making room for a model', () => {
  it('leaves everybody where they are while budget and memory have room', () => {
    expect(chooseLeaving(three, { budgetBytes: 10, needBytes: 1, freeBytes: 1 })).toEqual([]);
  });

  it('lets the least recently used leave first, and no more than it takes', () => {
    expect(chooseLeaving(three, { budgetBytes: 9, needBytes: 1, freeBytes: 99 })).toEqual([id('b')]);
    expect(chooseLeaving(three, { budgetBytes: 7, needBytes: 1, freeBytes: 99 })).toEqual([id('b'), id('c')]);
  });

  it('frees memory that the machine lacks, whatever the budget allows', () => {
    expect(chooseLeaving(three, { budgetBytes: 99, needBytes: 6, freeBytes: 1 })).toEqual([id('b'), id('c')]);
  });

  it('lets all leave for a model that is larger than the budget', () => {
    expect(chooseLeaving(three, { budgetBytes: 5, needBytes: 6, freeBytes: 99 })).toHaveLength(3);
    expect(chooseLeaving([], { budgetBytes: 0, needBytes: 6, freeBytes: 99 })).toEqual([]);
  });
});

describe('keeping to a smaller budget', () => {
  const idle = three.map((each) => ({ ...each, isBusy: false }));
  const withBusy = (digit: string) => idle.map((each) => ({ ...each, isBusy: each.modelId === id(digit) }));

  it('lets the least recently used leave until the rest fits', () => {
    expect(chooseSurplus(idle, 9)).toEqual([]);
    expect(chooseSurplus(idle, 7)).toEqual([id('b')]);
    expect(chooseSurplus(idle, 6)).toEqual([id('b'), id('c')]);
  });

  it('lets nobody leave who works, and one stays whatever the budget', () => {
    expect(chooseSurplus(withBusy('b'), 6)).toEqual([id('c')]);
    expect(chooseSurplus(withBusy('b'), 0)).toEqual([id('c'), id('a')]);
    expect(chooseSurplus(idle, 0)).toEqual([id('b'), id('c')]);
    expect(chooseSurplus([], 0)).toEqual([]);
  });
});

it('idle are those that nobody has asked for anything since', () => {
  expect(idleSince(three, 20)).toEqual([id('b'), id('c')]);
});
