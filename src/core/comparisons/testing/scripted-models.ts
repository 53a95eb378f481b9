/**
 * A model library over several scripted models, each with an engine of its own, that remembers what was loaded and kept
 * together. Used by tests of comparisons only.
 */
import { PrismeError } from '#contract/errors.ts';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { createScriptedLibrary, type ScriptedLibrary } from '#core/generation/testing/scripted-library.ts';
import type { ModelLibrary } from '#core/models/model-library.ts';

export const modelA = modelIdSchema.parse('a'.repeat(64));
export const modelB = modelIdSchema.parse('b'.repeat(64));
export const modelC = modelIdSchema.parse('c'.repeat(64));

export type ScriptedModels = ReturnType<typeof createScriptedModels>;

export function createScriptedModels() {
  const scripted = new Map(
    [modelA, modelB, modelC].map((modelId) => [modelId, createScriptedLibrary(modelId)] as const),
  );
  const loaded: ModelId[] = [];
  const together: string[] = [];
  /** Errors that loading a model ends in. */
  const failures = new Map<ModelId, PrismeError>();
  const capacity = { bytes: 1e9, freeBytes: 1.256e9, heldBytes: 0, threads: 4 };
  const of = (modelId: ModelId): ScriptedLibrary => {
    const library = scripted.get(modelId);
    if (library === undefined) throw new PrismeError('model.notFound');
    return library;
  };
  const any = of(modelA);
  const library: ModelLibrary = {
    list: () => ({ models: [...scripted].map(([modelId, each]) => each.get(modelId)), rejected: [] }),
    get: (modelId): Model => ({ ...of(modelId).get(modelId), estimatedMemoryBytes: 100 }),
    load: async (modelId) => {
      const failure = failures.get(modelId);
      if (failure !== undefined) throw failure;
      if (of(modelId).get(modelId).state.kind !== 'loaded') loaded.push(modelId);
      return await of(modelId).load(modelId);
    },
    running: (modelId) => of(modelId).running(modelId),
    unload: (modelId) => of(modelId).unload(modelId),
    keepTogether: (modelIds) => {
      together.push(modelIds.map((modelId) => modelId[0]).join(''));
      return Promise.resolve(async () => {
        together.push('apart');
        await Promise.all(modelIds.map((modelId) => of(modelId).unload(modelId)));
      });
    },
    giveUpLoad: (modelId) => of(modelId).giveUpLoad(modelId),
    memory: any.memory,
    capacity: () => capacity,
    vocabulary: any.vocabulary,
    addFile: any.addFile,
    configure: any.configure,
    setChat: any.setChat,
    chatTemplate: any.chatTemplate,
    calibrate: any.calibrate,
    release: any.release,
    rescan: any.rescan,
    remove: any.remove,
    onChange: any.onChange,
    close: any.close,
  };
  return { library, of, loaded, together, failures, capacity };
}
