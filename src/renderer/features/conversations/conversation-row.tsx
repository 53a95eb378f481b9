/**
 * One conversation in the list: open, rename in place, and its menu. Page. F2 renames, Delete moves to the bin.
 */
import { Menu } from '@base-ui/react/menu';
import {
  Archive,
  ArchiveRestore,
  Download,
  FolderInput,
  Pencil,
  Pin,
  PinOff,
  Tag,
  Trash2,
} from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { updateConversation } from '../../state/actions.ts';
import { openMove } from '../../state/moving.ts';
import { useDeleteConversation } from '../../state/delete-conversation.ts';
import { openFolderChoice, openTagsDialog } from '../../state/list-view.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { useOrganise } from '../../state/use-organise.ts';
import { startDrag } from './drag-conversation.ts';
import { NameField } from '../../components/name-field.tsx';
import { TitleItems, TitleMark } from './model-title.tsx';
import { moveFocus } from './row-focus.ts';
import { RowMenu } from './row-menu.tsx';

type Props = {
  readonly conversation: ConversationSummary;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
  readonly isRenaming: boolean;
  /** It stands below a folder. */
  readonly isInside?: boolean;
  /** Its name is to be typed, or that of none any more. */
  readonly onRename: (id: ConversationId | null) => void;
};

/** Drawn again when something about it changes, not with every change of the list. */
export const ConversationRow = memo(function ConversationRow(props: Props): ReactNode {
  const { conversation, isOpen, isTabStop, isRenaming, isInside = false, onRename } = props;
  const rename = (): void => onRename(conversation.id);
  const { t } = useTranslation(['conversations', 'titles']);
  const deleteConversation = useDeleteConversation();
  const title = conversation.title || t('conversations:untitled');
  const isByModel = conversation.titleBy === 'model';
  if (isRenaming)
    return (
      <li>
        <NameField
          label={t('conversations:nameOf')}
          name={conversation.title}
          longest={200}
          onEnd={(name) => {
            if (name !== null) void updateConversation(conversation.id, { title: name });
            onRename(null);
          }}
        />
      </li>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- "Move to …" does the same for the keyboard
    <li className="group relative" draggable onDragStart={(event) => startDrag(event, conversation.id)}>
      <button
        type="button"
        data-row
        data-conversation
        aria-current={isOpen ? 'page' : undefined}
        title={isByModel ? t('titles:byModel', { title }) : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => openConversation(conversation.id)}
        onDoubleClick={rename}
        onKeyDown={(event) => {
          moveFocus(event);
          if (event.key === 'F2') rename();
          if (event.key === 'Delete') deleteConversation(conversation);
        }}
        className={`flex h-8 w-full items-center gap-2 rounded pr-2 text-left text-sm group-focus-within:pr-9 group-hover:pr-9 ${isInside ? 'pl-7' : 'pl-2'} ${isOpen ? 'bg-selected text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
      >
        <span className="min-w-0 flex-1 truncate">{title}</span>
        <RowTags tags={conversation.tags} />
        <TitleMark conversation={conversation} />
        {conversation.isGenerating ? (
          <span
            className="breathing size-1.5 flex-none rounded-full bg-accent"
            role="img"
            aria-label={t('conversations:generating')}
          />
        ) : null}
      </button>
      <ConversationMenu conversation={conversation} isTabStop={isTabStop} onRename={rename} title={title} />
    </li>
  );
});

/** The first one, and how many there are besides: the title has the room. */
function RowTags({ tags }: Pick<ConversationSummary, 'tags'>): ReactNode {
  const { t } = useTranslation('organise');
  const [first, ...others] = tags;
  if (first === undefined) return null;
  return (
    <span className="flex max-w-24 flex-none gap-1 text-xs text-ink-faint" title={tags.join(', ')}>
      <span className="truncate">{first}</span>
      {others.length > 0 ? <span>{t('moreTags', { count: others.length })}</span> : null}
    </span>
  );
}

function ConversationMenu({
  conversation,
  isTabStop,
  onRename,
  title,
}: Pick<Props, 'conversation' | 'isTabStop'> & {
  readonly title: string;
  readonly onRename: () => void;
}): ReactNode {
  const { t } = useTranslation(['conversations', 'organise', 'common']);
  const deleteConversation = useDeleteConversation();
  const { archive, pin } = useOrganise();
  const { isArchived, isPinned } = conversation;
  const ArchiveIcon = isArchived ? ArchiveRestore : Archive;
  const PinIcon = isPinned ? PinOff : Pin;
  return (
    <RowMenu label={t('conversations:actions', { title })} isTabStop={isTabStop}>
      <Menu.Item className="menu-item" onClick={onRename}>
        <Pencil size={14} aria-hidden /> {t('common:rename')}
      </Menu.Item>
      <TitleItems conversation={conversation} />
      {isArchived ? null : (
        <Menu.Item className="menu-item" onClick={() => pin(conversation)}>
          <PinIcon size={14} aria-hidden /> {t(isPinned ? 'conversations:unpin' : 'conversations:pin')}
        </Menu.Item>
      )}
      <Menu.Item className="menu-item" onClick={() => openFolderChoice(conversation.id)}>
        <FolderInput size={14} aria-hidden /> {t('organise:moveTo')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => openTagsDialog(conversation.id)}>
        <Tag size={14} aria-hidden /> {t('organise:tagsOf')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => void archive(conversation)}>
        <ArchiveIcon size={14} aria-hidden />
        {t(isArchived ? 'organise:unarchive' : 'organise:archiveOne')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => openMove([conversation.id])}>
        <Download size={14} aria-hidden /> {t('conversations:export')}
      </Menu.Item>
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.Item className="menu-item text-danger" onClick={() => deleteConversation(conversation)}>
        <Trash2 size={14} aria-hidden /> {t('common:delete')}
      </Menu.Item>
    </RowMenu>
  );
}
