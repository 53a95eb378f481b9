/**
 * The requests of a conversation: send, write again, go on, stop, show another version; and what a full context asks
 * of the person. Runs in the page.
 */
import { create } from 'zustand';
import type { Conversation, Message } from '#contract/conversations.ts';
import type { Document } from '#contract/documents.ts';
import type { Overflow } from '#contract/generation.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import { titleFrom } from '#contract/titles.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { attempt, updateConversation } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { liveReplies } from '../../state/replies.ts';

/** What a person can agree to. */
export type AgreedOverflow = Extract<Overflow, 'cutOldest' | 'summarise'>;

/** A request that did not fit; `retry` sends it with the oldest turns left out or summarised. */
export type PendingOverflow = {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documentIds: readonly DocumentId[];
  readonly beginning?: string | undefined;
  readonly retry: (agreed: AgreedOverflow) => Promise<boolean>;
};

type ChatState = {
  readonly overflow: PendingOverflow | null;
  /** The last refusal of each conversation, shown above its message field until the next attempt. */
  readonly errors: Readonly<Record<ConversationId, PageError>>;
  readonly stopping: readonly MessageId[];
};

export const useChat = create<ChatState>(() => ({ overflow: null, errors: {}, stopping: [] }));

function setError(conversationId: ConversationId, error: PageError | null): void {
  useChat.setState(({ errors }) => {
    const { [conversationId]: _old, ...rest } = errors;
    return { errors: error ? { ...rest, [conversationId]: error } : rest };
  });
}

type Start = {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documentIds?: readonly DocumentId[];
  readonly beginning?: string | undefined;
  readonly request: (overflow: Overflow) => Promise<{ replyId: MessageId }>;
  readonly onAccepted?: () => void;
};

/** True when the reply has started. A full context opens the question instead and gives false. */
async function start(given: Start, overflow: Overflow): Promise<boolean> {
  const { conversationId, parentId, text, documentIds = [], beginning, request } = given;
  setError(conversationId, null);
  try {
    const { replyId } = await request(overflow);
    liveReplies.forget(replyId);
    liveReplies.attach(replyId);
    given.onAccepted?.();
    await queryClient.invalidateQueries({ queryKey: queryKeys.conversation(conversationId) });
    return true;
  } catch (error) {
    const pageError = toPageError(error);
    if (pageError.code === 'generation.contextFull' && overflow === 'asChosen') {
      const retry = (agreed: AgreedOverflow): Promise<boolean> => start(given, agreed);
      useChat.setState({ overflow: { conversationId, parentId, text, documentIds, beginning, retry } });
    } else {
      setError(conversationId, pageError);
    }
    return false;
  }
}

export type NewMessage = {
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documents: readonly Document[];
  /** What the reply begins with, if anything. */
  readonly beginning?: string;
};

function begunWith(beginning = ''): { beginning?: string } {
  return beginning === '' ? {} : { beginning };
}

/** Sends under `parentId`; an edit is a send under the edited message's parent. `onSent`: it was accepted, now or after the person agreed to a cut. */
export async function send(
  conversation: Conversation,
  { parentId, text, documents, beginning = '' }: NewMessage,
  onSent: () => void,
): Promise<void> {
  const documentIds = documents.map(({ id }) => id);
  const { id: conversationId } = conversation;
  const request = (overflow: Overflow): Promise<{ replyId: MessageId }> =>
    core.generation.send({ conversationId, parentId, text, documentIds, overflow, ...begunWith(beginning) });
  const onAccepted = (): void => {
    onSent();
    if (conversation.title === '')
      void updateConversation(conversationId, { title: titleFrom(text), titleBy: 'beginning' });
  };
  await start({ conversationId, parentId, text, documentIds, beginning, request, onAccepted }, 'asChosen');
}

/** @param beginning what the new reply begins with, if anything */
export function regenerate(
  conversationId: ConversationId,
  replyId: MessageId,
  parentId: MessageId | null,
  beginning?: string,
): Promise<boolean> {
  const request = (overflow: Overflow): Promise<{ replyId: MessageId }> =>
    core.generation.regenerate({ conversationId, replyId, overflow, ...begunWith(beginning) });
  return start({ conversationId, parentId, text: '', beginning, request }, 'asChosen');
}

export function continueReply(conversationId: ConversationId, replyId: MessageId): Promise<boolean> {
  const request = (): Promise<{ replyId: MessageId }> =>
    core.generation.continue({ conversationId, replyId });
  return start({ conversationId, parentId: null, text: '', request }, 'cutOldest');
}

/** Takes the graphics card away from the model that wrote, and goes on: it is loaded again without. */
export async function continueOnProcessor(
  conversationId: ConversationId,
  { id: replyId, model }: Message,
): Promise<boolean> {
  const modelId = model?.id ?? null;
  const known = modelId === null ? undefined : await attempt(() => core.models.list({}));
  const settings = known?.models.find(({ id }) => id === modelId)?.loadSettings;
  if (modelId === null || settings === undefined) return false;
  const loadSettings = { ...settings, gpu: 'off' as const };
  const changed = await attempt(async () => {
    await core.models.configure({ modelId, loadSettings });
    // One that is there again already is on the card again.
    return core.models.unload({ modelId });
  });
  return changed !== undefined && (await continueReply(conversationId, replyId));
}

export async function stop(replyId: MessageId): Promise<void> {
  useChat.setState(({ stopping }) => ({ stopping: [...stopping, replyId] }));
  await attempt(() => core.generation.stop({ replyId }));
}

/** Stop was asked for and the end is not there yet. Forgotten when the reply has ended. */
export function forgetStop(replyId: MessageId): void {
  useChat.setState(({ stopping }) => ({ stopping: stopping.filter((id) => id !== replyId) }));
}

export async function selectVersion(conversationId: ConversationId, messageId: MessageId): Promise<void> {
  const selected = await attempt(() => core.conversations.selectBranch({ conversationId, messageId }));
  if (!selected) return;
  queryClient.setQueryData<Conversation>(
    queryKeys.conversation(conversationId),
    (known) => known && { ...known, leafId: selected.leafId },
  );
}
