/**
 * Conversations as they go onto paper or into a PDF: the branch that is shown, without anything to press. Page. It is in the
 * document only while it is being printed, and theme.css then shows it alone.
 */
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Summary } from '#contract/summaries.ts';
import { renderBlock } from '../../components/markdown/render-block.tsx';
import { splitBlocks } from '../../components/markdown/split-blocks.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { branchTo } from '../../state/message-tree.ts';
import { shownSummary } from '../../state/shown-summary.ts';
import { useMoving } from '../../state/moving.ts';

export function PrintSheet(): ReactNode {
  const printed = useMoving((moving) => moving.printed);
  if (printed.length === 0) return null;
  return createPortal(
    <div className="print-sheet" data-print-sheet>
      {printed.map((conversation) => (
        <PrintedConversation key={conversation.id} conversation={conversation} />
      ))}
    </div>,
    document.body,
  );
}

function PrintedConversation({ conversation }: { readonly conversation: Conversation }): ReactNode {
  const { t } = useTranslation(['moving', 'chat']);
  const format = useFormat();
  const { title, systemPrompt, createdAtMs, messages, summaries, leafId } = conversation;
  const branch = branchTo(messages, leafId);
  const others = messages.length - branch.length;
  const branchIds = branch.map(({ message }) => message.id);
  const summary = shownSummary(summaries, branchIds);
  return (
    <section>
      <h1>{title || t('moving:untitled')}</h1>
      <p className="print-note">
        {t('moving:begun', { day: format.day(createdAtMs) })}
        {others === 0
          ? ''
          : ` ${t('moving:otherBranches', { count: others, shown: format.integer(others) })}`}
      </p>
      {systemPrompt === '' ? null : <p className="print-typed print-note">{systemPrompt}</p>}
      {branch.map(({ message: { id, role, text, model } }) => (
        <article key={id}>
          <h2>{role === 'user' ? t('chat:you') : (model?.name ?? '')}</h2>
          {role === 'user' ? (
            <p className="print-typed">{text}</p>
          ) : (
            <div className="reading-text">
              {splitBlocks(text).map((block) => (
                <div key={block.start} className="markdown-block">
                  {renderBlock(block.text)}
                </div>
              ))}
            </div>
          )}
          {summary?.lastMessageId === id ? <PrintedSummary summary={summary} /> : null}
        </article>
      ))}
    </section>
  );
}

function PrintedSummary({ summary }: { readonly summary: Summary }): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const { messageCount: count, model, createdAtMs, text } = summary;
  return (
    <div className="print-note">
      <p>
        {t('mark', { count, shown: format.integer(count) })} ·{' '}
        {t('by', { model: model.name, date: format.dateTime(createdAtMs) })}
      </p>
      <p className="print-typed">{text}</p>
    </div>
  );
}
