/**
 * The messages of the branch on screen, in order. Page. Of a long one only the end is drawn at once, and what somebody
 * comes near to.
 */
import { Fragment, memo, useMemo, type ReactNode } from 'react';
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import type { BranchMessage } from '../../state/message-tree.ts';
import { useSoughtMessageId } from '../../state/go-to-message.ts';
import { useChosenMessageId } from '../../state/traces/selection.ts';
import { BranchPart } from './branch-part.tsx';
import { Reply } from './reply.tsx';
import { shownSummary } from '../../state/shown-summary.ts';
import { SummaryMark } from './summary-mark.tsx';
import { UserMessage } from './user-message.tsx';

/** About what a window shows when a conversation opens; what a tall one shows besides comes in the next frames. */
const drawnAtOnce = 12;
/** Few, so that drawing them fits into a frame; not one, because watching each of thousands costs every frame. */
const messagesPerPart = 6;

type Props = {
  readonly conversation: Conversation;
  readonly branch: readonly BranchMessage[];
  readonly editedId: MessageId | null;
  /** A reply is being written: nothing can be sent. */
  readonly isLocked: boolean;
  readonly onEdit: (messageId: MessageId | null) => void;
};

export function Branch({ conversation, branch, editedId, isLocked, onEdit }: Props): ReactNode {
  const summary = useMemo(
    () =>
      shownSummary(
        conversation.summaries,
        branch.map(({ message }) => message.id),
      ),
    [conversation.summaries, branch],
  );
  const chosenId = useChosenMessageId();
  const soughtId = useSoughtMessageId();
  return partsOf(branch).map(({ start, entries }) => (
    <BranchPart
      key={entries[0]?.message.id}
      messages={entries.map(({ message }) => message)}
      isWanted={
        start + entries.length > branch.length - drawnAtOnce ||
        entries.some(({ message: { id } }) => id === chosenId || id === editedId || id === soughtId)
      }
    >
      {entries.map((entry, index) => (
        <Fragment key={entry.message.id}>
          <DrawnMessage
            conversation={conversation}
            isLocked={isLocked}
            onEdit={onEdit}
            isEditing={entry.message.id === editedId}
            entry={entry}
            isLast={start + index === branch.length - 1}
          />
          {summary?.lastMessageId === entry.message.id ? (
            <SummaryMark conversationId={conversation.id} summary={summary} isLocked={isLocked} />
          ) : null}
        </Fragment>
      ))}
    </BranchPart>
  ));
}

type Part = { readonly start: number; readonly entries: readonly BranchMessage[] };

function partsOf(branch: readonly BranchMessage[]): Part[] {
  const parts: Part[] = [];
  for (let start = 0; start < branch.length; start += messagesPerPart)
    parts.push({ start, entries: branch.slice(start, start + messagesPerPart) });
  return parts;
}

type DrawnProps = Omit<Props, 'branch' | 'editedId'> & {
  readonly isEditing: boolean;
  readonly entry: BranchMessage;
  readonly isLast: boolean;
};

/** Not again with every token that is chosen somewhere in the conversation. */
const DrawnMessage = memo(function DrawnMessage(props: DrawnProps): ReactNode {
  const { conversation, entry, isLast, isEditing, isLocked, onEdit } = props;
  const { id, role } = entry.message;
  if (role === 'assistant')
    return <Reply conversation={conversation} entry={entry} isLast={isLast} isLocked={isLocked} />;
  return (
    <UserMessage
      conversation={conversation}
      entry={entry}
      isEditing={isEditing}
      isLocked={isLocked}
      onEdit={(isBegun) => onEdit(isBegun ? id : null)}
    />
  );
});
