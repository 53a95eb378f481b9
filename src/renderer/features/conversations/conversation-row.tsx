/**
 * One conversation in the list: open, rename in place, pin, delete. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import { updateConversation } from '../../state/actions.ts';
import { openMove } from '../../state/moving.ts';
import { useDeleteConversation } from '../../state/delete-conversation.ts';

type Props = {
  readonly conversation: ConversationSummary;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly isRenaming: boolean;
  /** Keys that go to another row. */
  readonly onMove: (event: KeyboardEvent<HTMLElement>) => void;
  readonly onOpen: () => void;
  readonly onRename: (isRenaming: boolean) => void;
};

export function ConversationRow({
  conversation,
  isOpen,
  isTabStop,
  isRenaming,
  onMove,
  onOpen,
  onRename,
}: Props): ReactNode {
  const { t } = useTranslation('conversations');
  const deleteConversation = useDeleteConversation();
  const title = conversation.title || t('untitled');
  const pin = (): void => void updateConversation(conversation.id, { isPinned: !conversation.isPinned });

  if (isRenaming)
    return (
      <li>
        <RenameField title={conversation.title} conversation={conversation} onEnd={() => onRename(false)} />
      </li>
    );
  return (
    <li className="group relative">
      <button
        type="button"
        data-conversation
        aria-current={isOpen ? 'page' : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={onOpen}
        onDoubleClick={() => onRename(true)}
        onKeyDown={(event) => {
          onMove(event);
          if (event.key === 'F2') onRename(true);
          if (event.key === 'Delete') deleteConversation(conversation);
        }}
        className={`flex h-8 w-full items-center gap-2 rounded pr-8 pl-2 text-left text-sm ${isOpen ? 'bg-selected text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
      >
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {conversation.isGenerating ? (
          <span
            className="breathing size-1.5 flex-none rounded-full bg-accent"
            role="img"
            aria-label={t('generating')}
          />
        ) : null}
      </button>
      <Menu.Root>
        <Menu.Trigger
          aria-label={t('actions', { title })}
          tabIndex={isTabStop ? 0 : -1}
          className="icon-button absolute top-1 right-1 !size-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100"
        >
          <Ellipsis size={16} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="start" className="z-50">
            <Menu.Popup className="menu">
              <Menu.Item className="menu-item" onClick={() => onRename(true)}>
                <Pencil size={14} aria-hidden /> {t('rename', { ns: 'common' })}
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={pin}>
                {conversation.isPinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
                {conversation.isPinned ? t('unpin') : t('pin')}
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={() => openMove([conversation.id])}>
                <Download size={14} aria-hidden /> {t('export')}
              </Menu.Item>
              <Menu.Item className="menu-item text-danger" onClick={() => deleteConversation(conversation)}>
                <Trash2 size={14} aria-hidden /> {t('delete', { ns: 'common' })}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </li>
  );
}

type RenameProps = {
  readonly title: string;
  readonly conversation: ConversationSummary;
  readonly onEnd: () => void;
};

/** Enter and leaving the field keep the new name, Escape the old one. */
function RenameField({ title, conversation, onEnd }: RenameProps): ReactNode {
  const { t } = useTranslation('conversations');
  const isCancelled = useRef(false);
  const save = (name: string): void => {
    if (!isCancelled.current && name.trim() !== title)
      void updateConversation(conversation.id, { title: name.trim() });
    onEnd();
  };
  return (
    <input
      className="field"
      aria-label={t('nameOf')}
      defaultValue={title}
      maxLength={200}
      // The field opens because somebody asked for it with this very key or click. Menus give the focus back to
      // their trigger first, hence the frame.
      ref={(field) => {
        requestAnimationFrame(() => field?.select());
      }}
      onBlur={(event) => save(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') isCancelled.current = true;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}
