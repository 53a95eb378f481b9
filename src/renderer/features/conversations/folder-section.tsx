/**
 * A folder in the list, with its conversations below it unless it is collapsed. Page. Arrow right and left open and close
 * it, F2 renames, Delete deletes it (its conversations stay); a conversation can be dropped on it.
 */
import { Menu } from '@base-ui/react/menu';
import { ArrowDown, ArrowUp, ChevronRight, Pencil, SlidersHorizontal, SquarePen, Trash2 } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Folder } from '#contract/folders.ts';
import type { ConversationId } from '#contract/ids.ts';
import { core } from '../../client.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { attemptChange } from '../../state/actions.ts';
import { openFolderDialog, useListView } from '../../state/list-view.ts';
import { newConversation } from '../../state/open-conversation.ts';
import { queryKeys } from '../../state/queries.ts';
import { updateFolder, useOrganise } from '../../state/use-organise.ts';
import { useDropTarget } from './drag-conversation.ts';
import { NameField } from '../../components/name-field.tsx';
import { moveFocus } from './row-focus.ts';
import { RowMenu } from './row-menu.tsx';

type Props = {
  readonly folder: Folder;
  readonly count: number;
  /** Open whatever is remembered: somebody looks for something in it. */
  readonly isForcedOpen: boolean;
  readonly isTabStop: boolean;
  readonly onDrop: (conversationId: ConversationId) => void;
  readonly children: ReactNode;
};

export function FolderSection({
  folder,
  count,
  isForcedOpen,
  isTabStop,
  onDrop,
  children,
}: Props): ReactNode {
  const { t } = useTranslation('organise');
  const { isOver, handlers } = useDropTarget(onDrop);
  const isOpen = isForcedOpen || !folder.isCollapsed;
  return (
    <section
      aria-label={folder.name}
      data-folder-section
      className={`rounded first:mt-2 [:not([data-folder-section])+&]:mt-3 ${isOver ? 'bg-accent-soft outline-2 -outline-offset-2 outline-accent' : ''}`}
      {...handlers}
    >
      <FolderRow folder={folder} count={count} isOpen={isOpen} isTabStop={isTabStop} />
      {isOpen ? <ul>{children}</ul> : null}
      {isOpen && count === 0 ? (
        <p className="pr-2 pb-1 pl-7 text-xs text-ink-faint">{t('folderEmpty')}</p>
      ) : null}
    </section>
  );
}

type RowProps = Pick<Props, 'folder' | 'count' | 'isTabStop'> & { readonly isOpen: boolean };

function FolderRow({ folder, count, isOpen, isTabStop }: RowProps): ReactNode {
  const { t } = useTranslation('organise');
  const format = useFormat();
  const { deleteFolder } = useOrganise();
  const renamedId = useListView((view) => view.renamedFolderId);
  const rename = (isRenaming: boolean): void =>
    useListView.setState({ renamedFolderId: isRenaming ? folder.id : null });
  const toggle = (): void => void updateFolder(folder.id, { isCollapsed: !folder.isCollapsed });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    moveFocus(event);
    if (event.key === 'F2') rename(true);
    if (event.key === 'Delete') void deleteFolder(folder);
    if ((event.key === 'ArrowRight' && folder.isCollapsed) || (event.key === 'ArrowLeft' && isOpen)) toggle();
  };
  if (renamedId === folder.id)
    return (
      <NameField
        label={t('folderName')}
        name={folder.name}
        longest={80}
        onEnd={(name) => {
          if (name !== null && name !== '') void updateFolder(folder.id, { name });
          rename(false);
        }}
      />
    );
  return (
    <div className="group relative">
      <button
        type="button"
        data-row
        data-folder
        aria-expanded={isOpen}
        tabIndex={isTabStop ? 0 : -1}
        onClick={toggle}
        onKeyDown={onKeyDown}
        className="flex h-8 w-full items-center gap-2 rounded pr-2 pl-1.5 text-left text-sm font-medium text-ink-soft hover:bg-hover hover:text-ink"
      >
        <ChevronRight
          size={14}
          className={`flex-none text-ink-faint transition-transform ${isOpen ? 'rotate-90' : ''}`}
          aria-hidden
        />
        <span className="min-w-0 flex-1 truncate">{folder.name}</span>
        <span className="flex-none text-xs font-normal text-ink-faint tabular-nums group-focus-within:invisible group-hover:invisible">
          {format.integer(count)}
        </span>
      </button>
      <FolderMenu folder={folder} isTabStop={isTabStop} onRename={() => rename(true)} />
    </div>
  );
}

type MenuProps = Pick<Props, 'folder' | 'isTabStop'> & { readonly onRename: () => void };

function FolderMenu({ folder, isTabStop, onRename }: MenuProps): ReactNode {
  const { t } = useTranslation(['organise', 'common']);
  const { deleteFolder } = useOrganise();
  const folderId = folder.id;
  const move = (by: 'up' | 'down'): void =>
    void attemptChange(queryKeys.folders, () => core.folders.move({ folderId, by }));
  return (
    <RowMenu label={t('organise:folderActions', { name: folder.name })} isTabStop={isTabStop}>
      <Menu.Item className="menu-item" onClick={() => void newConversation(folderId)}>
        <SquarePen size={14} aria-hidden /> {t('organise:newInFolder')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => openFolderDialog(folderId)}>
        <SlidersHorizontal size={14} aria-hidden /> {t('organise:folderSettings')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={onRename}>
        <Pencil size={14} aria-hidden /> {t('common:rename')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => move('up')}>
        <ArrowUp size={14} aria-hidden /> {t('organise:moveUp')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => move('down')}>
        <ArrowDown size={14} aria-hidden /> {t('organise:moveDown')}
      </Menu.Item>
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.Item className="menu-item text-danger" onClick={() => void deleteFolder(folder)}>
        <Trash2 size={14} aria-hidden /> {t('common:delete')}
      </Menu.Item>
    </RowMenu>
  );
}
