/** Several models in memory: who stays, who leaves first, who works, and what is given up. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelId } from '#contract/ids.ts';
import { spareBytes } from './memory-estimate.ts';
import {
  engineBytes,
  type LibraryBench,
  openLibraryBench,
  readToEnd,
  write,
} from './testing/library-bench.ts';

let bench: LibraryBench;
beforeEach(() => {
  bench = openLibraryBench();
});
afterEach(async () => {
  await bench.close();
  expect(bench.living()).toBe(0);
});

const statesOf = (ids: readonly ModelId[]): string[] => ids.map((id) => bench.stateOf(id));
const holders = (): ModelId[] => bench.library.memory().holdings.map(({ modelId }) => modelId);

/** Loads one after the other, a second apart. */
async function loadAll(ids: readonly ModelId[]): Promise<void> {
  for (const id of ids) {
    bench.state.nowMs += 1_000;
    await bench.library.load(id);
  }
}

async function addThree(): Promise<[ModelId, ModelId, ModelId]> {
  return [await bench.add('First'), await bench.add('Second'), await bench.add('Third')];
}

/** Room for that many of the models of this bench. */
function budgetFor(count: number, id: ModelId): void {
  const budgetBytes = bench.library.get(id).estimatedMemoryBytes * (count + 0.5);
  bench.state.limits = { ...bench.state.limits, budgetBytes };
}

describe('models within the budget', () => {
  it('stay in memory beside each other, and the least recently used leaves for one more', async () => {
    const [first, second, third] = await addThree();
    budgetFor(2, first);
    await loadAll([first, second]);
    expect(statesOf([first, second])).toEqual(['loaded', 'loaded']);
    expect(holders()).toEqual([first, second]);
    // Used again: the other one is older now.
    await loadAll([first, third]);
    expect(statesOf([first, second, third])).toEqual(['loaded', 'unloaded', 'loaded']);
    expect(holders()).toEqual([first, third]);
    expect(bench.living()).toBe(2);
  });

  it('leave as well when the memory of the machine has no room, whatever the budget', async () => {
    const [first, second] = await addThree();
    await loadAll([first]);
    bench.state.availableBytes =
      bench.library.get(second).estimatedMemoryBytes + spareBytes + engineBytes / 2;
    await loadAll([second]);
    expect(statesOf([first, second])).toEqual(['unloaded', 'loaded']);
  });

  it('leave for a model that is larger than the budget, which then is alone', async () => {
    const [first, second] = await addThree();
    await loadAll([first]);
    bench.state.limits = { ...bench.state.limits, budgetBytes: 0 };
    await loadAll([second]);
    expect(statesOf([first, second])).toEqual(['unloaded', 'loaded']);
  });

  it('say what each of them holds, and give it back', async () => {
    const [first] = await addThree();
    await loadAll([first]);
    await expect.poll(() => bench.library.memory().holdings[0]?.bytes).toBe(engineBytes);
    await bench.library.unload(first);
    expect(bench.library.memory()).toMatchObject({ holdings: [], budgetBytes: 8e9 });
    expect(bench.living()).toBe(0);
  });
});

describe('a smaller budget', () => {
  it('frees at once what it has no room for, the least recently used first, and says what left', async () => {
    const [first, second, third] = await addThree();
    await loadAll([first, second, third]);
    await expect.poll(() => bench.library.memory().holdings[0]?.bytes).toBe(engineBytes);
    budgetFor(1, first);
    await bench.library.keepToBudget();
    expect(statesOf([first, second, third])).toEqual(['unloaded', 'unloaded', 'loaded']);
    expect(bench.living()).toBe(1);
    const { freed } = bench.library.memory();
    expect(freed.map(({ modelId }) => modelId)).toEqual([first, second]);
    expect(freed[0]?.bytes).toBe(engineBytes);
    // One that is there again has not left.
    await loadAll([first]);
    expect(bench.library.memory().freed.map(({ modelId }) => modelId)).toEqual([second]);
    await bench.library.keepToBudget();
    expect(bench.library.memory().freed).toEqual([]);
  });

  it('leaves alone what writes, and frees it when it has finished', async () => {
    bench.state.fault = 'slow';
    const [first, second, third] = await addThree();
    await loadAll([first, second, third]);
    const [one, two] = [await bench.library.load(first), await bench.library.load(second)];
    const writing = readToEnd(write(one, 900));
    const waiting = readToEnd(write(two, 900));
    budgetFor(1, first);
    await bench.library.keepToBudget();
    expect(statesOf([first, second, third])).toEqual(['loaded', 'loaded', 'unloaded']);
    await one.stop();
    expect(await writing).toBe('stopped');
    await expect.poll(() => bench.stateOf(first)).toBe('unloaded');
    expect(bench.stateOf(second)).toBe('loaded');
    expect(bench.library.memory().freed.map(({ modelId }) => modelId)).toEqual([third, first]);
    await two.stop();
    expect(await waiting).toBe('stopped');
  });

  it('takes none of those that are kept together', async () => {
    const [first, second] = await addThree();
    const part = await bench.library.keepTogether([first, second]);
    await loadAll([first, second]);
    bench.state.limits = { ...bench.state.limits, budgetBytes: 0 };
    await bench.library.keepToBudget();
    expect(statesOf([first, second])).toEqual(['loaded', 'loaded']);
    await part();
  });
});

describe('models that share the cores', () => {
  it('write one after the other', async () => {
    const [first, second] = await addThree();
    await loadAll([first, second]);
    const order: string[] = [];
    const [one, two] = [await bench.library.load(first), await bench.library.load(second)];
    await Promise.all([
      readToEnd(write(one, 20), ({ kind }) => order.push(`first ${kind}`)),
      readToEnd(write(two, 3), ({ kind }) => order.push(`second ${kind}`)),
    ]);
    expect(order.indexOf('first end')).toBeLessThan(order.indexOf('second prompt'));
  });

  it('one that waits for its turn is stopped without waiting for the other one’s end', async () => {
    bench.state.fault = 'slow';
    const [first, second] = await addThree();
    await loadAll([first, second]);
    const [one, two] = [await bench.library.load(first), await bench.library.load(second)];
    let isWriting = true;
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const writing = readToEnd(write(one, 900), () => resolve()).then((reason) => {
      isWriting = false;
      return reason;
    });
    await begun;
    const waiting = readToEnd(write(two, 900));
    // In the next turn of the loop it waits for the cores.
    await new Promise((next) => setImmediate(next));
    await two.stop();
    expect(await waiting).toBe('stopped');
    expect(isWriting).toBe(true);
    await one.stop();
    expect(await writing).toBe('stopped');
  });

  it('one that dies while it waits passes its turn on', async () => {
    const [first, second, third] = await addThree();
    await loadAll([first, second, third]);
    const [one, two, three] = await Promise.all([first, second, third].map((id) => bench.library.load(id)));
    if (!one || !two || !three) throw new Error('three engines');
    const writing = readToEnd(write(one, 60));
    const dying = readToEnd(write(two, 60)).catch((cause: unknown) => cause);
    const after = readToEnd(write(three, 3));
    await bench.library.unload(second);
    expect(await dying).toMatchObject({ code: 'engine.exited', details: { reason: 'unloaded' } });
    expect(await Promise.all([writing, after])).toEqual(['tokenLimit', 'tokenLimit']);
  });
});

describe('a model that nobody uses', () => {
  it('is unloaded after the time that was chosen, and not while it works', async () => {
    bench.state.fault = 'slow';
    const [first, second] = await addThree();
    await loadAll([first, second]);
    const engine = await bench.library.load(second);
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const writing = readToEnd(write(engine, 900), () => resolve());
    await begun;
    bench.state.nowMs += 60_000;
    bench.state.limits = { ...bench.state.limits, keepAliveMs: 30_000 };
    await expect.poll(() => bench.stateOf(first)).toBe('unloaded');
    expect(bench.stateOf(second)).toBe('loaded');
    await engine.stop();
    expect(await writing).toBe('stopped');
    // Its time begins when it has finished.
    expect(bench.stateOf(second)).toBe('loaded');
    bench.state.nowMs += 60_000;
    await expect.poll(() => bench.stateOf(second)).toBe('unloaded');
  });
});

describe('a load that is not wanted any more', () => {
  it('is given up while it waits for another one, and leaves no engine', async () => {
    const [first, second] = await addThree();
    const loading = bench.library.load(first);
    const waiting = bench.library.load(second).catch((cause: unknown) => cause);
    expect(statesOf([first, second])).toEqual(['loading', 'loading']);
    await bench.library.unload(second);
    expect(await waiting).toMatchObject({ code: 'engine.exited', details: { reason: 'unloaded' } });
    await loading;
    expect(statesOf([first, second])).toEqual(['loaded', 'unloaded']);
    expect(bench.processes).toHaveLength(1);
  });

  it('is given up while it waits for a model to finish that goes on', async () => {
    bench.state.fault = 'slow';
    const [first, second] = await addThree();
    bench.state.limits = { ...bench.state.limits, budgetBytes: 0 };
    await loadAll([first]);
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const engine = await bench.library.load(first);
    const writing = readToEnd(write(engine, 900), () => resolve());
    await begun;
    const waiting = bench.library.load(second).catch((cause: unknown) => cause);
    await bench.library.unload(second);
    expect(await waiting).toMatchObject({ code: 'engine.exited' });
    expect(statesOf([first, second])).toEqual(['loaded', 'unloaded']);
    await engine.stop();
    expect(await writing).toBe('stopped');
  });

  it('goes on for whoever else waits for it', async () => {
    const [first] = await addThree();
    const loads = [bench.library.load(first), bench.library.load(first)];
    await bench.library.giveUpLoad(first);
    await Promise.all(loads);
    expect(bench.stateOf(first)).toBe('loaded');
  });

  it('ends for the only one who waits, and can be asked for again at once', async () => {
    const [first] = await addThree();
    const given = bench.library.load(first).catch((cause: unknown) => cause);
    const giving = bench.library.giveUpLoad(first);
    const again = bench.library.load(first);
    await giving;
    expect(await given).toMatchObject({ code: 'engine.exited', details: { reason: 'unloaded' } });
    await again;
    expect(bench.stateOf(first)).toBe('loaded');
    expect(bench.living()).toBe(1);
  });
});

describe('what a model takes in memory', () => {
  it('is estimated, then measured, and remembered for the same settings alone', async () => {
    const [first] = await addThree();
    const estimated = bench.library.get(first).memoryNeed;
    expect(estimated).toMatchObject({ isMeasured: false });
    const { bytes, weightsBytes, cacheBytes, computeBytes, engineBytes } = estimated;
    expect(bytes).toBe(weightsBytes + cacheBytes + computeBytes + engineBytes);
    bench.state.peakBytes = 123_456_789;
    await loadAll([first]);
    await expect
      .poll(async () => {
        // Whoever uses it has it looked at.
        await bench.library.load(first);
        return bench.library.get(first).memoryNeed;
      })
      .toMatchObject({ isMeasured: true, bytes: 123_456_789 });
    await bench.reopen();
    expect(bench.library.get(first)).toMatchObject({
      estimatedMemoryBytes: 123_456_789,
      memoryNeed: { isMeasured: true },
    });
    await bench.library.configure(first, {
      contextTokens: 512,
      threads: 1,
      gpu: 'off',
      kvCacheType: 'q8_0',
    });
    const smaller = bench.library.get(first).memoryNeed;
    expect(smaller).toMatchObject({ isMeasured: false });
    expect(smaller.cacheBytes).toBeLessThan(cacheBytes);
  });

  it('is never said to be less than what it held when it had been loaded', async () => {
    const [first] = await addThree();
    bench.state.peakBytes = engineBytes / 2;
    await loadAll([first]);
    await bench.library.unload(first);
    expect(bench.library.get(first).memoryNeed).toMatchObject({ isMeasured: true, bytes: engineBytes });
  });

  it('is remembered of a graphics card too, apart from the memory of the machine', async () => {
    const [first] = await addThree();
    const { bytes } = bench.library.get(first).memoryNeed;
    bench.state.peakBytes = 123_456_789;
    bench.state.cardBytes = 2_345_678;
    await loadAll([first]);
    const onCard = { isMeasured: false, bytes, cardBytes: 2_345_678 };
    expect(bench.library.get(first).memoryNeed).toMatchObject(onCard);
    await bench.reopen();
    expect(bench.library.get(first).memoryNeed).toMatchObject(onCard);
    const settings = { contextTokens: 512, threads: 1, gpu: 'off' } as const;
    await bench.library.configure(first, { ...settings, kvCacheType: 'q8_0' });
    expect(bench.library.get(first).memoryNeed.cardBytes).toBeNull();
  });

  it('is no reason to refuse for a person who wants it all the same', async () => {
    const [first] = await addThree();
    bench.state.availableBytes = 1e6;
    await expect(bench.library.load(first)).rejects.toMatchObject({
      code: 'model.notEnoughMemory',
      details: { haveBytes: 1e6, largestContextTokens: 0 },
    });
    expect(bench.processes).toHaveLength(0);
    await bench.library.load(first, { evenIfTooLarge: true });
    expect(bench.stateOf(first)).toBe('loaded');
  });
});
