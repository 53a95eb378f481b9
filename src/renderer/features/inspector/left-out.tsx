/**
 * What the model did not read before a reply, because the context had no room for it, or read as a summary. Page. Nothing where it
 * read everything.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageId } from '#contract/ids.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useConversation } from '../../state/queries.ts';
import { shownConversationId, useView } from '../../state/view.ts';

/** The words of the summary that was read are the prompt's own; here is which messages they stand for. */
export function Summarised({ messageId }: { readonly messageId: MessageId }): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const { data: conversation } = useConversation(useView(shownConversationId));
  const read = conversation?.summaryReads.find((each) => each.messageId === messageId);
  const summary = conversation?.summaries.find(({ id }) => id === read?.summaryId);
  if (!summary) return null;
  const { messageCount: count } = summary;
  return (
    <p className="my-3 border-l-2 border-line-strong pl-3 text-sm text-ink-soft" data-summarised>
      {t('read', { count, shown: format.integer(count) })}
    </p>
  );
}

export function LeftOut({ messageId }: { readonly messageId: MessageId }): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useFormat();
  const { data: conversation } = useConversation(useView(shownConversationId));
  const known = new Map(conversation?.messages.map((message) => [message.id, message]));
  const left = known.get(messageId)?.cutMessageIds ?? [];
  if (left.length === 0) return null;
  return (
    <details className="my-3 border-l-2 border-line-strong pl-3 text-sm" data-left-out>
      <summary className="cursor-pointer text-ink-soft">
        {t('prompt.leftOut', { count: left.length, shown: format.integer(left.length) })}
      </summary>
      <ul className="mt-1 max-h-48 overflow-y-auto" tabIndex={0} aria-label={t('prompt.leftOutLabel')}>
        {left.map((id) => (
          <li key={id} className="flex gap-3 border-b border-line py-1 last:border-0">
            <span className="w-14 flex-none text-ink-faint">
              {t(known.get(id)?.role === 'assistant' ? 'prompt.assistant' : 'prompt.user')}
            </span>
            <span className="min-w-0 truncate">{known.get(id)?.text ?? t('prompt.leftOutGone')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
