/**
 * Writes what an import decided on, in as many transactions as its caller likes: until the last one, what is written is marked
 * as not there yet. Runs in the core. Opens no transaction itself.
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
import { incomingMark } from '../db/conversations.ts';
import type { DocumentRecord } from '../db/documents.ts';
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
  | 'documents'
  | 'messages'
  | 'traces'
  | 'forks'
  | 'vocabularies'
  | 'folders'
  | 'conversationTags'
  | 'summaries'
>;

/** What the last transaction does: only then anything is to be seen. */
export type Arrivals = {
  /** For each conversation that was written, what it can name only in the end: a folder and a message that are there. */
  readonly written: Map<ConversationId, Pick<ConversationEntry, 'folder' | 'leafId'>>;
  readonly restored: ConversationId[];
};

/**
 * One step after the other; each gives the bytes that were read since the one before.
 * @param decisions in the order of the files
 */
export function* writeImport(
  store: ImportStore,
  steps: Iterable<ReadStep>,
  decisions: readonly Decision[],
): Generator<number, Arrivals, void> {
  const arrivals: Arrivals = { written: new Map(), restored: [] };
  let next = 0;
  let writer: ConversationWriter | null = null;
  // A document is there from the moment on when what is being written may hold it: before, others would take it away.
  let documents: DocumentRecord[] = [];
  for (const step of steps) {
    yield 'readBytes' in step ? step.readBytes : 0;
    if ('readBytes' in step) continue;
    const { item } = step;
    if (item.kind === 'vocabulary') store.vocabularies.insert(item.vocabulary);
    if (item.kind === 'document') documents.push(item.document);
    if (item.kind === 'whole') writer?.end();
    if (item.kind !== 'part') continue;
    if (item.part.kind === 'conversation') writer = writerOf(store, arrivals, decisions[next++]);
    if (writer === null) continue;
    for (const document of documents) store.documents.insert(document);
    documents = [];
    writer.write(item.part);
  }
  return arrivals;
}

/** Lets everything be there, in the transaction that its caller opens. */
export function letAppear(store: ImportStore, { written, restored }: Arrivals): void {
  for (const [id, { folder, leafId }] of written) {
    const conversation = store.conversations.find(id);
    if (conversation === null) continue;
    const folderId = folder === null ? null : folderNamed(store, folder, conversation.createdAtMs);
    store.conversations.update({ ...conversation, folderId, leafId, deletedAtMs: null });
  }
  for (const id of restored) restore(store, id);
  store.documents.removeUnheld();
}

/** Null: nothing of the conversation is written. */
function writerOf(
  store: ImportStore,
  { written, restored }: Arrivals,
  decision: Decision | undefined,
): ConversationWriter | null {
  if (decision?.kind === 'restore') restored.push(decision.id);
  return decision?.kind === 'new' || decision?.kind === 'copy'
    ? new ConversationWriter(store, decision, written)
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
  private readonly written: Arrivals['written'];
  /** Of the file, with the id here. */
  private readonly ids = new Map<MessageId, MessageId>();
  private readonly summaries: SummaryWriter;
  private messageId: MessageId | null = null;
  private score: { readonly entry: PromptScoreEntry; readonly chunks: TokenChunk[] } | null = null;

  constructor(store: ImportStore, decision: Decision, written: Arrivals['written']) {
    this.store = store;
    this.decision = decision;
    this.written = written;
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

  private writeConversation(entry: ConversationEntry): void {
    const { kind: _kind, folder, leafId, tags, draftDocumentIds = [], ...rest } = entry;
    const { replyBeginning = '', ...conversation } = rest;
    this.written.set(conversation.id, { folder, leafId });
    const later = { folderId: null, leafId: null, presetId: null, deletedAtMs: incomingMark };
    this.store.conversations.insert({ ...conversation, replyBeginning, ...later });
    this.store.documents.setDraft(conversation.id, draftDocumentIds);
    this.store.conversationTags.set(
      conversation.id,
      tags.map((tag) => ({ tag, folded: fold(tag) })),
    );
  }

  private writeMessage({ kind: _kind, state, fork, documentIds = [], ...message }: MessageEntry): void {
    const end =
      state === 'streaming' ? { reason: 'interrupted' as const, error: null, stats: null } : message.end;
    const conversationId = this.decision.id;
    this.store.messages.insertComplete({ ...message, end, conversationId });
    this.store.documents.attach(message.id, documentIds);
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
