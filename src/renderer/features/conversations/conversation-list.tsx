/**
 * The list of conversations. Page. One Tab stop: arrows, Home and End move inside, Enter opens, F2 renames, Delete
 * moves to the bin (with Undo).
 */
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { useConversations } from '../../state/queries.ts';
import { useView } from '../../state/view.ts';
import { ConversationRow } from './conversation-row.tsx';
import { MoreRows } from './more-rows.tsx';
import { groupConversations, type ConversationGroup } from './group-conversations.ts';

/** A row is heavy: years of conversations at once would stop the page for seconds. */
const rowsAtOnce = 200;

export function ConversationList(): ReactNode {
  const { t } = useTranslation('conversations');
  const format = useFormat();
  const { data: conversations } = useConversations();
  const openId = useView((view) => view.conversationId);
  const [renamedId, setRenamedId] = useState<ConversationId | null>(null);
  const [rowCount, setRowCount] = useState(rowsAtOnce);
  const nowMs = useNow();

  if (!conversations) return <div className="flex-1" />;
  if (conversations.length === 0)
    return <p className="flex-1 px-4 py-2 text-sm text-ink-faint">{t('empty')}</p>;

  const shown = conversations.slice(0, rowCount);
  const groups = groupConversations(shown, format, nowMs);
  const tabStopId = shown.find(({ id }) => id === openId)?.id ?? shown[0]?.id;

  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" data-conversation-list>
      {groups.map((group) => (
        <section key={group.key} aria-label={groupLabel(group, t)}>
          <h2 className="px-2 pt-4 pb-1 text-xs text-ink-faint">{groupLabel(group, t)}</h2>
          <ul>
            {group.conversations.map((conversation: ConversationSummary) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                isOpen={conversation.id === openId}
                isTabStop={conversation.id === tabStopId}
                isRenaming={conversation.id === renamedId}
                onMove={moveFocus}
                onOpen={() => openConversation(conversation.id)}
                onRename={(isRenaming) => setRenamedId(isRenaming ? conversation.id : null)}
              />
            ))}
          </ul>
        </section>
      ))}
      {shown.length < conversations.length ? (
        <MoreRows
          within="[data-conversation-list]"
          onNear={() => setRowCount((count) => count + rowsAtOnce)}
        />
      ) : null}
    </div>
  );
}

const refreshMs = 60_000;

/** The time, often enough for a list by day. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), refreshMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

function groupLabel(
  group: ConversationGroup,
  t: ReturnType<typeof useTranslation<'conversations'>>['t'],
): string {
  return group.day.kind === 'month' ? group.day.label : t(group.day.kind);
}

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
};

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const list = event.currentTarget.closest('[data-conversation-list]');
  if (!step || !list || event.altKey) return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-conversation]')];
  event.preventDefault();
  rows[step(rows.indexOf(event.currentTarget), rows.length - 1)]?.focus();
}
