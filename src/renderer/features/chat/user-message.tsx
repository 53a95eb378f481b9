/**
 * What the person wrote, and editing it: an edit is a new version beside the old one. Page.
 */
import { Pencil } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { Document } from '#contract/documents.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { beginningOf } from './forks.ts';
import { ReplyBeginningField } from './reply-beginning-field.tsx';
import { send } from './chat-actions.ts';
import { fitHeight } from '../../components/fit-height.ts';
import { LookInsideMenu } from './look-inside-menu.tsx';
import { branchTo, type BranchMessage } from '../../state/message-tree.ts';
import { MessageDocuments } from './message-documents.tsx';
import { Versions } from './versions.tsx';

type Props = {
  readonly conversation: Conversation;
  readonly entry: BranchMessage;
  readonly isEditing: boolean;
  /** A reply is being written: nothing can be sent. */
  readonly isLocked: boolean;
  readonly onEdit: (isEditing: boolean) => void;
};

export function UserMessage({ conversation, entry, isEditing, isLocked, onEdit }: Props): ReactNode {
  const { t } = useTranslation('chat');
  const { message } = entry;
  if (isEditing) return <EditMessage conversation={conversation} entry={entry} onEnd={() => onEdit(false)} />;
  return (
    <article
      aria-label={t('you')}
      data-message={message.id}
      className="group flex items-end justify-end gap-2"
    >
      <div className="flex h-11 flex-none items-center">
        <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-popup-open]]:opacity-100">
          <IconButton icon={Pencil} label={t('edit')} disabled={isLocked} onClick={() => onEdit(true)} />
          <CopyButton text={message.text} label={t('copyText')} />
          <LookInsideMenu text={message.text} />
        </span>
        <Versions conversation={conversation} entry={entry} />
      </div>
      <div className="flex min-w-0 flex-col items-end gap-2">
        <MessageDocuments documents={message.documents} className="justify-end" />
        <p
          dir="auto"
          className="max-w-full min-w-0 rounded bg-sunken px-4 py-2 text-lg leading-7 wrap-anywhere whitespace-pre-wrap"
        >
          {message.text}
        </p>
      </div>
    </article>
  );
}

type EditProps = {
  readonly conversation: Conversation;
  readonly entry: BranchMessage;
  readonly onEnd: () => void;
};

function EditMessage({ conversation, entry: { message }, onEnd }: EditProps): ReactNode {
  const { t } = useTranslation(['chat', 'common']);
  const [text, setText] = useState(message.text);
  const [documents, setDocuments] = useState<readonly Document[]>(message.documents);
  const shown = branchTo(conversation.messages, conversation.leafId);
  const reply = shown.find((each) => each.message.parentId === message.id);
  const begun = reply && beginningOf(reply.message);
  const [beginning, setBeginning] = useState(begun ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    fitHeight(element);
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const submit = async (): Promise<void> => {
    if (text.trim() === '') return;
    await send(conversation, { parentId: message.parentId, text, documents, beginning }, onEnd);
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <MessageDocuments
        documents={documents}
        onRemove={(gone) => {
          setDocuments(documents.filter(({ id }) => id !== gone.id));
          field.current?.focus();
        }}
      />
      <textarea
        ref={field}
        aria-label={t('editLabel')}
        className="field !text-lg !leading-[26px]"
        rows={1}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          fitHeight(event.target);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onEnd();
          }
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void submit();
          }
        }}
      />
      {begun === undefined ? null : (
        <ReplyBeginningField
          text={beginning}
          onChange={setBeginning}
          onSubmit={() => void submit()}
          onClose={() => setBeginning('')}
          onLeave={() => field.current?.focus()}
        />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-xs text-ink-faint">{t('editHint')}</p>
        <Button look="quiet" isSmall onClick={onEnd}>
          {t('common:cancel')}
        </Button>
        <Button look="primary" isSmall type="submit" disabled={text.trim() === ''}>
          {t('editSend')}
        </Button>
      </div>
    </form>
  );
}
