/**
 * Says, above the field for the next text, that the model goes on with texts instead of answering, and offers a chat format
 * where that was nobody's choice. Page.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { ChatFormatField, chooseChat, Suggestion } from '../../components/chat-format/chat-format-field.tsx';
import { continuesText } from '../../components/chat-format/format-words.ts';
import { Modal } from '../../components/modal.tsx';

type Props = { readonly conversation: Conversation; readonly model: Model };

export function CompletionNotice({ conversation, model }: Props): ReactNode {
  const { t } = useTranslation('chat-format');
  // Stays open over a choice that makes the notice itself needless: what was chosen can be read there.
  const [isChoosing, setChoosing] = useState(false);
  const choose = (
    <Button isSmall look={model.isChatChosen ? 'quiet' : 'plain'} onClick={() => setChoosing(true)}>
      {t('notice.choose')}
    </Button>
  );
  return (
    <>
      <Words conversation={conversation} model={model} choose={choose} />
      <Modal title={t('notice.choose')} isOpen={isChoosing} onClose={() => setChoosing(false)} isWide>
        <p className="mb-4 text-sm font-medium">{model.name}</p>
        <ChatFormatField model={model} />
      </Modal>
    </>
  );
}

function Words({ conversation, model, choose }: Props & { readonly choose: ReactNode }): ReactNode {
  const { t } = useTranslation('chat-format');
  if (conversation.template === 'none')
    return <p className="mb-2 px-1 text-xs text-ink-faint">{t('notice.textAlone')}</p>;
  if (!continuesText(model)) return null;
  if (model.isChatChosen)
    return (
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2 px-1 text-xs text-ink-faint">
        <span>{t('notice.chosen')}</span>
        {choose}
      </div>
    );
  return (
    <section
      aria-label={t('notice.label')}
      className="mb-2 flex flex-col gap-2 rounded border-l-2 border-accent bg-sunken px-4 py-3 text-sm"
    >
      <div>
        <p className="font-medium">{t('notice.title')}</p>
        <p className="text-ink-soft">{t('notice.body')}</p>
      </div>
      <Suggestion model={model} onUse={(choice) => void chooseChat(model, choice)} />
      <div className="flex flex-wrap gap-2">
        {choose}
        <Button isSmall onClick={() => void chooseChat(model, { kind: 'completion' })}>
          {t('notice.accept')}
        </Button>
      </div>
    </section>
  );
}
