/**
 * From a place in a text to the tokens before it and the model that reads them. Runs in the core. Loads nothing.
 */
import { PrismeError } from '#contract/errors.ts';
import type { MessageId, ModelId } from '#contract/ids.ts';
import type { Place } from '#contract/place.ts';
import type { AloneRuns } from '#contract/profile.ts';
import type { Store } from '../db/store.ts';
import { readStoredTokenIds } from '../generation/stored-reply.ts';
import type { ModelLibrary } from '../models/model-library.ts';

export type FoundPlace = {
  readonly modelId: ModelId;
  /** Read as a prompt, in batches. */
  readonly promptIds: readonly number[];
  /** In which batches it was read before the reply, see EvaluationProfile; undefined: it does not matter. */
  readonly promptAlone?: AloneRuns | undefined;
  /** Read as a reply, one by one, as they were written. */
  readonly replyIds: readonly number[];
};

/**
 * @throws trace.notFound when the text or the position does not exist; model.notFound when the model is gone or its file
 *   holds another vocabulary now
 */
export function findPlace(store: Store, library: ModelLibrary, place: Place): FoundPlace {
  if (place.kind === 'tokens') return { modelId: place.modelId, promptIds: place.tokenIds, replyIds: [] };
  const { messageId, position } = place;
  const header = store.traces.header(messageId);
  const prompt = store.traces.prompt(messageId);
  if (header === null || prompt === null) throw new PrismeError('trace.notFound');
  if (library.get(header.model.id).vocabularyHash !== header.vocabularyHash)
    throw new PrismeError('model.notFound');
  return {
    modelId: header.model.id,
    promptAlone: place.kind === 'reply' ? header.profile.promptAlone : undefined,
    ...tokensBefore(store, messageId, prompt.tokenIds, place.kind, position),
  };
}

function tokensBefore(
  store: Store,
  messageId: MessageId,
  promptIds: readonly number[],
  kind: 'reply' | 'prompt',
  position: number,
): Pick<FoundPlace, 'promptIds' | 'replyIds'> {
  const ids = kind === 'prompt' ? promptIds : readStoredTokenIds(store, messageId);
  if (position > ids.length) throw new PrismeError('trace.notFound');
  const before = ids.slice(0, position);
  return kind === 'prompt' ? { promptIds: before, replyIds: [] } : { promptIds, replyIds: before };
}
