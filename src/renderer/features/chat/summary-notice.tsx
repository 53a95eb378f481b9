/**
 * Says above a reply that it read a summary in the place of the oldest messages, or why it read none although it was to. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { useFormat } from '../../i18n/i18n.ts';

type Props = { readonly conversation: Conversation; readonly messageId: MessageId };

export function SummaryNotice({ conversation, messageId }: Props): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const read = conversation.summaryReads.find((each) => each.messageId === messageId);
  if (!read) return null;
  const summary = conversation.summaries.find(({ id }) => id === read.summaryId);
  const count = summary?.messageCount ?? 0;
  return (
    <p className="mb-2 border-l-2 border-line-strong pl-3 text-sm text-ink-faint" data-summary-notice>
      {summary ? `${t('read', { count, shown: format.integer(count) })} ` : null}
      {summary && summary.state !== 'current' ? `${t('readEarlier')} ` : null}
      {read.failure ? t(`failures.${read.failure}`) : null}
    </p>
  );
}
