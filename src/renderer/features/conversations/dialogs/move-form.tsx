/**
 * Moves a conversation to a folder, with the keyboard or without dragging. Page. The folder that it is in is chosen; a new
 * one can be made on the way.
 */
import { Folder as FolderIcon, FolderMinus, FolderPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { FolderId } from '#contract/ids.ts';
import { core } from '../../../client.ts';
import { Button } from '../../../components/button.tsx';
import { attempt } from '../../../state/actions.ts';
import { queryClient, queryKeys, useFolders } from '../../../state/queries.ts';
import { useOrganise } from '../../../state/use-organise.ts';

type Props = { readonly conversation: Conversation; readonly onClose: () => void };

export function MoveForm({ conversation, onClose }: Props): ReactNode {
  const { t } = useTranslation('organise');
  const { data: folders = [] } = useFolders();
  const { move } = useOrganise();
  const choose = (folderId: FolderId | null): void => {
    onClose();
    void move(conversation, folderId);
  };
  return (
    <div className="flex flex-col gap-4">
      <ul aria-label={t('folders')} className="flex max-h-[40vh] flex-col gap-px overflow-y-auto">
        {folders.map(({ id, name }) => (
          <Choice
            key={id}
            icon={<FolderIcon size={14} aria-hidden />}
            name={name}
            isChosen={conversation.folderId === id}
            onChoose={() => choose(id)}
          />
        ))}
        {folders.length > 0 ? (
          <Choice
            icon={<FolderMinus size={14} aria-hidden />}
            name={t('noFolder')}
            isChosen={conversation.folderId === null}
            onChoose={() => choose(null)}
          />
        ) : null}
      </ul>
      <NewFolder onMade={choose} />
      <p className="text-xs text-ink-faint">{t('moveHint')}</p>
    </div>
  );
}

type ChoiceProps = {
  readonly icon: ReactNode;
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function Choice({ icon, name, isChosen, onChoose }: ChoiceProps): ReactNode {
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen}
        onClick={onChoose}
        className={`flex h-9 w-full items-center gap-2 rounded px-2 text-left text-sm hover:bg-hover ${isChosen ? 'bg-selected font-medium' : ''}`}
      >
        {icon}
        <span className="min-w-0 flex-1 truncate">{name}</span>
      </button>
    </li>
  );
}

function NewFolder({ onMade }: { readonly onMade: (folderId: FolderId) => void }): ReactNode {
  const { t } = useTranslation('organise');
  const [name, setName] = useState('');
  const make = async (): Promise<void> => {
    const folder = await attempt(() => core.folders.create({ name: name.trim() }));
    if (!folder) return;
    await queryClient.invalidateQueries({ queryKey: queryKeys.folders });
    onMade(folder.id);
  };
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void make();
      }}
    >
      <input
        className="field"
        aria-label={t('folderName')}
        placeholder={t('newFolder')}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        <FolderPlus size={14} aria-hidden /> {t('create')}
      </Button>
    </form>
  );
}
