/**
 * Questions about one place in a text, answered by the model of that text. Runs in the core. Stores nothing.
 */
import type { ProbeEvent, ProbeRequest } from '#contract/engine.ts';
import type { Place } from '#contract/place.ts';
import type { Store } from '../db/store.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { findPlace } from './find-place.ts';

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
};

export function createInspection({ store, library, queue }: InspectionContext): InspectionService {
  return {
    probe: (place, question, signal) => {
      const { modelId, promptIds, replyIds } = findPlace(store, library, place);
      return queue.stream(modelId, signal, async () => {
        const engine = await library.load(modelId);
        return engine.probe({ prompt: [...promptIds], reply: [...replyIds], ...question });
      });
    },
  };
}
