/**
 * Branching from a token: asks what becomes of later turns, has the new version written, and shows it. Runs in the
 * page. The old version stays as it is.
 */
import { create } from 'zustand';
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import { core } from '../../client.ts';
import { attempt } from '../../state/actions.ts';
import { openConversation } from '../../state/open-conversation.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { liveReplies } from '../../state/replies.ts';
import { tokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import { shownConversationId, useView } from '../../state/view.ts';

export type BranchChoice =
  | { readonly kind: 'tokens'; readonly tokenIds: readonly number[] }
  | { readonly kind: 'text'; readonly text: string };

type BranchInto = 'here' | 'newConversation';
type Wish = {
  readonly conversationId: ConversationId;
  readonly place: BranchPlace;
  readonly choice: BranchChoice;
};

type Branching = {
  /** Waits for the person: later turns stand behind the reply. */
  readonly question: Wish | null;
  /** A branch was asked for and has not begun yet. */
  readonly isStarting: boolean;
  /** Where the last branch left, until the inspector has shown it. */
  readonly landing: TokenSelection | null;
};

export const useBranching = create<Branching>(() => ({ question: null, isStarting: false, landing: null }));

/** Why nothing can branch off now; null: it can. */
export type BranchObstacle = 'streaming' | 'starting' | 'elsewhere' | 'modelGone' | null;

export function obstacleTo(
  conversation: Conversation | undefined,
  messageId: MessageId,
  isStarting: boolean,
): BranchObstacle {
  if (isStarting) return 'starting';
  if (!conversation?.messages.some(({ id }) => id === messageId)) return 'elsewhere';
  return conversation.messages.some(({ state }) => state === 'streaming') ? 'streaming' : null;
}

/** The reply has turns behind it, in any version. */
export function hasLaterTurns(conversation: Conversation, messageId: MessageId): boolean {
  return conversation.messages.some(({ parentId }) => parentId === messageId);
}

function openOne(): Conversation | undefined {
  return queryClient.getQueryData<Conversation>(
    queryKeys.conversation(shownConversationId(useView.getState())),
  );
}

/** Branches at a place of the open conversation, or first asks where to. Does nothing while something stands in the way. */
export async function requestBranch(place: BranchPlace, choice: BranchChoice): Promise<boolean> {
  const conversation = openOne();
  const { isStarting } = useBranching.getState();
  if (!conversation || obstacleTo(conversation, place.messageId, isStarting) !== null) return false;
  const wish: Wish = { conversationId: conversation.id, place, choice };
  if (!hasLaterTurns(conversation, place.messageId)) return start(wish, 'here');
  useBranching.setState({ question: wish });
  return false;
}

/** The person's answer to the question; null: nothing happens. */
export async function answerQuestion(into: BranchInto | null): Promise<void> {
  const { question } = useBranching.getState();
  useBranching.setState({ question: null });
  if (question && into !== null) await start(question, into);
}

/** A branch of a prompt has what was put there as its first tokens. */
function landingOf(replyId: MessageId, { kind, position }: BranchPlace): TokenSelection {
  return { messageId: replyId, target: 'reply', position: kind === 'reply' ? position : 0 };
}

/** True when the branch is being written; a failure is shown as a toast. */
async function start({ conversationId, place, choice }: Wish, into: BranchInto): Promise<boolean> {
  useBranching.setState({ isStarting: true });
  const started = await attempt(() =>
    core.generation.branch({
      conversationId,
      place,
      choice: choice.kind === 'text' ? choice : { kind: 'tokens', tokenIds: [...choice.tokenIds] },
      into,
    }),
  );
  if (started) {
    const { replyId } = started;
    liveReplies.forget(replyId);
    liveReplies.attach(replyId);
    await queryClient.invalidateQueries({ queryKey: queryKeys.conversation(started.conversationId) });
    if (started.conversationId !== conversationId) {
      void queryClient.invalidateQueries({ queryKey: queryKeys.conversations });
      openConversation(started.conversationId);
    }
    const landing = landingOf(replyId, place);
    tokenSelection.set(landing);
    useBranching.setState({ landing });
  }
  useBranching.setState({ isStarting: false });
  return started !== undefined;
}
