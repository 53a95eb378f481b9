/**
 * The conversation does not fit into the context: says by how much, shows which turns would be left out, and asks. Page.
 * Nothing is cut without this answer.
 */
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { updateConversation } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { type AgreedOverflow, useChat, type PendingOverflow } from './chat-actions.ts';
import { TooLong } from './too-long.tsx';

const strategies = { cutOldest: 'dropOldest', summarise: 'summariseOldest' } as const;

function close(): void {
  useChat.setState({ overflow: null });
}

export function OverflowDialog(): ReactNode {
  const { t } = useTranslation('chat');
  const overflow = useChat((chat) => chat.overflow);
  return (
    <Modal title={t('overflow.title')} isOpen={overflow !== null} onClose={close}>
      {overflow ? <OverflowQuestion overflow={overflow} /> : null}
    </Modal>
  );
}

function OverflowQuestion({ overflow }: { readonly overflow: PendingOverflow }): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const { conversationId, parentId, text, beginning } = overflow;
  const documentIds = [...overflow.documentIds];
  const { data: preview } = useQuery({
    queryKey: ['overflow', conversationId, parentId, text, beginning, ...documentIds],
    queryFn: () => core.generation.preview({ conversationId, parentId, text, beginning, documentIds }),
    gcTime: 0,
    retry: false,
  });
  return (
    <>
      <p className="text-sm text-ink-soft">
        {preview
          ? t('overflow.body', {
              needed: format.integer(preview.promptTokens),
              available: format.integer(preview.contextTokens),
            })
          : t('overflow.bodyUnknown')}
      </p>
      {preview?.fits === false ? (
        <>
          <TooLong preview={preview} />
          <div className="dialog-actions">
            <Button onClick={close}>{t('overflow.cancel')}</Button>
          </div>
        </>
      ) : (
        <CutChoice overflow={overflow} preview={preview} />
      )}
    </>
  );
}

type ChoiceProps = { readonly overflow: PendingOverflow; readonly preview: Preview | undefined };

/** What would be left out or summarised, and whether it shall be. */
function CutChoice({ overflow: { conversationId, retry }, preview }: ChoiceProps): ReactNode {
  const { t } = useTranslation(['chat', 'summary']);
  const format = useFormat();
  const cut = preview?.wouldCut ?? [];
  const conversation = queryClient.getQueryData<Conversation>(queryKeys.conversation(conversationId));
  const cutMessages = cut.flatMap((id) => conversation?.messages.find((message) => message.id === id) ?? []);
  const [isAlways, setAlways] = useState(false);
  const proceed = (agreed: AgreedOverflow): void => {
    close();
    if (isAlways) void updateConversation(conversationId, { contextStrategy: strategies[agreed] });
    void retry(agreed);
  };
  return (
    <>
      {cutMessages.length > 0 ? (
        <>
          <p className="mt-3 text-sm text-ink-soft">
            {t('overflow.cutList', { count: cutMessages.length, shown: format.integer(cutMessages.length) })}
          </p>
          <ul className="mt-2 max-h-48 overflow-auto border-y border-line" tabIndex={0}>
            {cutMessages.map((message) => (
              <li key={message.id} className="flex gap-3 border-b border-line py-1.5 text-sm last:border-0">
                <span className="w-20 flex-none truncate text-ink-faint">
                  {message.role === 'user' ? t('you') : (message.model?.name ?? '')}
                </span>
                <span className="truncate">{message.text}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {preview ? <SummaryWords preview={preview} /> : null}
      <label className="mt-4 flex items-center gap-2 text-sm">
        <input type="checkbox" checked={isAlways} onChange={(event) => setAlways(event.target.checked)} />
        {t('overflow.always')}
      </label>
      <div className="dialog-actions">
        <Button onClick={close}>{t('overflow.cancel')}</Button>
        {preview && preview.wouldSummarise.length > 0 ? (
          <Button onClick={() => proceed('summarise')}>{t('summary:send')}</Button>
        ) : null}
        <Button look="primary" onClick={() => proceed('cutOldest')}>
          {t('overflow.cut')}
        </Button>
      </div>
    </>
  );
}

/** The other choice, or why there is none. */
function SummaryWords({ preview }: { readonly preview: Preview }): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const { wouldSummarise, summaryObstacle } = preview;
  const count = wouldSummarise.length;
  if (count === 0 && summaryObstacle === null) return null;
  return (
    <p className="mt-3 text-sm text-ink-soft">
      {count > 0
        ? t('wouldSummarise', { count, shown: format.integer(count) })
        : summaryObstacle === 'completion'
          ? t('onlyChat')
          : t('onlyRoom')}
    </p>
  );
}
