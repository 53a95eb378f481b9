/**
 * The middle column with a conversation in it: while it is being read, when it cannot be, and as it is. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { toPageError } from '../core-error.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { HeatMapLegend } from '../components/heat-map/heat-map-legend.tsx';
import { Chat } from '../features/chat/chat.tsx';
import { useConversation } from '../state/queries.ts';
import { useHeatMapView } from '../state/traces/heat-map-view.ts';
import { useView } from '../state/view.ts';
import { ArchiveNotice } from './archive-notice.tsx';

type Props = {
  readonly conversationId: ConversationId | null;
  readonly model: Model | null;
  readonly hasModels: boolean;
};

export function ConversationScreen({ conversationId, model, hasModels }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const { data: conversation, error, refetch } = useConversation(conversationId);
  const { measure } = useHeatMapView();
  if (conversation) {
    return (
      <>
        {conversation.isArchived ? <ArchiveNotice conversation={conversation} /> : null}
        {measure === 'off' ? null : (
          <div className="flex-none border-b border-line py-1.5">
            <div className="mx-auto max-w-read px-6">
              <HeatMapLegend />
            </div>
          </div>
        )}
        <Chat
          conversation={conversation}
          model={model}
          hasModels={hasModels}
          onAddModel={() => useView.setState({ screen: 'models' })}
        />
      </>
    );
  }
  return (
    <div className="mx-auto w-full max-w-read flex-1 px-6 pt-8">
      {error ? (
        <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
      ) : (
        <p role="status" className="sr-only">
          {t('loadingConversation')}
        </p>
      )}
    </div>
  );
}
