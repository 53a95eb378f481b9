/** Several models one after the other, in a library that holds one at a time. */
import { describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { createEngineQueue } from '../generation/engine-queue.ts';
import { createScriptedLibrary, scriptedModelId } from '../generation/testing/scripted-library.ts';
import { borrowModels, isTakenAway, isUnloaded, type LoanContext } from './borrow-models.ts';
import type { ModelLibrary } from './model-library.ts';

const never = new Promise<never>(() => undefined);
const [first, second, third] = ['1', '2', '3'].map((digit) => modelIdSchema.parse(digit.repeat(64))) as [
  ModelId,
  ModelId,
  ModelId,
];

/** Three models; loading one ends the engine of the one before, whose work then fails as with the real library. */
async function openLibrary() {
  const scripted = createScriptedLibrary();
  const engine = await scripted.load(scriptedModelId);
  const model = scripted.get(scriptedModelId);
  const listeners = new Set<Parameters<ModelLibrary['onChange']>[0]>();
  let held: ModelId | null = null;
  let onReplaced: (cause: PrismeError) => void = () => undefined;
  const loads: ModelId[] = [];
  const modelOf = (id: ModelId): Model => ({
    ...model,
    id,
    state: id === held ? model.state : { kind: 'unloaded' },
  });
  const library: LoanContext['library'] = {
    memory: scripted.memory,
    list: () => ({ models: [first, second, third].map(modelOf), rejected: [] }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load: async (id) => {
      if (id !== held) {
        const isTaken = held !== null;
        held = null;
        if (isTaken) onReplaced(new PrismeError('engine.exited', { reason: 'replaced' }));
        // The engine before is gone before the next one is known to load.
        await Promise.resolve();
        held = id;
        loads.push(id);
        for (const listener of listeners) listener({ kind: 'model', model: modelOf(id) });
      }
      return { ...engine, modelId: id };
    },
  };
  const queue = createEngineQueue();
  return {
    library,
    queue,
    loan: borrowModels({ library, queue }),
    held: () => held,
    loads,
    /** Work that fails when its engine is taken away. */
    replaced: () => new Promise<never>((_, reject) => (onReplaced = reject)),
  };
}

describe('borrowed models', () => {
  it('are loaded one after the other, and the one that was there before is loaded again', async () => {
    const { library, loan, held } = await openLibrary();
    await library.load(first);
    for (const id of [second, third]) {
      expect(await loan.use(id, never, async ({ modelId }) => modelId)).toBe(id);
      expect(held()).toBe(id);
    }
    await loan.giveBack();
    expect(held()).toBe(first);
  });

  it('leave the model that is borrowed and was there before as it is', async () => {
    const { library, loan, held, loads } = await openLibrary();
    await library.load(first);
    await loan.use(first, never, async () => null);
    await loan.giveBack();
    expect([held(), loads]).toEqual([first, [first]]);
    await loan.use(first, never, async () => null);
    await loan.use(second, never, async () => null);
    await loan.giveBack();
    expect(held()).toBe(first);
  });

  it('let the last one stay where none was loaded before', async () => {
    const { loan, held } = await openLibrary();
    await loan.use(second, never, async () => null);
    await loan.giveBack();
    expect(held()).toBe(second);
  });

  it('wait until a reply of the model that is there has ended', async () => {
    const { library, queue, loan, held } = await openLibrary();
    await library.load(first);
    const { promise: written, resolve: end } = Promise.withResolvers<void>();
    const reply = queue.run(first, never, () => written);
    const used = loan.use(second, never, async () => held());
    await Promise.resolve();
    expect(held()).toBe(first);
    end();
    await reply;
    expect(await used).toBe(second);
  });

  it('give their place to a reply of another model, and come back when it has ended', async () => {
    const { library, queue, loan, held, replaced } = await openLibrary();
    const { promise: started, resolve: start } = Promise.withResolvers<void>();
    const work = loan.use(first, never, async () => {
      start();
      return await replaced();
    });
    await started;
    const { promise: written, resolve: end } = Promise.withResolvers<void>();
    const reply = queue.run(second, never, async () => {
      await library.load(second);
      await written;
      return held();
    });
    const cause: unknown = await work.catch((error: unknown) => error);
    expect([isTakenAway(cause), isUnloaded(cause)]).toEqual([true, false]);
    const again = loan.use(first, never, async () => held());
    await Promise.resolve();
    end();
    // The reply had its model to the end; what is given back is the model that the person uses now.
    expect(await reply).toBe(second);
    expect(await again).toBe(first);
    await loan.giveBack();
    expect(held()).toBe(second);
  });

  it('are not given back where somebody has loaded another one since', async () => {
    const { library, loan, held } = await openLibrary();
    await library.load(first);
    await loan.use(second, never, async () => null);
    await library.load(third);
    await loan.giveBack();
    expect(held()).toBe(third);
  });

  it('are used where they stay in memory beside another one', async () => {
    const { library, loan } = await openLibrary();
    await library.load(second);
    const { list } = library;
    // The first one is kept together with it, and stands before it in the list.
    library.list = () => {
      const [one, ...others] = list().models;
      const loaded = others.find(({ state }) => state.kind === 'loaded');
      return {
        models: [...(one && loaded ? [{ ...one, state: loaded.state }] : []), ...others],
        rejected: [],
      };
    };
    expect(await loan.use(second, never, async ({ modelId }) => modelId)).toBe(second);
  });

  it('are not waited for by who has left', async () => {
    const { library, queue, loan, held } = await openLibrary();
    await library.load(first);
    void queue.run(first, never, () => never);
    expect(await loan.use(second, Promise.resolve(), async () => 'used')).toBeNull();
    expect(held()).toBe(first);
  });
});

it('of several models in memory the one that was used last is the person’s', async () => {
  const { library, loan, held, loads } = await openLibrary();
  await library.load(third);
  // The first one is in memory, too, and stands first in the list.
  const { list, memory } = library;
  const loaded = list().models.find(({ id }) => id === third)?.state;
  if (loaded === undefined) throw new Error('the third model is not loaded');
  let others: readonly ModelId[] = [first];
  library.list = () => ({
    ...list(),
    models: list().models.map((model) => (others.includes(model.id) ? { ...model, state: loaded } : model)),
  });
  library.memory = () => ({
    ...memory(),
    holdings: [
      { modelId: first, bytes: 1, lastUsedMs: 1 },
      { modelId: third, bytes: 1, lastUsedMs: 2 },
    ],
  });
  await loan.use(second, new Promise(() => undefined), async () => {
    others = [];
  });
  await loan.giveBack();
  expect(held()).toBe(third);
  expect(loads).toEqual([third, second, third]);
});
