/**
 * Taking a model from the list, and deleting one of its files, each with a way back. Page.
 */
import { useTranslation } from 'react-i18next';
import type { PlaceId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';

type RemoveModel = {
  /** True when it is gone from the list. */
  readonly remove: (model: Model) => Promise<boolean>;
  /** Without a place, the only file of the model. True when it is in the bin. */
  readonly deleteFile: (model: Model, place?: PlaceId) => Promise<boolean>;
};

async function readAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.models }),
    queryClient.invalidateQueries({ queryKey: queryKeys.modelFiles }),
  ]);
}

/** Makes the change; what is listed is read again in any case. */
async function change(request: () => Promise<unknown>): Promise<boolean> {
  const isMade = (await attempt(request)) !== undefined;
  await readAgain();
  return isMade;
}

export function useRemoveModel(): RemoveModel {
  const { t } = useTranslation(['model-files', 'common']);
  const undo = (request: () => Promise<unknown>) => ({
    label: t('common:undo'),
    run: () => void change(request),
  });
  return {
    remove: async ({ id: modelId, name }) => {
      if (!(await change(() => core.models.remove({ modelId })))) return false;
      showToast(
        t('model-files:removed', { name }),
        undo(() => core.models.restore({ modelId })),
      );
      return true;
    },
    deleteFile: async ({ id: modelId }, place) => {
      const binned = await attempt(async () => {
        const placeId = place ?? (await core.models.inspect({ modelId })).places[0]?.id;
        return placeId === undefined ? undefined : await core.models.deleteFile({ modelId, placeId });
      });
      await readAgain();
      if (binned === undefined) return false;
      showToast(
        t('model-files:deleted', { name: binned.fileName }),
        undo(() => core.models.restoreFile({ binId: binned.id })),
      );
      return true;
    },
  };
}
