/**
 * The bin of conversations: what was deleted, when it goes for good, and the way back. Page. Enter on a row opens its menu.
 */
import { Menu } from '@base-ui/react/menu';
import { Trash2, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type BinnedConversation, conversationBinDays } from '#contract/conversations.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt } from '../../state/actions.ts';
import { openPurgeDialog } from '../../state/list-view.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys, useConversationBin } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { Empty } from './conversation-list.tsx';
import { MoreRows } from './more-rows.tsx';
import { moveFocus } from './row-focus.ts';
import { RowMenu } from './row-menu.tsx';

const rowsAtOnce = 200;

export function BinList(): ReactNode {
  const { t } = useTranslation('organise');
  const { data: binned } = useConversationBin();
  const [rowCount, setRowCount] = useState(rowsAtOnce);
  if (!binned) return <div className="flex-1" />;
  if (binned.length === 0)
    return <Empty text={`${t('binEmpty')} ${t('binHint', { days: conversationBinDays })}`} />;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" data-conversation-list>
      <div className="flex flex-col items-start gap-2 px-2 pt-1 pb-3">
        <p className="text-xs text-ink-faint">{t('binHint', { days: conversationBinDays })}</p>
        <Button isSmall onClick={() => openPurgeDialog(null)}>
          {t('emptyBin')}
        </Button>
      </div>
      <ul aria-label={t('bin')}>
        {binned.slice(0, rowCount).map((conversation, index) => (
          <BinRow key={conversation.id} conversation={conversation} isTabStop={index === 0} />
        ))}
      </ul>
      {binned.length > rowCount ? (
        <MoreRows
          within="[data-conversation-list]"
          onNear={() => setRowCount((count) => count + rowsAtOnce)}
        />
      ) : null}
    </div>
  );
}

type RowProps = { readonly conversation: BinnedConversation; readonly isTabStop: boolean };

function BinRow({ conversation, isTabStop }: RowProps): ReactNode {
  const { t } = useTranslation(['organise', 'conversations']);
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { id, purgeAtMs } = conversation;
  const title = conversation.title || t('conversations:untitled');
  const restore = async (): Promise<void> => {
    if (!(await attempt(() => core.conversations.restore({ conversationId: id })))) return;
    await queryClient.invalidateQueries({ queryKey: queryKeys.lists });
    showToast(t('organise:restored', { title }), {
      label: t('organise:open'),
      run: () => openConversation(id),
    });
  };
  return (
    <li className="group relative">
      <button
        type="button"
        data-row
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => setOpen(true)}
        onKeyDown={moveFocus}
        className="flex w-full flex-col rounded py-1.5 pr-8 pl-2 text-left hover:bg-hover"
      >
        <span className="w-full truncate text-sm text-ink-soft">{title}</span>
        <span className="text-xs text-ink-faint tabular-nums">
          {t('organise:purgeOn', { day: format.day(purgeAtMs) })}
        </span>
      </button>
      <RowMenu
        label={t('conversations:actions', { title })}
        isTabStop={isTabStop}
        open={isOpen}
        onOpenChange={setOpen}
      >
        <Menu.Item className="menu-item" onClick={() => void restore()}>
          <Undo2 size={14} aria-hidden /> {t('organise:restore')}
        </Menu.Item>
        <Menu.Item className="menu-item text-danger" onClick={() => openPurgeDialog(id)}>
          <Trash2 size={14} aria-hidden /> {t('organise:purge')}
        </Menu.Item>
      </RowMenu>
    </li>
  );
}
