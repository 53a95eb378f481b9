/**
 * What is stored of one conversation, entry by entry as in the file (contract/conversation-file.ts). Runs in the core. Reads
 * only; a reply's trace is in memory a run of tokens at a time.
 */
import type {
  ConversationEntry,
  ConversationPart,
  MessageEntry,
  TokensEntry,
  TraceEntry,
} from '#contract/conversation-file.ts';
import type { Message } from '#contract/conversations.ts';
import type { Document } from '#contract/documents.ts';
import type { TokenChunk } from '#contract/engine.ts';
import type { ConversationId, DocumentId, MessageId } from '#contract/ids.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import type { Store } from '../db/store.ts';
import { summaryParts } from './summary-parts.ts';

export type PartsStore = Pick<
  Store,
  'conversations' | 'documents' | 'messages' | 'traces' | 'folders' | 'conversationTags' | 'summaries'
>;

/** Chunks of a trace that are read in one go. */
const chunksAtOnce = 16;
const noEnd = Number.MAX_SAFE_INTEGER;

/** Nothing for a conversation that does not exist; also finds those in the bin. */
export function* conversationParts(
  store: PartsStore,
  conversationId: ConversationId,
): Generator<ConversationPart, void, void> {
  const conversation = store.conversations.find(conversationId);
  if (conversation === null) return;
  yield conversationEntry(store, conversation);
  for (const message of store.messages.list(conversationId)) {
    const isOpen = message.state === 'streaming';
    yield messageEntry(isOpen ? { ...message, text: store.traces.text(message.id) } : message);
    if (message.hasTrace) yield* traceParts(store, message.id);
  }
  yield* summaryParts(store, conversationId);
}

/** In the order of the schema: what is read again is hashed in that order. */
function conversationEntry(
  { documents, folders, conversationTags }: PartsStore,
  conversation: ConversationRecord,
): ConversationEntry {
  const { id, title, titleBy, isPinned, archivedAtMs, folderId, createdAtMs, updatedAtMs } = conversation;
  const { systemPrompt, settings, template, contextStrategy, modelId, draft, replyBeginning, leafId } =
    conversation;
  const inFolder = folderId === null ? null : folders.find(folderId);
  const folder = inFolder?.deletedAtMs === null ? inFolder.name : null;
  return {
    ...{ kind: 'conversation', id, title, titleBy, isPinned, archivedAtMs, folder },
    ...{ tags: conversationTags.of(id), createdAtMs, updatedAtMs },
    ...{ systemPrompt, settings, template, contextStrategy, modelId, draft },
    ...named('draftDocumentIds', documents.ofDraft(id)),
    ...{ replyBeginning, leafId },
  };
}

/** No key where there is no document. */
function named<Key extends string>(
  key: Key,
  documents: readonly Document[],
): { [Name in Key]?: DocumentId[] } {
  const ids = documents.map(({ id }) => id);
  // A computed key is a string to the compiler.
  return (ids.length === 0 ? {} : { [key]: ids }) as { [Name in Key]?: DocumentId[] };
}

function messageEntry(message: Message): MessageEntry {
  const { id, parentId, role, text, documents, createdAtMs, state } = message;
  const { end, model, settings, seed, cutMessageIds, fork } = message;
  return {
    ...{ kind: 'message', id, parentId, role, text },
    ...named('documentIds', documents),
    ...{ createdAtMs, state },
    ...{ end, model, settings, seed, cutMessageIds, fork },
  };
}

function* traceParts({ traces }: PartsStore, id: MessageId): Generator<ConversationPart, void, void> {
  const header = traces.header(id);
  const prompt = traces.prompt(id);
  // Deleted since the messages were listed.
  if (header === null || prompt === null) return;
  const { model, vocabularyHash, vocabularySize, endTokenIds, profile, settings, seed } = header;
  yield {
    ...{ kind: 'trace', model, vocabularyHash, vocabularySize, endTokenIds, profile, settings, seed },
    prompt: { tokenIds: prompt.tokenIds, spans: prompt.spans },
  } satisfies TraceEntry;
  for (let next = 0, isLast = false; !isLast;) {
    const chunks = traces.chunks(id, next, noEnd, chunksAtOnce);
    isLast = chunks.length < chunksAtOnce;
    for (const chunk of chunks) {
      if (chunk.firstToken < next) continue;
      yield tokensEntry(chunk, chunk.text);
      next = chunk.firstToken + chunk.count;
    }
  }
  const score = traces.promptScore(id);
  if (score === null) return;
  yield { kind: 'promptScore', profile: score.profile, scoredAtMs: score.scoredAtMs };
  for (const chunk of score.chunks) yield tokensEntry(chunk, '');
}

function tokensEntry({ firstToken, count, steps }: TokenChunk, text: string): TokensEntry {
  const { buffer, byteOffset, byteLength } = steps;
  const bytes = Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  return { kind: 'tokens', firstToken, count, steps: bytes, text };
}
