/**
 * Questions about one place in a text, answered by the model of that text. Runs in the core. Stores nothing.
 */
import type { ProbeEvent, ProbeRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Continuation, SampleEvent } from '#contract/inspection.ts';
import type { Place } from '#contract/place.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import type { Store } from '../db/store.ts';
import { aborted, type EngineQueue } from '../generation/engine-queue.ts';
import { promptAloneOf } from '../generation/exact-tokens.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { findPlace } from './find-place.ts';
import { measureContinuation } from './measure-continuation.ts';
import { sampleContinuations, type SampleRequest } from './sample-continuations.ts';

export type InspectionContext = {
  readonly store: Store;
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
};

export type InspectionService = {
  /** @throws trace.notFound, model.*, engine.*, generation.contextFull, app.invalidInput */
  probe(
    place: Place,
    question: Pick<ProbeRequest, 'topN' | 'isExact' | 'wanted'>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ProbeEvent, void, void>;
  /** `settings` null: those of the reply of that place; of no reply: neutral. @throws as probe */
  sample(
    place: Place,
    request: Omit<SampleRequest, 'settings'> & { readonly settings: GenerationSettings | null },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<SampleEvent, void, void>;
  /** @throws as probe */
  continuation(
    place: Place,
    tokenIds: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<Continuation>;
};

export function createInspection({ store, library, queue }: InspectionContext): InspectionService {
  return {
    probe: (place, question, signal) => {
      const { modelId, promptIds, promptAlone, replyIds } = findPlace(store, library, place);
      const before = { prompt: [...promptIds], ...promptAloneOf(promptAlone), reply: [...replyIds] };
      return queue.stream(modelId, signal, async () => {
        const engine = await library.load(modelId);
        return engine.probe({ ...before, ...question });
      });
    },
    sample: (place, request, signal) => {
      const found = findPlace(store, library, place);
      const settings = request.settings ?? settingsAt(store, place);
      return queue.stream(found.modelId, signal, async () => {
        const engine = await library.load(found.modelId);
        return sampleContinuations(engine, found, { ...request, settings }, signal);
      });
    },
    continuation: async (place, tokenIds, signal) => {
      const found = findPlace(store, library, place);
      const measured = await queue.run(found.modelId, aborted(signal), async () => {
        const engine = await library.load(found.modelId);
        return await measureContinuation(engine, found, tokenIds, signal);
      });
      // Who asked has gone: nobody reads this.
      if (measured === null) throw new PrismeError('engine.busy');
      return measured;
    },
  };
}

function settingsAt(store: Store, place: Place): GenerationSettings {
  const header = place.kind === 'tokens' ? null : store.traces.header(place.messageId);
  return header?.settings ?? samplerPresets.neutral;
}
