/**
 * What the column of conversations shows: the list, the archive or the bin, with any tag or one; and a new folder. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { ArrowLeft, Check, FolderPlus, ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/i18n.ts';
import { showList, useListView, type ListKind } from '../../state/list-view.ts';
import { useConversationBin, useTags } from '../../state/queries.ts';
import { useOrganise } from '../../state/use-organise.ts';

const kinds: readonly ListKind[] = ['all', 'archive', 'bin'];

export function ListMenu(): ReactNode {
  const { t } = useTranslation('organise');
  const { newFolder } = useOrganise();
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={t('menu')} title={t('menu')} className="icon-button" data-list-menu>
        <ListFilter size={16} strokeWidth={1.75} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu max-h-[70vh] overflow-y-auto">
            <Menu.Item className="menu-item" onClick={() => void newFolder()}>
              <FolderPlus size={14} aria-hidden /> {t('newFolder')}
            </Menu.Item>
            <Menu.Separator className="my-1 border-t border-line" />
            <KindChoices />
            <TagChoices />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function KindChoices(): ReactNode {
  const { t } = useTranslation('organise');
  const format = useFormat();
  const kind = useListView((view) => view.kind);
  const { data: binned = [] } = useConversationBin();
  return (
    <Menu.RadioGroup value={kind} onValueChange={(value: ListKind) => showList(value)}>
      {kinds.map((each) => (
        <Menu.RadioItem key={each} value={each} className="menu-item" closeOnClick>
          <Mark />
          <span className="flex-1">{t(each)}</span>
          {each === 'bin' && binned.length > 0 ? (
            <span className="text-xs text-ink-faint tabular-nums">{format.integer(binned.length)}</span>
          ) : null}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function TagChoices(): ReactNode {
  const { t } = useTranslation('organise');
  const format = useFormat();
  const { kind, tag } = useListView();
  const { data: tags = [] } = useTags();
  if (tags.length === 0) return null;
  const list = kind === 'bin' ? 'all' : kind;
  return (
    <Menu.RadioGroup
      value={tag ?? ''}
      onValueChange={(value: string) => showList(list, value === '' ? null : value)}
    >
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.RadioItem value="" className="menu-item" closeOnClick>
        <Mark />
        <span className="flex-1">{t('anyTag')}</span>
      </Menu.RadioItem>
      {tags.map((each) => (
        <Menu.RadioItem key={each.tag} value={each.tag} className="menu-item" closeOnClick>
          <Mark />
          <span className="min-w-0 flex-1 truncate">{each.tag}</span>
          <span className="text-xs text-ink-faint tabular-nums">{format.integer(each.conversations)}</span>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** Takes its room also where it is not shown. */
function Mark(): ReactNode {
  return (
    <span className="grid size-3.5 flex-none place-items-center">
      <Menu.RadioItemIndicator>
        <Check size={14} aria-hidden />
      </Menu.RadioItemIndicator>
    </span>
  );
}

/** Says what is shown where that is not simply everything, and leads back. */
export function ListHeading(): ReactNode {
  const { t } = useTranslation('organise');
  const { kind, tag } = useListView();
  if (kind === 'all' && tag === null) return null;
  const name = [kind === 'all' ? null : t(kind), tag].filter((part) => part !== null).join(' · ');
  return (
    <div className="flex h-9 flex-none items-center gap-1 px-3">
      <button
        type="button"
        aria-label={t('backToAll')}
        className="icon-button"
        onClick={() => showList('all')}
      >
        <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
      </button>
      <h2 className="min-w-0 flex-1 truncate text-sm font-semibold">{name}</h2>
    </div>
  );
}
