/**
 * Writing replies: send, regenerate, continue, branch, stop, attach. Runs in the core. Decides what may be done and
 * puts it on disk before it answers; run-reply.ts does the writing itself.
 */
import { randomInt } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import type { Preview, ReplyEvent } from '#contract/generation.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import type { TraceHeader } from '#contract/traces.ts';
import type { ConversationRecord } from '../db/conversations.ts';
import { newTurn, turnsOf } from './branch-turns.ts';
import { decideOverflow, takeDraft } from './composing.ts';
import { findConversation, findReply, modelOf, pathTo, usableModelOf } from './find-conversation.ts';
import { fitBeforehand, type NewStart } from './fit-start.ts';
import type { GenerationContext } from './generation-context.ts';
import type {
  Alongside,
  Branched,
  BranchRequest,
  GenerationService,
  NewMessage,
  Sent,
} from './generation-service.ts';
import { LiveReply } from './live-reply.ts';
import { withLivingEngine } from './living-engine.ts';
import { prepareBeginning } from './prepare-beginning.ts';
import { prepareBranch } from './prepare-branch.ts';
import { prepareContinuation } from './prepare-continuation.ts';
import { type PreviewedMessage, previewMessage } from './preview.ts';
import { mostSummarised, readBranch } from './read-branch.ts';
import { repairReply } from './repair.ts';
import type { ReplyJob } from './reply-job.ts';
import { runReply } from './run-reply.ts';
import { saveBranch } from './save-branch.ts';
import { readStoredChunks, type StoredReplySource } from './stored-reply.ts';

export function createGeneration(context: GenerationContext): GenerationService {
  return new Generation(context);
}

type Live = { readonly reply: LiveReply; readonly done: Promise<void> };

class Generation implements GenerationService {
  readonly #context: GenerationContext;
  readonly #source: StoredReplySource;
  readonly #live = new Map<MessageId, Live>();
  /** Conversations with a request between its checks and its first row: a second one must not slip in. */
  readonly #starting = new Set<ConversationId>();
  #isClosed = false;

  constructor(context: GenerationContext) {
    this.#context = context;
    this.#source = {
      store: context.store,
      vocabularyOf: (header: TraceHeader) => context.library.vocabulary(header.vocabularyHash),
    };
  }

  async send(input: NewMessage, alongside?: Alongside): Promise<Sent> {
    return await this.#exclusively(input.conversationId, async (conversation) => {
      const path = pathTo(this.#context, conversation, input.parentId);
      if (path.at(-1)?.role === 'user') throw new PrismeError('app.invalidInput', { field: 'parentId' });
      const { newId, now, store } = this.#context;
      const userMessageId = newId() as MessageId; // newId gives UUIDs, which is all that the brand says
      const turn = newTurn(store, input.text, userMessageId, input.documentIds);
      const saveMessage = (): void => {
        const { parentId, text, documentIds = [] } = input;
        const place = { id: userMessageId, conversationId: conversation.id, parentId };
        store.messages.insertUserMessage({ ...place, text, createdAtMs: now() });
        store.documents.attach(userMessageId, documentIds);
      };
      const fork = await prepareBeginning(this.#context, conversation, input);
      const forcedIds = fork?.tokenIds ?? input.forcedIds ?? [];
      const read = readBranch(store, conversation, [...turnsOf(store, path), turn]);
      const branch = { ...read, beginningTokens: forcedIds.length };
      const overflow = decideOverflow(input.overflow, conversation);
      const replyId = await this.#startNew(
        conversation,
        userMessageId,
        { branch, overflow, forcedIds, fork, summaryFailure: null },
        (replyId) => {
          saveMessage();
          takeDraft(store, input);
          alongside?.({ userMessageId, replyId });
        },
      );
      return { userMessageId, replyId };
    });
  }

  async regenerate(
    input: Parameters<GenerationService['regenerate']>[0],
    alongside?: Alongside,
  ): Promise<Sent> {
    return await this.#exclusively(input.conversationId, async (conversation) => {
      const { parentId } = findReply(this.#context, conversation, input.replyId);
      if (parentId === null) throw new PrismeError('message.notFound');
      const { store } = this.#context;
      const turns = turnsOf(store, pathTo(this.#context, conversation, parentId));
      const fork = await prepareBeginning(this.#context, conversation, input);
      const forcedIds = fork?.tokenIds ?? [];
      const read = readBranch(store, conversation, turns, mostSummarised(store, input.replyId));
      const branch = { ...read, beginningTokens: forcedIds.length };
      const overflow = decideOverflow(input.overflow, conversation);
      const start = { branch, overflow, forcedIds, fork, summaryFailure: null };
      const replyId = await this.#startNew(conversation, parentId, start, (replyId) =>
        alongside?.({ userMessageId: null, replyId }),
      );
      return { userMessageId: null, replyId };
    });
  }

  async continue(input: { conversationId: ConversationId; replyId: MessageId }): Promise<Sent> {
    return await this.#exclusively(input.conversationId, async (conversation) => {
      const message = findReply(this.#context, conversation, input.replyId);
      const continuation = await prepareContinuation(
        this.#context,
        message,
        modelOf(this.#context, conversation),
      );
      this.#requireOpen();
      const reply = new LiveReply(message.id, conversation.id, this.#source);
      reply.begin(continuation.text, continuation.job.start.replyIds.length);
      this.#context.store.transaction(() => {
        continuation.save();
        this.#context.store.messages.reopen(message.id);
      });
      this.#run(reply, continuation.job);
      return { userMessageId: null, replyId: message.id };
    });
  }

  async branch({ conversationId, place, choice, into }: BranchRequest): Promise<Branched> {
    return await this.#exclusively(conversationId, async (conversation) => {
      const source = findReply(this.#context, conversation, place.messageId);
      // The model that wrote it, whichever the conversation uses now: another one has other tokens.
      const writer = source.model && { ...conversation, modelId: source.model.id };
      const model = usableModelOf(this.#context, writer ?? conversation);
      const { settings } = conversation;
      const branch = await prepareBranch(this.#context, source, place, choice, { model, settings });
      this.#requireOpen();
      const branched = saveBranch(this.#context, this.#source, conversation, branch, into);
      const reply = new LiveReply(branched.replyId, branched.conversationId, this.#source);
      reply.begin(branch.text, branch.job.start.replyIds.length);
      this.#run(reply, branch.job);
      return branched;
    });
  }

  stop(replyId: MessageId): void {
    const live = this.#live.get(replyId);
    if (live === undefined) throw new PrismeError('generation.notFound');
    live.reply.requestStop();
  }

  stopConversation(conversationId: ConversationId): void {
    for (const { reply } of this.#live.values()) {
      if (reply.conversationId === conversationId) reply.requestStop();
    }
  }

  async ended(replyId: MessageId): Promise<ReplyEnd | null> {
    await this.#live.get(replyId)?.done;
    return this.#context.store.messages.find(replyId)?.end ?? null;
  }

  isGenerating(conversationId: ConversationId): boolean {
    return [...this.#live.values()].some(({ reply }) => reply.conversationId === conversationId);
  }

  attach(
    replyId: MessageId,
    fromToken: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ReplyEvent, void, void> {
    const live = this.#live.get(replyId);
    if (live !== undefined) return live.reply.read(fromToken, signal);
    const message = this.#context.store.messages.find(replyId);
    if (message === null || message.role !== 'assistant') throw new PrismeError('generation.notFound');
    if (message.state === 'streaming') repairReply(this.#context.store, replyId);
    return this.#readFinished(replyId, fromToken, signal);
  }

  async preview(input: PreviewedMessage): Promise<Preview> {
    return await this.#context.queue.idleTime.beside(() => previewMessage(this.#context, input));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const live = [...this.#live.values()];
    for (const { reply } of live) reply.requestStop();
    await Promise.all(live.map(({ done }) => done));
  }

  /** Puts the (user's message and the) empty reply on disk in one transaction, then starts writing. */
  async #startNew(
    conversation: ConversationRecord,
    parentId: MessageId,
    start: NewStart,
    save: (replyId: MessageId) => void,
  ): Promise<MessageId> {
    const { newId, now, store } = this.#context;
    const model = usableModelOf(this.#context, conversation);
    const modelId = model.id;
    const { settings } = conversation;
    const prepared =
      model.state.kind === 'loaded' ? await this.#prepare(modelId, start, settings.maxTokens) : null;
    const replyId = newId() as MessageId; // as above: a UUID
    const seed = settings.seed ?? randomInt(0, 2 ** 32);
    this.#requireOpen();
    store.transaction(() => {
      const createdAtMs = now();
      save(replyId);
      store.messages.insertReply({
        id: replyId,
        conversationId: conversation.id,
        parentId,
        createdAtMs,
        model: { id: model.id, name: model.name },
        settings,
        seed,
        cutMessageIds: prepared?.fitted.cutMessageIds ?? [],
      });
      if (start.fork !== null) store.forks.insert(replyId, start.fork);
      // Read again: a draft or a title may have been saved while the prompt was rendered.
      const present = store.conversations.find(conversation.id) ?? conversation;
      store.conversations.update({ ...present, modelId, leafId: replyId, updatedAtMs: createdAtMs });
    });
    const reply = new LiveReply(replyId, conversation.id, this.#source);
    this.#run(reply, { modelId, settings, seed, start: { kind: 'new', ...start, prepared } });
    return replyId;
  }

  async #prepare(modelId: ModelId, start: NewStart, maxTokens: number | null) {
    return await withLivingEngine(this.#context.library, modelId, async (engine) => {
      const fitted = await fitBeforehand(engine, start, maxTokens);
      return fitted && { engine, fitted };
    });
  }

  #run(reply: LiveReply, job: ReplyJob): void {
    const { notices } = this.#context;
    const { replyId, conversationId } = reply;
    const done = runReply(this.#context, reply, job).finally(() => {
      this.#live.delete(replyId);
      this.#context.onReplyEnded?.(conversationId, replyId);
      notices.publish({ kind: 'conversationChanged', conversationId });
    });
    this.#live.set(replyId, { reply, done });
    notices.publish({ kind: 'conversationChanged', conversationId });
  }

  async *#readFinished(
    replyId: MessageId,
    fromToken: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ReplyEvent, void, void> {
    let cursor = fromToken;
    while (!signal?.aborted) {
      const chunks = readStoredChunks(this.#source, replyId, cursor);
      for (const chunk of chunks) {
        cursor = chunk.firstToken + chunk.count;
        yield chunk;
      }
      if (chunks.length === 0) break;
    }
    const message = this.#context.store.messages.find(replyId);
    if (message === null || message.end === null) throw new PrismeError('generation.notFound');
    yield { kind: 'end', end: message.end, text: message.text };
  }

  /** What was being prepared when the core closed must not be written behind its back. */
  #requireOpen(): void {
    if (this.#isClosed) throw new PrismeError('engine.unavailable', { reason: 'closed' });
  }

  /** Refuses a second reply in the same conversation while one is being started or written. */
  async #exclusively<Result>(
    conversationId: ConversationId,
    start: (conversation: ConversationRecord) => Promise<Result>,
  ): Promise<Result> {
    const conversation = findConversation(this.#context, conversationId);
    if (this.#starting.has(conversationId) || this.isGenerating(conversationId))
      throw new PrismeError('message.stillStreaming');
    this.#starting.add(conversationId);
    try {
      this.#repairStale();
      return await start(conversation);
    } finally {
      this.#starting.delete(conversationId);
    }
  }

  /** A reply whose end could not be stored (full disk) is completed as soon as something is written again. */
  #repairStale(): void {
    for (const id of this.#context.store.messages.streamingIds()) {
      if (!this.#live.has(id)) repairReply(this.#context.store, id);
    }
  }
}
