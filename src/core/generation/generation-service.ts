/**
 * What can be done with replies, as the rest of the core uses it. Runs in the core. Types only; generation.ts does it.
 */
import type { Overflow, Preview, ReplyEvent } from '#contract/generation.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import type { PreviewedMessage } from './preview.ts';

export type Sent = { userMessageId: MessageId | null; replyId: MessageId };

export type NewMessage = {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly text: string;
  readonly documentIds?: readonly DocumentId[] | undefined;
  readonly overflow: Overflow;
  readonly forcedIds?: readonly number[] | undefined;
  readonly beginning?: string | undefined;
};

/** Runs in the transaction that puts the reply on disk: what it writes is there exactly when the reply is. */
export type Alongside = (sent: Sent) => void;

/** What a branch begins with: tokens, or a text that the model of the reply cuts into tokens. */
export type BranchChoice =
  | { readonly kind: 'tokens'; readonly tokenIds: readonly number[] }
  | { readonly kind: 'text'; readonly text: string };

export type BranchRequest = {
  readonly conversationId: ConversationId;
  readonly place: BranchPlace;
  readonly choice: BranchChoice;
  readonly into: 'here' | 'newConversation';
};

/** Where the new branch is. */
export type Branched = { conversationId: ConversationId; replyId: MessageId };

export type GenerationService = {
  /** @throws conversation.notFound, message.*, model.*, generation.contextFull, app.diskFull, app.storageFailed */
  send(input: NewMessage, alongside?: Alongside): Promise<Sent>;
  /** @throws as send */
  regenerate(
    input: {
      conversationId: ConversationId;
      replyId: MessageId;
      overflow: Overflow;
      beginning?: string | undefined;
    },
    alongside?: Alongside,
  ): Promise<Sent>;
  /** @throws message.notContinuable, message.stillStreaming, and as send */
  continue(input: { conversationId: ConversationId; replyId: MessageId }): Promise<Sent>;
  /** @throws message.notFound, message.notContinuable, trace.notFound, app.invalidInput, and as send */
  branch(input: BranchRequest): Promise<Branched>;
  /** Asks for the end and returns at once. @throws generation.notFound */
  stop(replyId: MessageId): void;
  /** @throws generation.notFound when there is no such reply */
  attach(
    replyId: MessageId,
    fromToken: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ReplyEvent, void, void>;
  /** Loads the model if needed. @throws conversation.notFound, message.notFound, document.notFound, model.*, engine.* */
  preview(input: PreviewedMessage): Promise<Preview>;
  /** How a reply ended, as soon as it has and is on disk; null where the disk refused that or there is no such reply. */
  ended(replyId: MessageId): Promise<ReplyEnd | null>;
  isGenerating(conversationId: ConversationId): boolean;
  /** Stops whatever is written in a conversation. */
  stopConversation(conversationId: ConversationId): void;
  /** Stops every reply; all are on disk when this resolves. */
  close(): Promise<void>;
};
