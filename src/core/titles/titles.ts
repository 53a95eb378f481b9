/**
 * Titles that models write: after the first reply of a conversation, and when a person asks for one. Runs in the core.
 *
 * It is work of nobody's (idle-time.ts): it begins when nobody has wanted anything of any model for a moment, and whoever
 * comes ends it at once; then it is tried again. It uses a model that is loaded and neither loads nor keeps one. Nothing
 * that goes wrong with a title that nobody asked for is shown; it is logged.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { TitleOutcome } from '#contract/titles.ts';
import { titleFrom } from '#contract/titles.ts';
import { findConversation } from '../generation/find-conversation.ts';
import { isUnexpectedDeath } from '../generation/living-engine.ts';
import type { GenerationContext } from '../generation/generation-context.ts';
import {
  costMsOf,
  isCheap,
  isUnnamed,
  type LastReply,
  type TitleWork,
  workFor,
} from './choose-title-work.ts';
import { writeTitle } from './write-title.ts';

export type TitlesContext = GenerationContext & {
  /** Titles that nobody asked for: not from the terminal, not where nothing may be written. */
  readonly isAutomatic: boolean;
  /** How long nobody must have wanted anything before a title is begun, in ms, if not the usual time. Tests pass a shorter one. */
  readonly quietMs?: number | undefined;
};

export type TitlesService = {
  /** A reply has ended and is on disk. */
  noteReply(conversationId: ConversationId, replyId: MessageId): void;
  /** @throws as titles.write of the contract */
  write(conversationId: ConversationId): Promise<TitleOutcome>;
  cancel(conversationId: ConversationId): void;
  /** @throws conversation.notFound */
  takeBack(conversationId: ConversationId): void;
  /** It is being written, or a person has asked for it and it waits. */
  isWriting(conversationId: ConversationId): boolean;
  close(): Promise<void>;
};

/** Long enough for the page to ask what it asks after each reply, short enough for nobody to have looked away. */
const usualQuietMs = 1_000;

type Asked = { readonly titleBefore: string; readonly answer: PromiseWithResolvers<TitleOutcome> };
/** `asked` null: nobody asked for it. */
type Wanted = { readonly asked: Asked | null };

const isOrderedEnd = (cause: unknown): boolean =>
  cause instanceof PrismeError && cause.code === 'engine.exited' && !isUnexpectedDeath(cause);

export function createTitles(context: TitlesContext): TitlesService {
  return new Titles(context);
}

class Titles implements TitlesService {
  readonly #context: TitlesContext;
  /** In the order in which they are to be written. */
  readonly #wanted = new Map<ConversationId, Wanted>();
  /** Its engine failed, or a person gave it up: nobody tries that again but a person. */
  readonly #left = new Set<ConversationId>();
  readonly #lastReplies = new Map<ModelId, LastReply>();
  readonly #endWatching: readonly (() => void)[];
  #running: { readonly id: ConversationId; readonly modelId: ModelId; readonly done: Promise<void> } | null =
    null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(context: TitlesContext) {
    this.#context = context;
    const { library, queue, settings } = context;
    this.#endWatching = [
      queue.idleTime.onChange(() => this.#lookLater()),
      library.onChange((change) => {
        if (change.kind === 'model') this.#onModel(change.model.id, change.model.state.kind);
      }),
    ];
    settings.onChange(({ writesTitles }) => {
      if (!writesTitles) this.#dropUnasked();
    });
  }

  noteReply(conversationId: ConversationId, replyId: MessageId): void {
    try {
      this.#note(conversationId, replyId);
    } catch (cause) {
      // The reply is over and well, whatever the disk says now.
      this.#fail(conversationId, cause);
    }
  }

  #note(conversationId: ConversationId, replyId: MessageId): void {
    const reply = this.#context.store.messages.find(replyId);
    const modelId = reply?.model?.id;
    if (modelId) this.#lastReplies.set(modelId, { conversationId, costMs: costMsOf(reply.end?.stats) });
    if (!this.#context.isAutomatic || this.#left.has(conversationId)) return;
    if (!this.#wanted.has(conversationId) && isUnnamed(this.#context, conversationId))
      this.#wanted.set(conversationId, { asked: null });
    this.#lookLater();
  }

  async write(conversationId: ConversationId): Promise<TitleOutcome> {
    if (this.#isClosed) throw new PrismeError('engine.unavailable', { reason: 'closed' });
    // What is refused is refused at once, not when its turn has come.
    workFor(this.#context, conversationId);
    const known = this.#wanted.get(conversationId)?.asked;
    if (known) return await known.answer.promise;
    const { title } = findConversation(this.#context, conversationId);
    const asked = { titleBefore: title, answer: Promise.withResolvers<TitleOutcome>() };
    this.#wanted.set(conversationId, { asked });
    this.#tell(conversationId);
    this.#lookLater();
    return await asked.answer.promise;
  }

  cancel(conversationId: ConversationId): void {
    this.#left.add(conversationId);
    this.#giveUp(conversationId);
  }

  #giveUp(conversationId: ConversationId): void {
    this.#end(conversationId, 'cancelled');
    if (this.#running?.id === conversationId) this.#context.queue.idleTime.giveWay();
  }

  takeBack(conversationId: ConversationId): void {
    this.cancel(conversationId);
    const { store } = this.#context;
    const conversation = findConversation(this.#context, conversationId);
    const first = store.messages.list(conversationId).find(({ parentId }) => parentId === null);
    const title = titleFrom(first?.text ?? '');
    store.transaction(() => store.conversations.update({ ...conversation, title, titleBy: 'person' }));
    this.#tell(conversationId);
  }

  isWriting(conversationId: ConversationId): boolean {
    return this.#running?.id === conversationId || !!this.#wanted.get(conversationId)?.asked;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const end of this.#endWatching) end();
    for (const id of this.#wanted.keys()) this.#end(id, 'cancelled');
    this.#context.queue.idleTime.giveWay();
    await this.#running?.done;
  }

  #onModel(modelId: ModelId, state: string): void {
    const isOwn = this.#running?.modelId === modelId;
    // Another model that is being loaded may be waiting for the place of this one.
    if (state === 'loading' || state === 'calibrating' || (isOwn && state !== 'loaded'))
      this.#context.queue.idleTime.giveWay();
    if (state === 'loaded') this.#lookLater();
  }

  #dropUnasked(): void {
    for (const [id, { asked }] of this.#wanted) if (asked === null) this.#giveUp(id);
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || this.#running !== null || this.#wanted.size === 0) return;
    if (!this.#context.queue.idleTime.isIdle) return;
    this.#timer = setTimeout(() => this.#look(), this.#context.quietMs ?? usualQuietMs);
    this.#timer.unref();
  }

  /** Begins the first title that can be written now. */
  #look(): void {
    for (const [id, wanted] of this.#wanted) {
      const work = this.#workNow(id, wanted);
      if (work === null) continue;
      const done = this.#run(id, wanted, work).finally(() => {
        this.#running = null;
        if (!this.#isClosed) this.#tell(id);
        this.#lookLater();
      });
      this.#running = { id, modelId: work.modelId, done };
      this.#tell(id);
      return;
    }
  }

  /** Null: not now, or not any more. */
  #workNow(id: ConversationId, { asked }: Wanted): TitleWork | null {
    try {
      if (asked === null && !isUnnamed(this.#context, id)) {
        this.#end(id, 'cancelled');
        return null;
      }
      const work = workFor(this.#context, id);
      const isNow = asked !== null || isCheap(this.#context, id, this.#lastReplies.get(work.modelId));
      return isNow ? work : null;
    } catch (cause) {
      // A model that is not loaded may be later; who asked is told.
      if (asked !== null) this.#fail(id, cause);
      else if (!(cause instanceof PrismeError && cause.code === 'title.modelNotLoaded'))
        this.#fail(id, cause);
      return null;
    }
  }

  /** Never rejects. */
  async #run(id: ConversationId, { asked }: Wanted, { modelId, branch }: TitleWork): Promise<void> {
    const { library, queue } = this.#context;
    try {
      const title = await queue.idleTime.run(modelId, async (signal) => {
        const engine = library.running(modelId);
        // It has left since; it may be there again later.
        if (engine === null) return null;
        const vocabulary = library.vocabulary(library.get(modelId).vocabularyHash);
        const written = await writeTitle(engine, vocabulary, branch, signal);
        return signal.aborted ? null : { written };
      });
      // Given up for somebody: tried again, unless it was cancelled.
      if (title === null || !this.#wanted.has(id)) return;
      if (title.written === null) this.#end(id, 'kept');
      else this.#end(id, this.#save(id, title.written, asked) ? 'written' : 'cancelled');
    } catch (cause) {
      // It was ordered to leave: nothing is wrong, and whoever asked is told that it is not loaded when it is looked for.
      if (!isOrderedEnd(cause)) this.#fail(id, cause);
    }
  }

  /** False: somebody has named or deleted the conversation meanwhile. */
  #save(id: ConversationId, title: string, asked: Asked | null): boolean {
    const { store } = this.#context;
    return store.transaction(() => {
      const present = store.conversations.find(id);
      if (present === null || present.deletedAtMs !== null) return false;
      const isAsBefore = asked ? present.title === asked.titleBefore : present.titleBy === 'beginning';
      if (isAsBefore) store.conversations.update({ ...present, title, titleBy: 'model' });
      return isAsBefore;
    });
  }

  #fail(id: ConversationId, cause: unknown): void {
    const code = cause instanceof PrismeError ? cause.code : 'app.internal';
    const details = cause instanceof PrismeError ? cause.details : { stack: String(cause) };
    this.#context.log.warn({ conversationId: id, code, details }, 'a title was not written');
    this.#left.add(id);
    const asked = this.#wanted.get(id)?.asked;
    this.#wanted.delete(id);
    asked?.answer.reject(cause);
    if (asked) this.#tell(id);
  }

  #end(id: ConversationId, outcome: TitleOutcome): void {
    const wanted = this.#wanted.get(id);
    if (!wanted) return;
    this.#wanted.delete(id);
    this.#context.log.info({ conversationId: id, outcome }, 'a title');
    wanted.asked?.answer.resolve(outcome);
    if (wanted.asked) this.#tell(id);
  }

  #tell(conversationId: ConversationId): void {
    this.#context.notices.publish({ kind: 'conversationChanged', conversationId });
  }
}
