/**
 * What the readers of other programs' files give: a conversation as a tree of texts. Runs in the core. Pure. Here it becomes
 * what Prisme stores: what has no place is taken out of the tree without breaking it, and runs of messages of one speaker
 * become one message.
 */
import type { ConversationEntry, MessageEntry } from '#contract/conversation-file.ts';
import { conversationIdSchema, type MessageId } from '#contract/ids.ts';
import type { DroppedKind, MoveKind } from '#contract/move.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { type ImportItem, invalidFile } from '../import-items.ts';
import { derivedId } from '../with-other-ids.ts';

export type ForeignMessage = {
  /** What the file calls it. */
  readonly id: string;
  /** Null: it begins the conversation. */
  readonly parentId: string | null;
  /** Null: it is not kept, what follows it is tied to what was before. */
  readonly role: 'user' | 'assistant' | null;
  readonly text: string;
  readonly createdAtMs: number | null;
  /** Of a reply; null: not named. */
  readonly modelName: string | null;
  /** Where it stands, for errors. */
  readonly place: string;
};

export type ForeignConversation = {
  readonly kind: MoveKind;
  /** What a reply is signed with that names no model. */
  readonly author: string;
  readonly id: string;
  readonly title: string;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  readonly systemPrompt: string;
  readonly isPinned: boolean;
  /** In any order. */
  readonly messages: readonly ForeignMessage[];
  /** The end of the branch that is shown; null: the last one. */
  readonly leafId: string | null;
  readonly dropped: Dropped;
  readonly place: string;
};

export type Dropped = Partial<Record<DroppedKind, number>>;

/** Counts something that has no place here. */
export function drop(dropped: Dropped, what: DroppedKind, count = 1): void {
  if (count > 0) dropped[what] = (dropped[what] ?? 0) + count;
}

const mostTitle = 200;
const mostName = 300;
const mostText = 4_000_000;
const mostSystemPrompt = 100_000;
const mostTimeMs = 1e14;

/** A message that stays, with those that continue it under its name. */
type Kept = { readonly first: ForeignMessage; readonly parent: Kept | null; readonly texts: string[] };

/** @throws move.invalidFile: a message before itself, a parent that is not there, a text beyond all bounds */
export function* foreignItems(
  conversation: ForeignConversation,
  nowMs: number,
): Generator<ImportItem, void, void> {
  const kept = keptMessages(conversation);
  const id = conversationIdSchema.parse(derivedId('prisme.foreign', conversation.kind, conversation.id));
  const idOf = ({ first }: Kept): MessageId => derivedId('prisme.foreign', id, first.id);
  const createdAtMs = time(conversation.createdAtMs) ?? time(kept.all[0]?.first.createdAtMs) ?? nowMs;
  const leaf = conversation.leafId === null ? undefined : kept.of.get(conversation.leafId);
  const shown = leaf ?? kept.all.at(-1);
  const { title, systemPrompt, isPinned } = conversation;
  const entry: ConversationEntry = {
    ...{ kind: 'conversation', id, title: cut(title, mostTitle), isPinned, createdAtMs },
    ...{ titleBy: 'person', archivedAtMs: null, folder: null, tags: [], contextStrategy: 'stop' },
    updatedAtMs: time(conversation.updatedAtMs) ?? createdAtMs,
    systemPrompt: bounded(systemPrompt, mostSystemPrompt, conversation.place),
    ...{ settings: samplerPresets.balanced, template: 'model', modelId: null, draft: '' },
    leafId: shown === undefined ? null : idOf(shown),
  };
  yield { kind: 'part', part: entry };
  for (const message of kept.all) {
    const part = messageEntry(message, conversation, idOf, createdAtMs);
    yield { kind: 'part', part };
  }
  yield { kind: 'whole' };
  for (const [what, count] of Object.entries(conversation.dropped) as [DroppedKind, number][])
    yield { kind: 'dropped', what, count };
}

function messageEntry(
  message: Kept,
  { author }: ForeignConversation,
  idOf: (message: Kept) => MessageId,
  conversationMs: number,
): MessageEntry {
  const { first, parent, texts } = message;
  const isReply = first.role === 'assistant';
  return {
    ...{ kind: 'message', id: idOf(message), parentId: parent === null ? null : idOf(parent) },
    ...{ role: isReply ? 'assistant' : 'user', text: bounded(texts.join('\n\n'), mostText, first.place) },
    ...{ createdAtMs: time(first.createdAtMs) ?? conversationMs, state: 'complete', end: null },
    model: isReply ? { id: null, name: cut(first.modelName ?? author, mostName) || author } : null,
    ...{ settings: null, seed: null, cutMessageIds: [], fork: null },
  };
}

/** Parents first, siblings as they stand in the file; `of` says which one a message of the file became part of. */
function keptMessages({ messages, dropped, place }: ForeignConversation): {
  readonly all: readonly Kept[];
  readonly of: ReadonlyMap<string, Kept>;
} {
  const children = childrenOf(messages);
  const of = new Map<string, Kept>();
  /** Messages that are not kept and have others beside them: what follows is a branch. */
  const turnings = new Set<string | null>();
  const all: Kept[] = [];
  const open = reversed(children.get(null));
  let seen = 0;
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    seen += 1;
    const { id, parentId } = message;
    const isOnly = children.get(parentId)?.length === 1 && !turnings.has(parentId);
    const kept = placed(message, of.get(parentId ?? '') ?? null, isOnly, dropped);
    if (!isOnly && leavesOut(message)) turnings.add(id);
    if (kept !== null) of.set(id, kept);
    if (kept?.first === message) all.push(kept);
    open.push(...reversed(children.get(id)));
  }
  if (seen !== messages.length) throw invalidFile(place, 'a message comes before itself');
  return { all, of };
}

const reversed = (messages: readonly ForeignMessage[] = []): ForeignMessage[] => [...messages].reverse();

const leavesOut = ({ role, text }: ForeignMessage): boolean => role === null || text.trim() === '';

/** Where the message goes: into the one before, to one of its own, or nowhere (then what follows is tied to what was before). */
function placed(
  message: ForeignMessage,
  before: Kept | null,
  isOnly: boolean,
  dropped: Dropped,
): Kept | null {
  if (leavesOut(message)) {
    if (message.role !== null) drop(dropped, 'empty');
    return before;
  }
  const text = message.text.toWellFormed();
  if (before === null || before.first.role !== message.role || !isOnly)
    return { first: message, parent: before, texts: [text] };
  before.texts.push(text);
  return before;
}

function childrenOf(messages: readonly ForeignMessage[]): ReadonlyMap<string | null, ForeignMessage[]> {
  const ids = new Set<string>();
  for (const { id, place } of messages) {
    if (ids.has(id)) throw invalidFile(place, 'the id stands twice');
    ids.add(id);
  }
  const children = new Map<string | null, ForeignMessage[]>();
  for (const message of messages) {
    if (message.parentId !== null && !ids.has(message.parentId))
      throw invalidFile(message.place, 'the message before it is missing');
    const siblings = children.get(message.parentId);
    if (siblings === undefined) children.set(message.parentId, [message]);
    else siblings.push(message);
  }
  return children;
}

function bounded(text: string, most: number, place: string): string {
  const whole = text.toWellFormed();
  if (whole.length > most) throw invalidFile(place, `a text of more than ${most} characters`);
  return whole;
}

const cut = (text: string, most: number): string => text.slice(0, most).toWellFormed();

const time = (ms: number | null | undefined): number | null =>
  typeof ms === 'number' && ms >= 0 && ms <= mostTimeMs ? Math.round(ms) : null;
