/**
 * Answers `load`: the model, its vocabulary and its template, in place of what was loaded before. Runs in the engine.
 */
import type { LoadedModel, LoadRequest } from '#contract/engine.ts';
import type { EngineLog } from './engine-log.ts';
import type { EngineState, LoadedEngine } from './engine-state.ts';
import { createEngineVocabulary } from './engine-vocabulary.ts';
import { closeEngineContext, loadModel, profileOf, type LlamaLibrary } from './load-model.ts';
import { createPromptRenderer } from './render-prompt.ts';

export type LoadEvent = { kind: 'progress'; fraction: number } | { kind: 'loaded'; model: LoadedModel };

/** Loads the file; a model that was loaded is freed first. @throws model.*, engine.unavailable */
export async function loadEngine(
  state: EngineState,
  request: LoadRequest,
  library: LlamaLibrary,
  log: EngineLog,
  emit: (event: LoadEvent) => void,
): Promise<void> {
  await unload(state);
  let lastPercent = -1;
  const { engineModel, engineContext } = await loadModel(request, library, log, (fraction) => {
    const percent = Math.floor(fraction * 100);
    if (percent === lastPercent) return;
    lastPercent = percent;
    emit({ kind: 'progress', fraction: Math.min(1, Math.max(0, fraction)) });
  });
  const vocabulary = createEngineVocabulary(engineModel);
  state.loaded = {
    model: engineModel,
    vocabulary,
    prompts: createPromptRenderer(engineModel, vocabulary),
    context: engineContext,
  };
  emit({ kind: 'loaded', model: describe(state.loaded) });
}

async function unload(state: EngineState): Promise<void> {
  const { loaded } = state;
  if (loaded === null) return;
  state.loaded = null;
  loaded.prompts.close();
  await closeEngineContext(loaded.context);
  await loaded.model.model.dispose();
}

function describe({ model, context, prompts }: LoadedEngine): LoadedModel {
  return {
    vocabularySize: model.vocabularySize,
    contextTokens: model.contextTokens,
    trainedContextTokens: Math.max(1, model.model.trainContextSize),
    bosTokenId: model.model.tokens.bos,
    endTokenIds: [...model.endTokenIds],
    hasChatTemplate: prompts.hasTemplate,
    profile: profileOf(model, context, 'generation'),
    memoryBytes: process.memoryUsage.rss(),
    graphics: model.graphics,
  };
}
