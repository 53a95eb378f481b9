/**
 * All branches of a conversation as a tree, with how probable each reply was: raw, as it was captured. Page. One tab stop;
 * Enter or a click goes to the branch.
 */
import { ChevronDown, ChevronRight } from 'lucide-react';
import {
  useEffect,
  useId,
  useMemo,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { Modal } from '../../components/modal.tsx';
import { goToMessage } from '../../state/go-to-message.ts';
import { branchTo } from '../../state/message-tree.ts';
import { BranchRowView } from './branch-row.tsx';
import { branchRows, rowMove, sumsOfBranches } from './branch-rows.ts';
import { useReplySums } from './use-reply-sums.ts';

type Props = {
  readonly conversation: Conversation | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export function BranchesDialog({ conversation, isOpen, onClose }: Props): ReactNode {
  const { t } = useTranslation('branches');
  const isEmpty = conversation?.messages.length === 0;
  return (
    <Modal title={t('title')} isOpen={isOpen && conversation !== null} onClose={onClose} isWide>
      {isEmpty ? <p className="text-sm text-ink-faint">{t('empty')}</p> : null}
      {conversation && !isEmpty ? <Tree conversation={conversation} onClose={onClose} /> : null}
    </Modal>
  );
}

type TreeProps = { readonly conversation: Conversation; readonly onClose: () => void };

function Tree({ conversation, onClose }: TreeProps): ReactNode {
  const { t } = useTranslation('branches');
  const listId = useId();
  const { id: conversationId, messages, leafId } = conversation;
  const [collapsed, setCollapsed] = useState<ReadonlySet<MessageId>>(new Set());
  const [chosenId, setChosenId] = useState(leafId);
  const rows = useMemo(() => branchRows(messages, (id) => collapsed.has(id)), [messages, collapsed]);
  const shownIds = useMemo(
    () => new Set(branchTo(messages, leafId).map(({ message }) => message.id)),
    [messages, leafId],
  );
  const { sums, isReading } = useReplySums(messages);
  const branchSums = useMemo(
    () => sumsOfBranches(messages, (id) => sums.get(id)?.logprob ?? null),
    [messages, sums],
  );
  const index = Math.max(
    0,
    rows.findIndex(({ message }) => message.id === chosenId),
  );
  useEffect(() => {
    document.getElementById(`${listId}${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [listId, index]);

  const fold = (id: MessageId, isOpen: boolean): void =>
    setCollapsed((known) => new Set(isOpen ? [...known].filter((each) => each !== id) : [...known, id]));
  const go = (id: MessageId): void => {
    onClose();
    void goToMessage(conversationId, id, []);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = rowMove(rows, index, event.key);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'choose') setChosenId(move.id);
    else if (move.kind === 'fold') fold(move.id, move.isOpen);
    else go(move.id);
  };
  const onClick = ({ target }: MouseEvent): void => {
    if (!(target instanceof Element)) return;
    const row = rows[Number(target.closest<HTMLElement>('[data-branch]')?.dataset['branch'] ?? Number.NaN)];
    if (!row) return;
    if (target.closest('[data-twisty]') && row.isOpen !== null) fold(row.message.id, !row.isOpen);
    else go(row.message.id);
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-ink-soft">{t('lead')}</p>
      <div className="branch-columns px-1 text-right text-xs text-ink-faint" aria-hidden>
        <span />
        <span>{t('reply')}</span>
        <span>{t('branch')}</span>
      </div>
      <div
        role="tree"
        tabIndex={0}
        aria-label={t('title')}
        aria-busy={isReading}
        aria-activedescendant={`${listId}${index}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="max-h-[56vh] overflow-y-auto rounded"
      >
        {rows.map((row, place) => (
          <BranchRowView
            key={row.message.id}
            id={`${listId}${place}`}
            place={place}
            row={row}
            sum={sums.get(row.message.id) ?? null}
            branchSum={branchSums.get(row.message.id) ?? null}
            isReading={isReading}
            isChosen={place === index}
            isShown={shownIds.has(row.message.id)}
            twisty={
              row.isOpen === null ? null : row.isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />
            }
          />
        ))}
      </div>
    </div>
  );
}
