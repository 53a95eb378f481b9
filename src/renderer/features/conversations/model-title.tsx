/**
 * What the list says and offers about titles by the model: the mark while one is written, what the menu of a row can do
 * about it, and the words for those who hear the list. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { PenLine, Sparkle, TextQuote, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import { useConversations } from '../../state/queries.ts';
import { useTitles } from '../../state/titles.ts';

type Props = { readonly conversation: ConversationSummary };

/** Quiet, and where the reply's own mark stands too. */
export function TitleMark({ conversation }: Props): ReactNode {
  const { t } = useTranslation('titles');
  if (!conversation.isTitling) return null;
  return (
    <span
      className="breathing flex-none text-ink-faint"
      role="img"
      aria-label={t('writing')}
      title={t('writing')}
    >
      <PenLine size={12} aria-hidden />
    </span>
  );
}

/** Entries of the menu of a row. A conversation without a message has nothing to be named after. */
export function TitleItems({ conversation }: Props): ReactNode {
  const { t } = useTranslation('titles');
  const { write, cancel, takeBack } = useTitles();
  if (conversation.isTitling)
    return (
      <Menu.Item className="menu-item" onClick={() => void cancel(conversation.id)}>
        <X size={14} aria-hidden /> {t('cancel')}
      </Menu.Item>
    );
  if (conversation.title === '') return null;
  return (
    <>
      <Menu.Item className="menu-item" onClick={() => void write(conversation)}>
        <Sparkle size={14} aria-hidden /> {t('write')}
      </Menu.Item>
      {conversation.titleBy === 'model' ? (
        <Menu.Item className="menu-item" onClick={() => void takeBack(conversation)}>
          <TextQuote size={14} aria-hidden /> {t('takeBack')}
        </Menu.Item>
      ) : null}
    </>
  );
}

/** Said once when a title begins, wherever in the list it is. */
export function TitleStatus(): ReactNode {
  const { t } = useTranslation('titles');
  const { data: conversations = [] } = useConversations();
  return (
    <p role="status" className="sr-only">
      {conversations.some(({ isTitling }) => isTitling) ? t('writing') : ''}
    </p>
  );
}
