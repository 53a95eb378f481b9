/**
 * Writes what an import decided on. Runs in the core, inside a transaction that its caller opens.
 */
import type {
  ConversationEntry,
  ConversationPart,
  MessageEntry,
  PromptScoreEntry,
  SummaryEntry,
  SummaryReadEntry,
  TokensEntry,
  TraceEntry,
} from '#contract/conversation-file.ts';
import type { TokenChunk } from '#contract/engine.ts';
import { mostFolders } from '#contract/folders.ts';
import { type ConversationId, type FolderId, folderIdSchema, type MessageId } from '#contract/ids.ts';
import type { Store } from '../db/store.ts';
import { fold } from '../search/parse-query.ts';
import { fromBase64 } from './imported-vocabulary.ts';
import type { ReadStep } from './read-files.ts';
import { SummaryWriter } from './summary-parts.ts';
import { copiedId, type Decision } from './survey.ts';
import { derivedId, withOtherIds } from './with-other-ids.ts';

export type ImportStore = Pick<
  Store,
  | 'conversations'
  | 'messages'
  | 'traces'
  | 'forks'
  | 'vocabularies'
  | 'folders'
  | 'conversationTags'
  | 'summaries'
>;

/** @param decisions in the order of the files */
export function writeImport(
  store: ImportStore,
  steps: Iterable<ReadStep>,
  decisions: readonly Decision[],
): void {
  let next = 0;
  let writer: ConversationWriter | null = null;
  for (const step of steps) {
    if ('readBytes' in step) continue;
    const { item } = step;
    if (item.kind === 'vocabulary') store.vocabularies.insert(item.vocabulary);
    if (item.kind === 'whole') writer?.end();
    if (item.kind !== 'part') continue;
    if (item.part.kind === 'conversation') writer = writerOf(store, decisions[next++]);
    writer?.write(item.part);
  }
}

/** Null: nothing of the conversation is written. */
function writerOf(store: ImportStore, decision: Decision | undefined): ConversationWriter | null {
  if (decision?.kind === 'restore') restore(store, decision.id);
  return decision?.kind === 'new' || decision?.kind === 'copy'
    ? new ConversationWriter(store, decision)
    : null;
}

function restore({ conversations }: ImportStore, id: ConversationId): void {
  const conversation = conversations.find(id);
  if (conversation !== null) conversations.update({ ...conversation, deletedAtMs: null });
}

/** The one of that name; where there is none, or too many already, a new one at the end or none. */
function folderNamed({ folders }: ImportStore, name: string, createdAtMs: number): FolderId | null {
  const known = folders.list();
  const found = known.find((folder) => folder.name === name);
  if (found !== undefined) return found.id;
  if (known.length >= mostFolders) return null;
  const position = 1 + Math.max(-1, ...known.map((folder) => folder.position));
  const id = folderIdSchema.parse(derivedId('prisme.folder', name, String(position)));
  folders.insert({
    ...{ id, name, position, systemPrompt: '', modelId: null, isCollapsed: false },
    ...{ createdAtMs, deletedAtMs: null },
  });
  return id;
}

class ConversationWriter {
  private readonly store: ImportStore;
  private readonly decision: Decision;
  /** Of the file, with the id here. */
  private readonly ids = new Map<MessageId, MessageId>();
  private readonly summaries: SummaryWriter;
  private messageId: MessageId | null = null;
  private score: { readonly entry: PromptScoreEntry; readonly chunks: TokenChunk[] } | null = null;

  constructor(store: ImportStore, decision: Decision) {
    this.store = store;
    this.decision = decision;
    this.summaries = new SummaryWriter(store, decision.id);
  }

  write(given: ConversationPart): void {
    if (given.kind === 'message') this.endMessage();
    if (given.kind === 'message') this.ids.set(given.id, this.idOf(given.id));
    const part = this.withIds(given);
    if (part.kind === 'conversation') this.writeConversation(part);
    else if (part.kind === 'message') this.writeMessage(part);
    else if (part.kind === 'summary' || part.kind === 'summaryRead') this.writeSummary(part);
    else if (this.messageId !== null) this.writeTracePart(this.messageId, part);
  }

  end(): void {
    this.endMessage();
  }

  private idOf(id: MessageId): MessageId {
    return this.decision.kind === 'copy' ? copiedId(this.decision.digest, id) : id;
  }

  private withIds(part: ConversationPart): ConversationPart {
    if (this.decision.kind === 'new') return part;
    const isHead = part.kind === 'conversation';
    // The leaf is named before the messages are; that it is one of them is known from the survey.
    const message = (id: MessageId): MessageId | null =>
      isHead ? this.idOf(id) : (this.ids.get(id) ?? null);
    return withOtherIds(part, { conversation: this.decision.id, message });
  }

  private writeConversation({ kind: _kind, folder, tags, ...conversation }: ConversationEntry): void {
    const folderId = folder === null ? null : folderNamed(this.store, folder, conversation.createdAtMs);
    this.store.conversations.insert({ ...conversation, folderId, deletedAtMs: null });
    this.store.conversationTags.set(
      conversation.id,
      tags.map((tag) => ({ tag, folded: fold(tag) })),
    );
  }

  private writeMessage({ kind: _kind, state, fork, ...message }: MessageEntry): void {
    const end =
      state === 'streaming' ? { reason: 'interrupted' as const, error: null, stats: null } : message.end;
    const conversationId = this.decision.id;
    this.store.messages.insertComplete({ ...message, end, conversationId });
    this.messageId = message.id;
    if (fork === null) return;
    const isSourceThere = fork.sourceId !== null && this.store.messages.find(fork.sourceId) !== null;
    this.store.forks.insert(message.id, isSourceThere ? fork : { ...fork, sourceId: null });
  }

  private writeSummary(part: SummaryEntry | SummaryReadEntry): void {
    this.endMessage();
    this.summaries.write(part);
  }

  private writeTracePart(messageId: MessageId, part: TraceEntry | TokensEntry | PromptScoreEntry): void {
    if (part.kind === 'trace') this.writeTrace(messageId, part);
    else if (part.kind === 'promptScore') this.score = { entry: part, chunks: [] };
    else {
      const { firstToken, count, text } = part;
      const chunk = { kind: 'tokens' as const, firstToken, count, steps: fromBase64(part.steps) };
      if (this.score === null) this.store.traces.appendChunk(messageId, { ...chunk, text });
      else this.score.chunks.push(chunk);
    }
  }

  private writeTrace(messageId: MessageId, { kind: _kind, prompt, ...header }: TraceEntry): void {
    const counts = { promptTokens: prompt.tokenIds.length, replyTokens: 0 };
    this.store.traces.insert({ ...header, messageId, ...counts }, prompt);
  }

  private endMessage(): void {
    if (this.score !== null && this.messageId !== null) {
      const { entry, chunks } = this.score;
      const { profile, scoredAtMs } = entry;
      this.store.traces.storePromptScore(this.messageId, { profile, scoredAtMs, chunks });
    }
    this.score = null;
    this.messageId = null;
  }
}
