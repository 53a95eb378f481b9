/**
 * What the page reads about model files: it is read again when the core says that the list of models changed. Page.
 */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ModelId } from '#contract/ids.ts';
import type { InspectedModel } from '#contract/model-facts.ts';
import type { BinnedFile, ModelFolder } from '#contract/model-places.ts';
import { core } from '../../client.ts';
import { queryKeys } from '../../state/queries.ts';

export const folderKey = [...queryKeys.modelFiles, 'folders'] as const;
const binKey = [...queryKeys.modelFiles, 'bin'] as const;

/** The header is on disk and may have changed: read again whenever it comes into view. */
export function useInspectedModel(modelId: ModelId): UseQueryResult<InspectedModel> {
  return useQuery({
    queryKey: [...queryKeys.modelFiles, 'inspected', modelId],
    queryFn: () => core.models.inspect({ modelId }),
    staleTime: 0,
  });
}

export function useModelFolders(): UseQueryResult<ModelFolder[]> {
  return useQuery({ queryKey: folderKey, queryFn: () => core.models.folders({}), staleTime: 0 });
}

export function useModelBin(): UseQueryResult<BinnedFile[]> {
  return useQuery({ queryKey: binKey, queryFn: () => core.models.bin({}) });
}
