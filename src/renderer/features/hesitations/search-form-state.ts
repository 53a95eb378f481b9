/**
 * What is asked for in "Find hesitation", kept while another screen is shown. Page, memory only.
 */
import { create } from 'zustand';
import type { HesitationScope } from '#contract/hesitations.ts';
import type { Conversation } from '#contract/conversations.ts';
import type { ChainStage } from '#probability/chain-state.ts';
import type { HesitationMatch } from '#probability/hesitation.ts';
import type { HesitationQuestion } from '../../state/hesitations.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { tokenSelection } from '../../state/traces/selection.ts';
import { useView } from '../../state/view.ts';

export const numberCriteria = ['surprisalFrom', 'probabilityBelow', 'marginBelow', 'rankAbove'] as const;
export type NumberCriterion = (typeof numberCriteria)[number];

/** Numbers as they are typed: bits, percent, percentage points, a rank. */
export type SearchForm = {
  readonly scope: HesitationScope['kind'];
  readonly match: HesitationMatch;
  readonly isOn: Readonly<Record<NumberCriterion | 'favouriteRemovedBy', boolean>>;
  readonly numbers: Readonly<Record<NumberCriterion, number>>;
  readonly removedBy: ChainStage | 'any';
  /** The hit that the keyboard is at. */
  readonly activeHit: number;
};

export const useSearchForm = create<SearchForm>(() => ({
  scope: 'conversation',
  match: 'any',
  isOn: {
    surprisalFrom: true,
    probabilityBelow: false,
    marginBelow: false,
    rankAbove: false,
    favouriteRemovedBy: false,
  },
  numbers: { surprisalFrom: 5, probabilityBelow: 5, marginBelow: 5, rankAbove: 10 },
  removedBy: 'any',
  activeHit: 0,
}));

/** The reply of the chosen token, else the last one of the conversation that is open; null: there is none. */
function openReplyId(): Conversation['leafId'] {
  const conversation = openConversation();
  if (!conversation) return null;
  const chosenId = tokenSelection.get()?.messageId;
  if (chosenId && conversation.messages.some(({ id }) => id === chosenId)) return chosenId;
  const byId = new Map(conversation.messages.map((message) => [message.id, message]));
  let message = conversation.leafId === null ? undefined : byId.get(conversation.leafId);
  while (message && !message.hasTrace)
    message = message.parentId === null ? undefined : byId.get(message.parentId);
  return message?.id ?? null;
}

function openConversation(): Conversation | undefined {
  return queryClient.getQueryData<Conversation>(queryKeys.conversation(useView.getState().conversationId));
}

function scopeOf(kind: HesitationScope['kind']): HesitationScope | null {
  if (kind === 'all') return { kind };
  if (kind === 'reply') {
    const messageId = openReplyId();
    return messageId && { kind, messageId };
  }
  const { conversationId } = useView.getState();
  return conversationId && { kind, conversationId };
}

/** The request for what the form says; null: there is nothing to look in, or no criterion is on. */
export function questionOf({
  scope: kind,
  match,
  isOn,
  numbers,
  removedBy,
}: SearchForm): HesitationQuestion | null {
  const scope = scopeOf(kind);
  if (!scope || !Object.values(isOn).some(Boolean)) return null;
  return {
    scope,
    match,
    criteria: {
      surprisalFrom: isOn.surprisalFrom ? numbers.surprisalFrom : null,
      probabilityBelow: isOn.probabilityBelow ? numbers.probabilityBelow / 100 : null,
      marginBelow: isOn.marginBelow ? numbers.marginBelow / 100 : null,
      rankAbove: isOn.rankAbove ? numbers.rankAbove : null,
      favouriteRemovedBy: isOn.favouriteRemovedBy ? removedBy : null,
    },
  };
}
