/**
 * The same conversation under other ids, and what is the same whatever the ids are. Runs in the core. Pure.
 */
import { createHash } from 'node:crypto';
import type {
  ConversationEntry,
  ConversationPart,
  MessageEntry,
  TraceEntry,
} from '#contract/conversation-file.ts';
import { type ConversationId, type MessageId, messageIdSchema } from '#contract/ids.ts';

export type OtherIds = {
  readonly conversation: ConversationId;
  /** Null: no message of this conversation. */
  readonly message: (id: MessageId) => MessageId | null;
};

/** @returns the part with every id of a message in it replaced; those of messages that are not here are left out */
export function withOtherIds(part: ConversationPart, ids: OtherIds): ConversationPart {
  const nullable = (id: MessageId | null): MessageId | null => (id === null ? null : ids.message(id));
  if (part.kind === 'conversation') return { ...part, id: ids.conversation, leafId: nullable(part.leafId) };
  if (part.kind === 'message') return messageWith(part, ids, nullable);
  if (part.kind === 'summary')
    return { ...part, lastMessageId: ids.message(part.lastMessageId) ?? part.lastMessageId };
  if (part.kind === 'summaryRead')
    return { ...part, messageId: ids.message(part.messageId) ?? part.messageId };
  return part.kind === 'trace' ? traceWith(part, nullable) : part;
}

type Nullable = (id: MessageId | null) => MessageId | null;

function messageWith(part: MessageEntry, ids: OtherIds, nullable: Nullable): MessageEntry {
  return {
    ...part,
    id: ids.message(part.id) ?? part.id,
    parentId: nullable(part.parentId),
    cutMessageIds: part.cutMessageIds.flatMap((id) => nullable(id) ?? []),
    fork: part.fork === null ? null : { ...part.fork, sourceId: nullable(part.fork.sourceId) },
  };
}

function traceWith(part: TraceEntry, nullable: Nullable): TraceEntry {
  const spans = part.prompt.spans.map((span) => ({ ...span, messageId: nullable(span.messageId) }));
  return { ...part, prompt: { ...part.prompt, spans } };
}

/**
 * What two conversations have in common that hold the same under different ids: a digest of all parts, in which a message
 * goes by its number.
 */
export class ContentDigest {
  private readonly hash = createHash('sha256');
  private readonly numbers = new Map<MessageId, number>();
  private leafId: MessageId | null = null;

  add(part: ConversationPart): void {
    if (part.kind === 'message') this.numbers.set(part.id, this.numbers.size);
    if (part.kind === 'conversation') this.leafId = part.leafId;
    const plain = part.kind === 'conversation' ? saidBy(part) : this.numbered(part);
    this.hash.update(JSON.stringify(plain)).update('\n');
  }

  end(): string {
    return this.hash
      .update(String(this.leafId === null ? null : this.numbers.get(this.leafId)))
      .digest('hex');
  }

  private numbered(part: ConversationPart): ConversationPart {
    const message = (id: MessageId): MessageId | null => {
      const number = this.numbers.get(id);
      return number === undefined ? null : (String(number) as MessageId); // only read as text, in the digest
    };
    return withOtherIds(part, { conversation: '' as ConversationId, message }); // messages do not name theirs
  }
}

/** Without how it is kept: a conversation that was pinned, archived or put into a folder since is still the same. */
function saidBy(conversation: ConversationEntry): Omit<Partial<ConversationEntry>, 'id'> {
  const {
    id: _id,
    isPinned: _isPinned,
    archivedAtMs: _archivedAtMs,
    folder: _folder,
    tags: _tags,
    ...said
  } = conversation;
  // The leaf comes before the messages: it is added at the end.
  return { ...said, leafId: null };
}

/** A UUID that follows from the given words: the same each time. */
export function derivedId(...words: readonly string[]): MessageId {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${Buffer.byteLength(word)}\0${word}`);
  const hex = hash.digest('hex');
  // Version 8 and the variant of RFC 9562: made of whatever the maker likes.
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return messageIdSchema.parse([...parts, hex.slice(20, 32)].join('-'));
}
