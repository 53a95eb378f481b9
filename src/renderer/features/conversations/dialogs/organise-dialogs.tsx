/**
 * The dialogs that sort conversations: move to a folder, tags, what a folder gives, and the question before something goes
 * for good. Page. What they are about is in state/list-view.ts.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../../../components/modal.tsx';
import { useListView } from '../../../state/list-view.ts';
import { useConversation, useConversationBin, useFolders } from '../../../state/queries.ts';
import { closeDialog, useView } from '../../../state/view.ts';
import { FolderForm } from './folder-form.tsx';
import { MoveForm } from './move-form.tsx';
import { PurgeForm } from './purge-form.tsx';
import { TagsForm } from './tags-form.tsx';

export function OrganiseDialogs(): ReactNode {
  const dialog = useView((view) => view.dialog);
  return (
    <>
      <ConversationDialogs />
      <FolderDialog isOpen={dialog === 'folder'} />
      <PurgeDialog isOpen={dialog === 'purge'} />
    </>
  );
}

function ConversationDialogs(): ReactNode {
  const { t } = useTranslation(['organise', 'conversations']);
  const dialog = useView((view) => view.dialog);
  const conversationId = useListView((view) => view.conversationId);
  const isNeeded = dialog === 'moveToFolder' || dialog === 'tags';
  const { data: conversation } = useConversation(isNeeded ? conversationId : null);
  const title = conversation?.title || t('conversations:untitled');
  return (
    <>
      <Modal
        title={t('organise:moveTitle')}
        isOpen={dialog === 'moveToFolder' && conversation !== undefined}
        onClose={closeDialog}
      >
        {conversation ? <MoveForm conversation={conversation} onClose={closeDialog} /> : null}
      </Modal>
      <Modal
        title={t('organise:tagsTitle', { title })}
        isOpen={dialog === 'tags' && conversation !== undefined}
        onClose={closeDialog}
      >
        {conversation ? <TagsForm conversation={conversation} /> : null}
      </Modal>
    </>
  );
}

function FolderDialog({ isOpen }: { readonly isOpen: boolean }): ReactNode {
  const { t } = useTranslation('organise');
  const folderId = useListView((view) => view.folderId);
  const folder = useFolders().data?.find(({ id }) => id === folderId);
  return (
    <Modal
      title={t('folderTitle', { name: folder?.name ?? '' })}
      isOpen={isOpen && folder !== undefined}
      onClose={closeDialog}
    >
      {folder ? <FolderForm key={folder.id} folder={folder} /> : null}
    </Modal>
  );
}

function PurgeDialog({ isOpen }: { readonly isOpen: boolean }): ReactNode {
  const { t } = useTranslation(['organise', 'conversations']);
  const conversationId = useListView((view) => view.conversationId);
  const { data: binned = [] } = useConversationBin();
  const one = binned.find(({ id }) => id === conversationId);
  const title = one
    ? t('organise:purgeTitle', { title: one.title || t('conversations:untitled') })
    : t('organise:emptyTitle', { count: binned.length });
  return (
    <Modal title={title} isOpen={isOpen && binned.length > 0} onClose={closeDialog}>
      <PurgeForm conversationId={one?.id ?? null} onClose={closeDialog} />
    </Modal>
  );
}
