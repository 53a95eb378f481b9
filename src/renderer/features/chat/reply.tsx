/**
 * A reply: its text as it grows, how it ended, and what can be done with it. Page.
 */
import { ArrowRight, RotateCcw, TextCursorInput } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Message } from '#contract/conversations.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { TraceExportMenu } from '../../components/exporting/trace-export-menu.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ReadingText } from '../../components/markdown/reading-text.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import type { LiveReply } from '../../state/live-reply.ts';
import { liveReplies, useLiveReply } from '../../state/replies.ts';
import { continueOnProcessor, continueReply, forgetStop, regenerate } from './chat-actions.ts';
import { beginningOf } from './forks.ts';
import { ForkLine } from './fork-line.tsx';
import { LookInsideMenu } from './look-inside-menu.tsx';
import type { BranchMessage } from '../../state/message-tree.ts';
import { canContinue, isOnGraphics } from './reply-actions.ts';
import { ReplyFigures } from './reply-figures.tsx';
import { SpokenText } from './spoken-text.tsx';
import { SummaryNotice } from './summary-notice.tsx';
import { SummaryStep } from './summary-step.tsx';
import { Versions } from './versions.tsx';

type Props = {
  readonly conversation: Conversation;
  readonly entry: BranchMessage;
  readonly isLast: boolean;
  readonly isLocked: boolean;
};

export function Reply({ conversation, entry, isLast, isLocked }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const { message } = entry;
  const { live, text, isStreaming, hasTrace } = useReplyText(message);

  return (
    <article
      aria-label={t('reply', { model: message.model?.name ?? '' })}
      aria-busy={isStreaming}
      data-message={message.id}
      className="group min-w-0"
    >
      <ForkLine conversation={conversation} message={message} />
      <SummaryNotice conversation={conversation} messageId={message.id} />
      <CutNotice message={message} />
      {text === '' && !isStreaming ? (
        <EmptyReply message={message} />
      ) : (
        <ReadingText messageId={message.id} text={text} isStreaming={isStreaming} hasTrace={hasTrace} />
      )}
      <SpokenText text={text} isStreaming={isStreaming} />
      {message.end?.error ? (
        <Interruption conversation={conversation} message={message} isLocked={isLocked} />
      ) : null}
      <footer className="mt-2 flex min-h-7 flex-wrap items-center gap-x-1 text-xs text-ink-faint tabular-nums">
        {isStreaming ? (
          <Progress live={live} />
        ) : (
          <ReplyFigures message={message} liveEnd={live?.end ?? null} />
        )}
        <span
          className={`ml-auto flex items-center ${isLast && !isStreaming ? '' : 'opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-popup-open]]:opacity-100 has-[[role=group]]:opacity-100'}`}
        >
          <Versions conversation={conversation} entry={entry} />
          {isStreaming ? null : (
            <ReplyActions
              conversation={conversation}
              message={message}
              text={text}
              isLast={isLast}
              isLocked={isLocked}
            />
          )}
        </span>
      </footer>
    </article>
  );
}

type ActionsProps = {
  readonly conversation: Conversation;
  readonly message: Message;
  readonly text: string;
  readonly isLast: boolean;
  readonly isLocked: boolean;
};

/** The text as far as it is known: the live one while the reply is written, then the stored one. */
function useReplyText(message: Message): {
  live: LiveReply | undefined;
  text: string;
  isStreaming: boolean;
  hasTrace: boolean;
} {
  const live = useLiveReply(message.id);
  const isOpen = message.state === 'streaming';
  useEffect(() => {
    if (isOpen) return;
    liveReplies.forget(message.id);
    forgetStop(message.id);
  }, [isOpen, message.id]);
  return {
    live,
    text: isOpen ? (live?.text ?? message.text) : message.text,
    isStreaming: isOpen && !live?.end,
    // While it is being written the trace grows with it.
    hasTrace: message.hasTrace || isOpen || live !== undefined,
  };
}

function ReplyActions({ conversation, message, text, isLast, isLocked }: ActionsProps): ReactNode {
  const { t } = useTranslation(['chat', 'reply-beginning']);
  const beginning = beginningOf(message);
  return (
    <>
      <CopyButton text={text} label={t('chat:copyText')} />
      <LookInsideMenu text={text} />
      {message.hasTrace ? <TraceExportMenu messageId={message.id} target="reply" /> : null}
      <IconButton
        icon={RotateCcw}
        label={t('chat:regenerate')}
        disabled={isLocked}
        onClick={() => void regenerate(conversation.id, message.id, message.parentId)}
      />
      {beginning === undefined ? null : (
        <IconButton
          icon={TextCursorInput}
          label={t('reply-beginning:again')}
          disabled={isLocked}
          onClick={() => void regenerate(conversation.id, message.id, message.parentId, beginning)}
        />
      )}
      {isLast && canContinue(message) && !message.end?.error ? (
        <IconButton
          icon={ArrowRight}
          label={t('chat:continue')}
          disabled={isLocked}
          onClick={() => void continueReply(conversation.id, message.id)}
        />
      ) : null}
    </>
  );
}

function EmptyReply({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation('chat');
  return message.end?.reason === 'endToken' ? (
    <p className="text-base text-ink-faint">{t('emptyReply')}</p>
  ) : null;
}

function CutNotice({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const count = message.cutMessageIds.length;
  if (count === 0) return null;
  return (
    <p className="mb-2 border-l-2 border-line-strong pl-3 text-sm text-ink-faint">
      {t('cut', { count, shown: format.integer(count) })}
    </p>
  );
}

type InterruptionProps = {
  readonly conversation: Conversation;
  readonly message: Message;
  readonly isLocked: boolean;
};

function Interruption({ conversation, message, isLocked }: InterruptionProps): ReactNode {
  const { t } = useTranslation('chat');
  if (!message.end?.error) return null;
  return (
    <div className="mt-3">
      <ErrorPanel error={message.end.error}>
        {canContinue(message) ? (
          <Button isSmall disabled={isLocked} onClick={() => void continueReply(conversation.id, message.id)}>
            {t('continue')}
          </Button>
        ) : null}
        {canContinue(message) && isOnGraphics(message) ? (
          <Button
            isSmall
            disabled={isLocked}
            onClick={() => void continueOnProcessor(conversation.id, message)}
          >
            {t('continueOnProcessor')}
          </Button>
        ) : null}
        <Button
          isSmall
          disabled={isLocked}
          onClick={() => void regenerate(conversation.id, message.id, message.parentId, beginningOf(message))}
        >
          {t('regenerate')}
        </Button>
        {canContinue(message) && isOnGraphics(message) ? (
          <p className="w-full text-xs text-ink-faint">{t('onProcessorHint')}</p>
        ) : null}
      </ErrorPanel>
    </div>
  );
}

/** What happens at the moment: waiting, reading the prompt, or writing. */
function Progress({ live }: { readonly live: LiveReply | undefined }): ReactNode {
  const { t } = useTranslation('chat');
  const format = useFormat();
  const isReading = live?.tokens === 0 && live.prompt !== null && live.prompt.evaluated < live.prompt.total;
  return (
    <span className="flex items-center gap-2">
      <span className="breathing size-1.5 rounded-full bg-accent" aria-hidden />
      {live?.summary && live.tokens === 0 ? (
        <SummaryStep progress={live.summary} />
      ) : isReading && live.prompt ? (
        t('reading', {
          evaluated: format.integer(live.prompt.evaluated),
          total: format.integer(live.prompt.total),
        })
      ) : live && live.tokens > 0 ? (
        <>
          {t('writing')} · {t('tokens', { count: live.tokens, shown: format.integer(live.tokens) })}
        </>
      ) : (
        t('waiting')
      )}
    </span>
  );
}
