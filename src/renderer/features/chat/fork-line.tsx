/**
 * The line at the head of a branched reply: where it left another one, with what, and the way there. Page.
 */
import { GitBranch, TextCursorInput } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation, Message } from '#contract/conversations.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { jumpTo, leftToken, nameOfFork } from './forks.ts';

const words = {
  reply: 'chat:forkLine',
  prompt: 'chat:forkLinePrompt',
  start: 'reply-beginning:line',
} as const;

type Props = { readonly conversation: Conversation; readonly message: Message };

export function ForkLine({ conversation, message: { fork } }: Props): ReactNode {
  const { t } = useTranslation(['chat', 'reply-beginning']);
  const format = useTokenFormat();
  if (!fork) return null;
  const left = leftToken(fork);
  const isHere = left !== null && conversation.messages.some(({ id }) => id === left.messageId);
  const Icon = fork.target === 'start' ? TextCursorInput : GitBranch;
  const values = { position: format.integer(fork.position + 1), text: nameOfFork(fork) };
  return (
    <p className="mb-2 flex flex-wrap items-center gap-x-2 text-xs text-ink-faint tabular-nums" data-fork>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span>
        {t(words[fork.target], values)}
        {fork.logprob === null ? '' : ` (${format.probability(Math.exp(fork.logprob))})`}
      </span>
      {left !== null && isHere ? (
        <button
          type="button"
          className="min-h-6 rounded px-1 text-ink-soft underline decoration-line-strong underline-offset-2 hover:text-ink"
          onClick={() => void jumpTo(conversation.id, left.messageId, left)}
        >
          {t('chat:forkSource')}
        </button>
      ) : null}
    </p>
  );
}
