/**
 * The column of conversations: new, the list by day, and the ways to models, settings and help. Page.
 */
import { BookText, Box, CircleHelp, PanelLeft, Settings as SettingsIcon, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button.tsx';
import { newConversation } from '../../state/open-conversation.ts';
import { openPrompts } from '../../state/prompts.ts';
import { openDialog, useView } from '../../state/view.ts';
import { useSearchText } from '../../state/search.ts';
import { useListView, type ListKind } from '../../state/list-view.ts';
import { BinList } from './bin-list.tsx';
import { ArchiveList, ConversationList } from './conversation-list.tsx';
import { NewWithPreset } from './new-with-preset.tsx';
import { ListHeading, ListMenu } from './list-menu.tsx';
import { TitleStatus } from './model-title.tsx';
import { SearchField } from './search-field.tsx';
import { SearchResults } from './search-results.tsx';

type Props = {
  readonly logo: ReactNode;
  /** The menu that leads to the instruments. */
  readonly instruments: ReactNode;
  readonly onHide: () => void;
};

export function Sidebar({ logo, instruments, onHide }: Props): ReactNode {
  const { t } = useTranslation('conversations');
  const text = useSearchText((search) => search.text);
  return (
    <nav aria-label={t('heading')} className="flex h-full min-h-0 flex-col bg-surface">
      <div className="flex h-12 flex-none items-center justify-between pr-2 pl-4">
        {logo}
        <div className="flex gap-1">
          <IconButton icon={PanelLeft} label={t('hide')} keys="Mod+B" onClick={onHide} />
          <ListMenu />
          <IconButton
            icon={SquarePen}
            label={t('new')}
            keys="Mod+Shift+O"
            onClick={() => void newConversation()}
          />
          <NewWithPreset />
        </div>
      </div>
      <SearchField />
      <TitleStatus />
      {text.trim() === '' ? <List /> : <SearchResults text={text} />}
      <div className="flex flex-none flex-col gap-px border-t border-line p-2">
        {instruments}
        <FootLink
          icon={<Box size={16} strokeWidth={1.75} aria-hidden />}
          label={t('models')}
          onClick={() => useView.setState({ screen: 'models', isSidebarSheetOpen: false })}
        />
        <FootLink
          icon={<BookText size={16} strokeWidth={1.75} aria-hidden />}
          label={t('prompts')}
          onClick={openPrompts}
        />
        <FootLink
          icon={<SettingsIcon size={16} strokeWidth={1.75} aria-hidden />}
          label={t('settings')}
          onClick={() => openDialog('settings')}
        />
        <FootLink
          icon={<CircleHelp size={16} strokeWidth={1.75} aria-hidden />}
          label={t('help')}
          onClick={() => openDialog('help')}
        />
      </div>
    </nav>
  );
}

const lists: Readonly<Record<ListKind, () => ReactNode>> = {
  all: ConversationList,
  archive: ArchiveList,
  bin: BinList,
};

function List(): ReactNode {
  const kind = useListView((view) => view.kind);
  const Shown = lists[kind];
  return (
    <>
      <ListHeading />
      <Shown />
    </>
  );
}

type FootLinkProps = { readonly icon: ReactNode; readonly label: string; readonly onClick: () => void };

function FootLink({ icon, label, onClick }: FootLinkProps): ReactNode {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-8 items-center gap-2 rounded px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
    >
      {icon}
      {label}
    </button>
  );
}
