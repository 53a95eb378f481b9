/**
 * Begins with the tokens that the bench was opened with. Page.
 */
import { useEffect } from 'react';
import { takeRequest } from '../../state/instruments.ts';
import { useModels } from '../../state/queries.ts';
import { traceStore } from '../../state/traces/traces.ts';
import { attempt } from '../../state/actions.ts';
import { beginWith } from './bench-actions.ts';
import { rawContext } from './bench.ts';

/** Another model in the header reads the same text, cut its own way. */
export function useOpenedWith(): void {
  const models = useModels().data?.models;
  useEffect(() => {
    if (models === undefined) return;
    const request = takeRequest('nextToken');
    const model = models.find(({ id }) => id === request?.modelId);
    if (request === undefined || model === undefined) return;
    void attempt(() => traceStore.vocabulary(model.vocabularyHash)).then((vocabulary) => {
      if (vocabulary) beginWith(request.tokenIds, rawContext(model.id), vocabulary);
    });
  }, [models]);
}
