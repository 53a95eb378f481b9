/**
 * Decides, before anything is written, what becomes of each conversation of an import. Runs in the core. Reads the files and the
 * database; memory holds ids and decisions.
 */
import type { ConversationPart } from '#contract/conversation-file.ts';
import { type ConversationId, conversationIdSchema, type MessageId } from '#contract/ids.ts';
import type { DroppedKind, MoveKind } from '#contract/move.ts';
import { conversationParts, type PartsStore } from './conversation-parts.ts';
import { invalidFile } from './import-items.ts';
import type { ReadStep } from './read-files.ts';
import { ContentDigest, derivedId } from './with-other-ids.ts';

/**
 * `new`: under its own ids; `copy`: under those that follow from its content, because something else goes by its own;
 * `skip`: there already; `restore`: there already, in the bin.
 */
export type Decision = {
  readonly kind: 'new' | 'copy' | 'skip' | 'restore';
  /** The id that it has here. */
  readonly id: ConversationId;
  readonly messages: number;
  /** What copied ids follow from. */
  readonly digest: string;
};

export type Survey = {
  /** In the order of the files. */
  readonly decisions: readonly Decision[];
  readonly kinds: ReadonlySet<MoveKind>;
  readonly dropped: ReadonlyMap<DroppedKind, number>;
};

/** The id that a conversation or message has in a copy of it. */
export const copiedId = (digest: string, id: string): MessageId => derivedId('prisme.copy', digest, id);
export const copiedConversationId = (digest: string, id: string): ConversationId =>
  conversationIdSchema.parse(copiedId(digest, id));

/** Gives the bytes that were read, and in the end the survey. @throws move.* */
export function* survey(steps: Iterable<ReadStep>, store: PartsStore): Generator<number, Survey, void> {
  const surveyor = new Surveyor(store);
  for (const step of steps) {
    if ('readBytes' in step) yield step.readBytes;
    else surveyor.read(step);
  }
  return surveyor;
}

class Surveyor implements Survey {
  readonly decisions: Decision[] = [];
  readonly kinds = new Set<MoveKind>();
  readonly dropped = new Map<DroppedKind, number>();
  private readonly store: PartsStore;
  private readonly conversationIds = new Set<ConversationId>();
  private readonly messageIds = new Set<MessageId>();
  private open: OpenConversation | null = null;

  constructor(store: PartsStore) {
    this.store = store;
  }

  read({ item, kind, isOwn }: Exclude<ReadStep, { readBytes: number }>): void {
    this.kinds.add(kind);
    if (item.kind === 'dropped') this.dropped.set(item.what, (this.dropped.get(item.what) ?? 0) + item.count);
    else if (item.kind === 'part') this.readPart(item.part, isOwn);
    else if (item.kind === 'whole' && this.open !== null) {
      this.decisions.push(this.open.decide());
      this.open = null;
    }
  }

  private readPart(part: ConversationPart, isOwn: boolean): void {
    if (part.kind === 'conversation') {
      const isRepeated = this.conversationIds.has(part.id);
      if (isRepeated && isOwn) throw invalidFile('', `the conversation ${part.id} stands twice`);
      this.conversationIds.add(part.id);
      this.open = new OpenConversation(this.store, part.id, isOwn, isRepeated);
    }
    if (part.kind === 'message' && !(this.open?.isRepeated ?? false)) {
      if (this.messageIds.has(part.id)) throw invalidFile('', `the message ${part.id} stands twice`);
      this.messageIds.add(part.id);
    }
    this.open?.add(part);
  }
}

class OpenConversation {
  readonly isRepeated: boolean;
  private readonly store: PartsStore;
  private readonly id: ConversationId;
  private readonly isOwn: boolean;
  private readonly digest = new ContentDigest();
  private messages = 0;
  /** A message is there already, in whatever conversation. */
  private isAnyTaken = false;
  /** Every message is there already, in this conversation and with this text. */
  private areAllHeld = true;

  constructor(store: PartsStore, id: ConversationId, isOwn: boolean, isRepeated: boolean) {
    this.store = store;
    this.id = id;
    this.isOwn = isOwn;
    this.isRepeated = isRepeated;
  }

  add(part: ConversationPart): void {
    this.digest.add(part);
    if (part.kind !== 'message') return;
    this.messages += 1;
    const stored = this.store.messages.find(part.id);
    if (stored !== null) this.isAnyTaken = true;
    if (stored?.conversationId !== this.id || stored.text !== part.text) this.areAllHeld = false;
  }

  decide(): Decision {
    const digest = this.digest.end();
    const { id, messages } = this;
    const of = (kind: Decision['kind'], to: ConversationId): Decision => ({ kind, id: to, messages, digest });
    if (this.isRepeated) return of('skip', id);
    const there = this.store.conversations.find(id);
    if (there === null && !this.isAnyTaken) return of('new', id);
    // Another program's file knows nothing of titles and settings that a person chose here: its words decide.
    if (there !== null && (this.isOwn ? this.digestOf(id) === digest : this.areAllHeld))
      return of(there.deletedAtMs === null ? 'skip' : 'restore', id);
    const copyId = copiedConversationId(digest, id);
    const copy = this.store.conversations.find(copyId);
    if (copy === null) return of('copy', copyId);
    return of(copy.deletedAtMs === null ? 'skip' : 'restore', copyId);
  }

  private digestOf(id: ConversationId): string {
    const digest = new ContentDigest();
    for (const part of conversationParts(this.store, id)) digest.add(part);
    return digest.end();
  }
}
