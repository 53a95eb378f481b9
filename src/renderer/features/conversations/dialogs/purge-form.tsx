/**
 * The question before something in the bin goes for good: one conversation, or all of them. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../../../client.ts';
import { Button } from '../../../components/button.tsx';
import { attempt } from '../../../state/actions.ts';
import { queryClient, queryKeys } from '../../../state/queries.ts';
import { showToast } from '../../../state/toasts.ts';

type Props = {
  /** Null: everything in the bin. */
  readonly conversationId: ConversationId | null;
  readonly onClose: () => void;
};

export function PurgeForm({ conversationId, onClose }: Props): ReactNode {
  const { t } = useTranslation(['organise', 'common']);
  const purge = async (): Promise<void> => {
    onClose();
    const removed = await attempt(async () => {
      if (conversationId === null) return (await core.conversations.emptyBin({})).removed;
      await core.conversations.purge({ conversationId });
      return 1;
    });
    await queryClient.invalidateQueries({ queryKey: queryKeys.lists });
    if (removed !== undefined) showToast(t('organise:emptied', { count: removed }));
  };
  return (
    <>
      <p className="text-sm text-ink-soft">{t('organise:purgeText')}</p>
      <div className="dialog-actions">
        <Button look="quiet" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button look="danger" onClick={() => void purge()}>
          {t('organise:purge')}
        </Button>
      </div>
    </>
  );
}
