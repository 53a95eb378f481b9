/**
 * One conversation: its messages, and the field to write the next one. Page. What stands in the frame around it
 * (header, inspector) is composed by app/.
 */
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { liveReplies } from '../../state/replies.ts';
import { useChosenMessageId } from '../../state/traces/selection.ts';
import { continuesText } from '../../components/chat-format/format-words.ts';
import { Branch } from './branch.tsx';
import { CompletionNotice } from './completion-notice.tsx';
import { Composer } from './composer.tsx';
import { EmptyChat } from './empty-chat.tsx';
import { branchTo, type BranchMessage } from '../../state/message-tree.ts';
import { Minimap } from './minimap.tsx';
import { OverflowDialog } from './overflow-dialog.tsx';
import { QuoteSelection } from './quote-selection.tsx';
import { useReaderScroll } from './use-reader-scroll.ts';

type Props = {
  readonly conversation: Conversation;
  /** The model that writes the next reply; null: none is chosen or there. */
  readonly model: Model | null;
  readonly hasModels: boolean;
  readonly onAddModel: () => void;
};

export function Chat({ conversation, model, hasModels, onAddModel }: Props): ReactNode {
  const { t } = useTranslation(['chat', 'conversations']);
  const branch = useMemo(
    () => branchTo(conversation.messages, conversation.leafId),
    [conversation.messages, conversation.leafId],
  );
  const [editedId, setEditedId] = useState<MessageId | null>(null);
  const { viewport, content, isAtEnd, jumpToEnd } = useReaderScroll(conversation.id);
  const lastUserId = branch.findLast(({ message }) => message.role === 'user')?.message.id ?? null;
  const streaming = branch.find(({ message }) => message.state === 'streaming')?.message ?? null;
  const isText = model !== null && (conversation.template === 'none' || continuesText(model));
  const lastSeenUserId = useRef(lastUserId);

  useEffect(() => {
    if (streaming) liveReplies.attach(streaming.id);
  }, [streaming]);

  // What somebody has just sent is shown, wherever they were reading.
  useEffect(() => {
    if (lastSeenUserId.current !== lastUserId && streaming) jumpToEnd();
    lastSeenUserId.current = lastUserId;
  }, [lastUserId, streaming, jumpToEnd]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {branch.length > 0 ? (
        <h1 className="sr-only">{conversation.title || t('conversations:untitled')}</h1>
      ) : null}
      <div className="relative flex min-h-0 flex-1 flex-col">
        <ChosenMinimap branch={branch} />
        <div
          ref={viewport}
          className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable_both-edges]"
          tabIndex={-1}
        >
          {branch.length === 0 ? (
            <EmptyChat hasModels={hasModels} continuesText={isText} onAddModel={onAddModel} />
          ) : (
            <div ref={content} className="mx-auto flex w-full max-w-read flex-col gap-8 px-6 pt-8 pb-12">
              <Branch
                conversation={conversation}
                branch={branch}
                editedId={editedId}
                isLocked={streaming !== null}
                onEdit={setEditedId}
              />
            </div>
          )}
        </div>
      </div>
      <div className="relative mx-auto w-full max-w-read flex-none px-6 pb-4">
        {isAtEnd || branch.length === 0 ? null : (
          <button
            type="button"
            onClick={jumpToEnd}
            className="button button-small appear absolute -top-10 left-1/2 -translate-x-1/2 !bg-raised"
          >
            <ArrowDown size={14} aria-hidden /> {t('chat:jumpToLatest')}
          </button>
        )}
        {model ? <CompletionNotice key={model.id} conversation={conversation} model={model} /> : null}
        <Composer
          key={conversation.id}
          conversation={conversation}
          model={model}
          parentId={conversation.leafId}
          streamingId={streaming?.id ?? null}
          continuesText={isText}
          onEditLast={() => setEditedId(lastUserId)}
        />
      </div>
      <QuoteSelection />
      <OverflowDialog />
    </div>
  );
}

/** Of the reply of the chosen token, else of the last one that stands. */
function ChosenMinimap({ branch }: { readonly branch: readonly BranchMessage[] }): ReactNode {
  const chosenId = useChosenMessageId();
  const replies = branch.filter(({ message }) => message.hasTrace && message.state === 'complete');
  const shown = replies.find(({ message }) => message.id === chosenId) ?? replies.at(-1);
  return shown ? <Minimap key={shown.message.id} messageId={shown.message.id} /> : null;
}
