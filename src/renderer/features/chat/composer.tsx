/**
 * The field for the next message: grows with the text, keeps the draft, counts tokens before they are sent. Page.
 */
import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Tip } from '../../components/tip.tsx';
import { send, stop, useChat } from './chat-actions.ts';
import { AttachButton, pasteFiles } from './attach-files.tsx';
import { ComposerDocuments } from './composer-documents.tsx';
import { ContextMeter } from './context-meter.tsx';
import { fitHeight } from '../../components/fit-height.ts';
import { useSlash } from '../../components/prompts/use-slash.tsx';
import { useIsReading } from '../../state/draft-documents.ts';
import { useTakenQuote } from '../../state/quotes.ts';
import { openReplyBeginning } from '../../state/reply-beginning.ts';
import { NextReplyBeginning, ReplyBeginningButton } from './reply-beginning-field.tsx';
import { useConversationDraft } from './use-conversation-draft.ts';
import { usePreview } from './use-preview.ts';
import { useReplyBeginning } from './use-reply-beginning.ts';
import { withQuote } from './with-quote.ts';

type Props = {
  readonly conversation: Conversation;
  readonly model: Model | null;
  readonly parentId: MessageId | null;
  /** The reply that is being written; null: a message can be sent. */
  readonly streamingId: MessageId | null;
  /** The model goes on with the text instead of answering it. */
  readonly continuesText: boolean;
  readonly onEditLast: () => void;
};

export function Composer(props: Props): ReactNode {
  const { conversation, model, parentId, streamingId, continuesText, onEditLast } = props;
  const { t } = useTranslation(['chat', 'chat-format']);
  const { text, setText, clear } = useConversationDraft(conversation);
  const beginning = useReplyBeginning(conversation);
  const [isSending, setSending] = useState(false);
  const error = useChat(({ errors }) => errors[conversation.id]);
  const field = useRef<HTMLTextAreaElement>(null);
  const preview = usePreview(conversation, model, { parentId, text, beginning: beginning.text });
  const isReading = useIsReading(conversation.id);
  const slash = useSlash(field);
  const isFree = streamingId === null && !isSending && !isReading;
  const canSend = text.trim() !== '' && isFree && model !== null;

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  });
  useEffect(() => field.current?.focus(), []);
  const focus = (): void => field.current?.focus();
  useTakenQuote((passage) => {
    setText(withQuote(text, passage));
    focus();
  });

  const submit = async (): Promise<void> => {
    if (!canSend) return;
    setSending(true);
    const { draftDocuments: documents } = conversation;
    await send(conversation, { parentId, text, documents, beginning: beginning.text }, () => {
      clear();
      beginning.close();
    });
    setSending(false);
    focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (slash.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void submit();
    }
    if (event.key === 'ArrowUp' && text === '' && streamingId === null) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <div className="relative flex flex-col gap-2">
      {slash.panel}
      {error ? <ErrorPanel error={error} onRetry={canSend ? () => void submit() : undefined} /> : null}
      <form
        className="rounded border border-line-strong bg-bg focus-within:border-ink-faint"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ComposerDocuments conversation={conversation} preview={preview} onRemoved={focus} />
        <textarea
          ref={field}
          data-composer
          {...slash.fieldProps}
          aria-label={continuesText ? t('chat-format:composer') : t('composer')}
          placeholder={continuesText ? t('chat-format:placeholder') : t('placeholder')}
          dir="auto"
          rows={1}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => pasteFiles(event, conversation.id)}
          className="block max-h-[40vh] min-h-12 w-full resize-none bg-transparent px-4 pt-3 pb-1 text-lg leading-6"
        />
        <NextReplyBeginning beginning={beginning} onSubmit={() => void submit()} onLeave={focus} />
        <div className="flex h-10 items-center gap-2 px-1.5">
          <AttachButton conversationId={conversation.id} onChosen={focus} />
          <div className="flex min-w-0 flex-1 items-center">
            <ContextMeter conversation={conversation} preview={preview} isEmpty={text === ''} />
          </div>
          <ReplyBeginningButton
            isOpen={beginning.isOpen}
            onOpen={() => openReplyBeginning(conversation.id)}
          />
          {streamingId === null ? <SendButton isEnabled={canSend} /> : <StopButton replyId={streamingId} />}
        </div>
      </form>
    </div>
  );
}

const roundButton =
  'grid size-7 place-items-center rounded bg-accent text-on-accent hover:bg-accent-hover disabled:bg-hover disabled:text-ink-faint';

function SendButton({ isEnabled }: { readonly isEnabled: boolean }): ReactNode {
  const { t } = useTranslation('chat');
  return (
    <Tip text={t('sendKeys')}>
      <button type="submit" aria-label={t('send')} disabled={!isEnabled} className={roundButton}>
        <ArrowUp size={16} strokeWidth={2} aria-hidden />
      </button>
    </Tip>
  );
}

function StopButton({ replyId }: { readonly replyId: MessageId }): ReactNode {
  const { t } = useTranslation('chat');
  const isStopping = useChat(({ stopping }) => stopping.includes(replyId));
  return (
    <Tip text={isStopping ? t('stopping') : t('stop')} keys="Escape">
      <button
        type="button"
        aria-label={isStopping ? t('stopping') : t('stop')}
        aria-disabled={isStopping}
        onClick={() => void stop(replyId)}
        className={`${roundButton} ${isStopping ? 'breathing' : ''}`}
      >
        <Square size={12} fill="currentColor" aria-hidden />
      </button>
    </Tip>
  );
}
