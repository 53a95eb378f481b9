/**
 * Makes a conversation of a trace file. Runs in the core. The file comes in parts and stays in memory until it has been
 * checked as a whole; then everything is written in one transaction, or nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TokenChunk } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { conversationIdSchema, type ConversationId, type MessageId, messageIdSchema } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { Vocabulary } from '#contract/models.ts';
import { readTraceFile, type TraceFile } from '#contract/trace-file-read.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Notices } from '../app/notices.ts';
import type { Store } from '../db/store.ts';
import type { StoredChunk } from '../db/traces.ts';
import { ReplyText } from '../generation/reply-text.ts';
import type { SettingsService } from '../settings/settings.ts';
import { partialVocabulary } from './partial-vocabulary.ts';

export type TraceImportsContext = {
  readonly store: Store;
  readonly settings: SettingsService;
  readonly notices: Notices;
  readonly now: () => number;
  readonly newId: () => string;
};

type Part = {
  readonly uploadId: string;
  readonly titlePrefix: string;
  readonly totalBytes: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
};
type Imported = { readonly conversationId: ConversationId; readonly messageId: MessageId };

export type TraceImports = {
  /** Null until the last part. @throws trace.invalidFile, file.expired, app.* */
  take(part: Part): Promise<Imported | null>;
};

const stepsPerChunk = 64;
const mostTitleCharacters = 200;

/** One file at a time: a page that begins another one gives up the one before. */
export function createTraceImports(context: TraceImportsContext): TraceImports {
  let upload: { readonly id: string; readonly bytes: Uint8Array; received: number } | null = null;
  return {
    take: async ({ uploadId, titlePrefix, totalBytes, offset, bytes }) => {
      if (offset === 0) upload = { id: uploadId, bytes: new Uint8Array(totalBytes), received: 0 };
      const isNext = upload?.id === uploadId && upload.received === offset;
      if (upload === null || !isNext || offset + bytes.length > upload.bytes.length)
        throw new PrismeError('file.expired');
      upload.bytes.set(bytes, offset);
      upload.received += bytes.length;
      if (upload.received < upload.bytes.length) return null;
      const whole = upload.bytes;
      upload = null;
      return store(context, await readTraceFile(whole, () => nextTurn()), titlePrefix);
    },
  };
}

/** The reply's tokens in runs, each with the text that it completes. */
function chunksOf(steps: readonly TraceStep[], vocabulary: Vocabulary): StoredChunk[] {
  const text = new ReplyText(vocabulary, vocabulary.endTokenIds);
  return runsOf(steps).map(({ chunk, run }) => ({
    ...chunk,
    text: text.add(run.map(({ tokenId }) => tokenId)),
  }));
}

function runsOf(steps: readonly TraceStep[]): { chunk: TokenChunk; run: readonly TraceStep[] }[] {
  return Array.from({ length: Math.ceil(steps.length / stepsPerChunk) }, (_, index) => {
    const firstToken = index * stepsPerChunk;
    const run = steps.slice(firstToken, firstToken + stepsPerChunk);
    return { chunk: { kind: 'tokens', firstToken, count: run.length, steps: encodeSteps(run) }, run };
  });
}

/** The text is what the tokens say, up to where it was cut (a stop text); otherwise colours would lie on other words. */
function checkText({ head }: TraceFile, chunks: readonly StoredChunk[]): void {
  const told = chunks.map(({ text }) => text).join('');
  if (!told.startsWith(head.reply.text))
    throw new PrismeError('trace.invalidFile', { place: 'reply.text', reason: 'not the text of the tokens' });
}

type Ids = {
  readonly conversationId: ConversationId;
  readonly userId: MessageId | null;
  readonly replyId: MessageId;
};

/** Of the messages that the prompt was made of only the last one is here. */
function promptOf({ head }: TraceFile, { userId }: Ids): Prompt {
  const spans = head.prompt.spans.map((span) => ({
    ...span,
    messageId: span.messageId !== null && span.messageId === head.userMessage?.id ? userId : null,
  }));
  return { tokenIds: head.prompt.tokenIds, spans };
}

function store(context: TraceImportsContext, file: TraceFile, titlePrefix: string): Imported {
  const vocabulary = partialVocabulary(file);
  const chunks = chunksOf(file.steps, vocabulary);
  checkText(file, chunks);
  const scoreChunks = runsOf(file.promptScore?.steps ?? []).map(({ chunk }) => chunk);
  const ids: Ids = {
    conversationId: conversationIdSchema.parse(context.newId()),
    userId: file.head.userMessage === null ? null : messageIdSchema.parse(context.newId()),
    replyId: messageIdSchema.parse(context.newId()),
  };
  context.store.transaction(() => {
    context.store.vocabularies.insert(vocabulary);
    insertMessages(context, file, ids, titlePrefix);
    insertTrace(context.store, file, ids, vocabulary);
    // The reply that it left is not in the file.
    const { fork } = file.head.reply;
    if (fork !== null) context.store.forks.insert(ids.replyId, { ...fork, sourceId: null });
    for (const chunk of chunks) context.store.traces.appendChunk(ids.replyId, chunk);
    if (file.promptScore !== null) {
      const { profile, scoredAtMs } = file.promptScore;
      context.store.traces.storePromptScore(ids.replyId, { profile, scoredAtMs, chunks: scoreChunks });
    }
  });
  context.notices.publish({ kind: 'conversationChanged', conversationId: ids.conversationId });
  return { conversationId: ids.conversationId, messageId: ids.replyId };
}

function insertMessages(
  context: TraceImportsContext,
  { head }: TraceFile,
  ids: Ids,
  titlePrefix: string,
): void {
  const { conversations, messages } = context.store;
  const nowMs = context.now();
  const { conversationId, userId, replyId } = ids;
  const record = {
    id: conversationId,
    title: `${titlePrefix}${head.conversation.title || head.model.name}`.slice(0, mostTitleCharacters),
    titleBy: 'person' as const,
    isPinned: false,
    archivedAtMs: null,
    folderId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    deletedAtMs: null,
    systemPrompt: head.conversation.systemPrompt,
    template: 'model' as const,
    contextStrategy: 'stop' as const,
    settings: head.settings,
    modelId: context.settings.get().defaultModelId,
    presetId: null,
    draft: '',
    replyBeginning: '',
  };
  conversations.insert({ ...record, leafId: null });
  if (head.userMessage !== null && userId !== null) {
    const { text, createdAtMs } = head.userMessage;
    messages.insertUserMessage({ id: userId, conversationId, parentId: null, createdAtMs, text });
  }
  messages.insertReply({
    id: replyId,
    conversationId,
    parentId: userId,
    createdAtMs: head.reply.createdAtMs,
    model: { id: head.model.id, name: head.model.name },
    settings: head.settings,
    seed: head.seed,
    cutMessageIds: [],
  });
  // A file without an ending was exported while the reply was being written.
  messages.finish(
    replyId,
    head.reply.text,
    head.reply.end ?? { reason: 'interrupted', error: null, stats: null },
  );
  conversations.update({ ...record, leafId: replyId });
}

function insertTrace(store: Store, file: TraceFile, ids: Ids, vocabulary: Vocabulary): void {
  const { head } = file;
  const prompt = promptOf(file, ids);
  store.traces.insert(
    {
      messageId: ids.replyId,
      model: { id: head.model.id, name: head.model.name },
      vocabularyHash: vocabulary.hash,
      vocabularySize: head.model.vocabularySize,
      endTokenIds: vocabulary.endTokenIds,
      profile: head.profile,
      settings: head.settings,
      seed: head.seed,
      promptTokens: prompt.tokenIds.length,
      replyTokens: file.steps.length,
    },
    prompt,
  );
}
