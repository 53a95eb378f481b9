/**
 * The lanes of a comparison with their conversations: the branch that each shows. Page.
 */
import { useQueries } from '@tanstack/react-query';
import type { Comparison, LaneState } from '#contract/comparisons.ts';
import type { Conversation, Message } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { branchTo } from '../../state/message-tree.ts';
import { queryKeys, useModels } from '../../state/queries.ts';
import { letterOf, modelOf } from './lane-names.ts';

export type LoadedLane = {
  readonly id: ConversationId;
  /** "A" for the first. */
  readonly letter: string;
  readonly index: number;
  readonly state: LaneState;
  readonly conversation: Conversation;
  /** Null: its model is not in the list any more. */
  readonly model: Model | null;
  /** From the first prompt on: prompts and replies take turns. */
  readonly branch: readonly Message[];
  readonly messageIds: readonly MessageId[];
};

/** Lanes whose conversations are read; the others come a moment later. */
export function useLanes({ lanes }: Comparison): readonly LoadedLane[] {
  const { data: list } = useModels();
  const results = useQueries({
    queries: lanes.map(({ conversationId }) => ({
      queryKey: queryKeys.conversation(conversationId),
      queryFn: () => core.conversations.get({ conversationId }),
    })),
  });
  return lanes.flatMap(({ conversationId, state }, index) => {
    const conversation = results[index]?.data;
    if (!conversation) return [];
    return [
      {
        id: conversationId,
        letter: letterOf(index),
        index,
        state,
        conversation,
        model: modelOf(list?.models ?? [], conversation.modelId),
        branch: branchTo(conversation.messages, conversation.leafId).map(({ message }) => message),
        messageIds: conversation.messages.map(({ id }) => id),
      },
    ];
  });
}

/** The replies of a lane's branch, one a prompt. */
export const repliesOf = ({ branch }: LoadedLane): readonly Message[] =>
  branch.filter(({ role }) => role === 'assistant');
