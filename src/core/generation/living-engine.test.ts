import { expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/ids.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { withLivingEngine } from './living-engine.ts';

const modelId = modelIdSchema.parse('a'.repeat(64));

/** A library whose engines only count; whether the model is there at first. */
function libraryOf(isThere: boolean): Pick<ModelLibrary, 'get' | 'load'> & { readonly loads: number } {
  const state = { loads: 0 };
  const get = (): unknown => ({ state: { kind: isThere ? 'loaded' : 'unloaded' } });
  const load = async (): Promise<unknown> => ({ number: ++state.loads });
  // Only these two are asked, and only what the tests look at is answered.
  return { get, load, get loads() { return state.loads; } } as never; // prettier-ignore
}

const ended = (reason: string): PrismeError =>
  new PrismeError('engine.exited', { code: null, signal: null, reason });

/** Work that fails as told, once for each reason, and then gives the number of the engine. */
function failing(...reasons: string[]): (engine: RunningEngine) => Promise<number> {
  const left = [...reasons];
  return async (engine) => {
    const reason = left.shift();
    if (reason !== undefined) throw ended(reason);
    return (engine as unknown as { number: number }).number;
  };
}

it('an engine that died without being told is started again once', async () => {
  expect(await withLivingEngine(libraryOf(true), modelId, failing('crash'))).toBe(2);
  await expect(withLivingEngine(libraryOf(true), modelId, failing('crash', 'crash'))).rejects.toThrow();
});

it('one that dies while it is new is not tried again', async () => {
  await expect(withLivingEngine(libraryOf(false), modelId, failing('crash'))).rejects.toThrow();
});

it('one that gave way to another model is loaded again, also if it was only being started', async () => {
  expect(await withLivingEngine(libraryOf(false), modelId, failing('replaced', 'idle', 'replaced'))).toBe(4);
});

it('a model that never gets its turn ends with what ended it', async () => {
  const library = libraryOf(false);
  const always = failing(...Array.from({ length: 20 }, () => 'replaced'));
  await expect(withLivingEngine(library, modelId, always)).rejects.toThrow(
    expect.objectContaining({ details: expect.objectContaining({ reason: 'replaced' }) }),
  );
  expect(library.loads).toBe(5);
});

it('what a person unloaded stays unloaded', async () => {
  await expect(withLivingEngine(libraryOf(true), modelId, failing('unloaded'))).rejects.toThrow();
});
