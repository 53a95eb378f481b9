/**
 * The list of conversations: pinned, folders, days; or the archive by day. Page. One Tab stop (row-focus.ts); Enter opens,
 * F2 renames, Delete moves to the bin (with Undo).
 */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationSummary } from '#contract/conversations.ts';
import type { Folder } from '#contract/folders.ts';
import type { ConversationId, FolderId } from '#contract/ids.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useListView } from '../../state/list-view.ts';
import { useArchivedConversations, useConversations, useFolders } from '../../state/queries.ts';
import { useOrganise } from '../../state/use-organise.ts';
import { useView } from '../../state/view.ts';
import { arrangeList, type ListSection } from './arrange-list.ts';
import { ConversationRow } from './conversation-row.tsx';
import { useDropTarget } from './drag-conversation.ts';
import { FolderSection } from './folder-section.tsx';
import { MoreRows } from './more-rows.tsx';

/** A row is heavy: years of conversations at once would stop the page for seconds. */
const rowsAtOnce = 200;
const noFolders: readonly Folder[] = [];

export function ConversationList(): ReactNode {
  const { data: conversations } = useConversations();
  const { data: folders } = useFolders();
  const { t } = useTranslation(['conversations', 'organise']);
  const tag = useListView((view) => view.tag);
  if (!conversations || !folders) return <div className="flex-1" />;
  const shown = tag === null ? conversations : conversations.filter(({ tags }) => tags.includes(tag));
  if (shown.length === 0 && folders.length === 0)
    return <Empty text={t(tag === null ? 'conversations:empty' : 'organise:tagNothing')} />;
  return <Sections conversations={shown} folders={folders} isFiltered={tag !== null} />;
}

export function ArchiveList(): ReactNode {
  const { t } = useTranslation('organise');
  const { data: conversations } = useArchivedConversations();
  const tag = useListView((view) => view.tag);
  if (!conversations) return <div className="flex-1" />;
  const shown = tag === null ? conversations : conversations.filter(({ tags }) => tags.includes(tag));
  if (shown.length === 0) return <Empty text={t(tag === null ? 'archiveEmpty' : 'tagNothing')} />;
  return <Sections conversations={shown} folders={noFolders} isFiltered />;
}

export function Empty({ text }: { readonly text: string }): ReactNode {
  return <p className="flex-1 px-4 py-2 text-sm text-ink-faint">{text}</p>;
}

type Props = {
  readonly conversations: readonly ConversationSummary[];
  readonly folders: readonly Folder[];
  readonly isFiltered: boolean;
};

function Sections({ conversations, folders, isFiltered }: Props): ReactNode {
  const format = useFormat();
  const nowMs = useNow();
  const openId = useView((view) => view.conversationId);
  const [rowCount, setRowCount] = useState(rowsAtOnce);
  const drop = useDrop(conversations);
  const { sections, hasMore } = arrangeList(conversations, folders, format, { rowCount, nowMs, isFiltered });
  const tabStop = tabStopOf(sections, openId);
  const rowsOf = (section: ListSection): ReactNode => (
    <Rows section={section} openId={openId} tabStop={tabStop} />
  );
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2" data-conversation-list>
      {sections.map((section) =>
        section.kind === 'folder' ? (
          <FolderSection
            key={section.key}
            folder={section.folder}
            count={section.count}
            isForcedOpen={isFiltered}
            isTabStop={tabStop === section.key}
            onDrop={(id) => drop(id, section.folder.id)}
          >
            {rowsOf(section)}
          </FolderSection>
        ) : (
          <PlainSection
            key={section.key}
            section={section}
            onDrop={(id) => {
              if (section.kind === 'day') drop(id, null);
            }}
          >
            {rowsOf(section)}
          </PlainSection>
        ),
      )}
      {hasMore ? (
        <MoreRows
          within="[data-conversation-list]"
          onNear={() => setRowCount((count) => count + rowsAtOnce)}
        />
      ) : null}
    </div>
  );
}

type PlainProps = {
  readonly section: Exclude<ListSection, { kind: 'folder' }>;
  readonly onDrop: (conversationId: ConversationId) => void;
  readonly children: ReactNode;
};

function PlainSection({ section, onDrop, children }: PlainProps): ReactNode {
  const { t } = useTranslation('conversations');
  const { handlers } = useDropTarget(onDrop);
  const label =
    section.kind === 'pinned'
      ? t('pinned')
      : section.day.kind === 'month'
        ? section.day.label
        : t(section.day.kind);
  return (
    <section aria-label={label} {...handlers}>
      <h2 className="px-2 pt-4 pb-1 text-xs text-ink-faint">{label}</h2>
      <ul>{children}</ul>
    </section>
  );
}

type RowsProps = {
  readonly section: ListSection;
  readonly openId: ConversationId | null;
  readonly tabStop: string | undefined;
};

function Rows({ section, openId, tabStop }: RowsProps): ReactNode {
  const [renamedId, setRenamedId] = useState<ConversationId | null>(null);
  return section.conversations.map((conversation) => (
    <ConversationRow
      key={conversation.id}
      conversation={conversation}
      isOpen={conversation.id === openId}
      isTabStop={conversation.id === tabStop}
      isRenaming={conversation.id === renamedId}
      isInside={section.kind === 'folder'}
      onRename={setRenamedId}
    />
  ));
}

/** The open conversation where it is drawn, else the first row. */
function tabStopOf(sections: readonly ListSection[], openId: ConversationId | null): string | undefined {
  const isDrawn = sections.some(({ conversations }) => conversations.some(({ id }) => id === openId));
  if (isDrawn && openId !== null) return openId;
  const [first] = sections;
  return first?.kind === 'folder' ? first.key : first?.conversations[0]?.id;
}

function useDrop(
  conversations: readonly ConversationSummary[],
): (conversationId: ConversationId, folderId: FolderId | null) => void {
  const { move } = useOrganise();
  return (conversationId, folderId) => {
    const dropped = conversations.find(({ id }) => id === conversationId);
    if (dropped) void move(dropped, folderId);
  };
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
