/**
 * Somebody who uses a core without a pause: sends, edits, branches, renames, deletes and undoes at random, while the
 * scripted engine writes and every reply is read. Runs in the processes of the suites. Tells each call before it is
 * made and after it was answered; compares nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Conversation, Message } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { Settings } from '#contract/settings.ts';
import type { GenerationBench } from '#core/generation/testing/generation-bench.ts';
import { scriptedModelId } from '#core/generation/testing/scripted-library.ts';
import type { Random } from './random.ts';
import { doing, doingLater } from './calls.ts';
import { type Facts, patternIds, tell } from './told.ts';

/** Longer prompts than any conversation here becomes. */
const contextTokens = 1_000_000;
const mostReplyTokens = 300;
/** More would only wait for the one engine. */
const mostRepliesAtOnce = 3;

type Call = (typeof weightedCalls)[number][0];

export class Chatter {
  readonly #bench: GenerationBench;
  readonly #random: Random;
  readonly #reading = new Map<MessageId, Promise<void>>();

  constructor(bench: GenerationBench, random: Random) {
    this.#bench = bench;
    this.#random = random;
    bench.library.setContextTokens(contextTokens);
    void this.#write();
  }

  /** Makes one call after the other, until the process is killed. */
  async chat(): Promise<never> {
    for (;;) await this.callAny();
  }

  /** A random call, where there is something to make it with. Resolves a moment after its answer, or its refusal. */
  async callAny(): Promise<void> {
    await this[this.#random.pick(calls)]();
    await pause(this.#random.int(0, 4));
  }

  /** Resolves when every reply that was begun has ended. */
  async finishReplies(): Promise<void> {
    await Promise.all(this.#reading.values());
  }

  create(): void {
    const { conversations } = this.#bench;
    const given = {
      modelId: scriptedModelId,
      settings: { ...samplerPresets.greedy, seed: 7 },
      systemPrompt: this.#words(),
    };
    doing({}, () => {
      const { id, systemPrompt } = conversations.create(given);
      return { facts: { [`conversation.${id}.systemPrompt`]: JSON.stringify(systemPrompt) } };
    });
  }

  async send(): Promise<void> {
    const conversation = this.#idle();
    if (conversation === null) return this.create();
    await this.#sendUnder(conversation, conversation.leafId);
  }

  async edit(): Promise<void> {
    const conversation = this.#idle();
    const asked = conversation?.messages.filter(({ role }) => role === 'user') ?? [];
    if (conversation === null || asked.length === 0) return;
    await this.#sendUnder(conversation, this.#random.pick(asked).parentId);
  }

  async regenerate(): Promise<void> {
    const [conversation, reply] = this.#idleReply(() => true);
    if (conversation === null) return;
    await doingLater(leaf(conversation.id, null), async () => {
      const { replyId } = await this.#bench.generation.regenerate({
        conversationId: conversation.id,
        replyId: reply.id,
        overflow: 'refuse',
      });
      this.#read(replyId);
      const facts = place(replyId, 'assistant', reply.parentId, conversation.id);
      return { facts: { ...leaf(conversation.id, replyId), ...facts } };
    });
  }

  async continueReply(): Promise<void> {
    const [conversation, reply] = this.#idleReply(
      ({ end, hasTrace, id }, { messages }) =>
        hasTrace && end?.reason !== 'endToken' && !messages.some(({ parentId }) => parentId === id),
    );
    if (conversation === null) return;
    const tokens = this.#bench.store.traces.tokenCount(reply.id);
    const growing = growingReply(reply.id);
    await doingLater(growing, async () => {
      await this.#bench.generation.continue({ conversationId: conversation.id, replyId: reply.id });
      this.#read(reply.id);
      return { facts: growing, stream: { replyId: reply.id, tokens } };
    });
  }

  async branch(): Promise<void> {
    const tokensOf = (reply: Message): number => this.#bench.store.traces.tokenCount(reply.id);
    const [conversation, reply] = this.#idleReply((candidate) => tokensOf(candidate) > 0);
    if (conversation === null) return;
    const position = this.#random.int(0, tokensOf(reply) - 1);
    const into = this.#random.pick(['here', 'here', 'newConversation'] as const);
    await doingLater(leaf(conversation.id, null), async () => {
      const branched = await this.#bench.generation.branch({
        conversationId: conversation.id,
        place: { kind: 'reply', messageId: reply.id, position },
        choice: { kind: 'tokens', tokenIds: patternIds(position, 1) },
        into,
      });
      this.#read(branched.replyId);
      const isHere = branched.conversationId === conversation.id;
      const facts = {
        ...leaf(conversation.id, conversation.leafId),
        ...leaf(branched.conversationId, branched.replyId),
        ...(isHere ? place(branched.replyId, 'assistant', reply.parentId, conversation.id) : {}),
      };
      return { facts, stream: { replyId: branched.replyId, tokens: position } };
    });
  }

  rename(): void {
    this.#change({ title: this.#words() });
  }

  draft(): void {
    this.#change({ draft: this.#words() });
  }

  pin(): void {
    this.#change({ isPinned: this.#random.int(0, 1) === 1 });
  }

  remove(): void {
    const [head, ...others] = this.#bench.conversations.list();
    if (head === undefined || others.length === 0) return;
    const { id } = this.#random.pick([head, ...others]);
    const facts = { [`conversation.${id}.isInBin`]: 'true' };
    doing(facts, () => {
      this.#bench.conversations.delete(id);
      return { facts };
    });
  }

  undo(): void {
    const { database } = this.#bench.folder;
    const binned = database
      .prepare<[], { id: ConversationId }>('SELECT id FROM conversations WHERE deleted_at_ms IS NOT NULL')
      .all();
    if (binned.length === 0) return;
    const { id } = this.#random.pick(binned);
    const facts = { [`conversation.${id}.isInBin`]: 'false' };
    doing(facts, () => {
      this.#bench.conversations.restore(id);
      return { facts };
    });
  }

  selectBranch(): void {
    const conversation = this.#idle();
    if (conversation === null || conversation.messages.length === 0) return;
    const { id } = this.#random.pick(conversation.messages);
    doing(leaf(conversation.id, null), () => ({
      facts: leaf(conversation.id, this.#bench.conversations.selectBranch(conversation.id, id)),
    }));
  }

  settings(): void {
    const changes: Partial<Settings> = this.#random.pick([
      { heatMap: this.#random.pick(['off', 'surprisal', 'probability', 'rank'] as const) },
      { theme: this.#random.pick(['system', 'light', 'dark'] as const) },
      { inspectorWidthPx: this.#random.int(280, 900), isInspectorOpen: true },
    ]);
    const facts = Object.fromEntries(
      Object.entries(changes).map(([key, value]) => [`settings.${key}`, JSON.stringify(value)]),
    );
    doing(facts, () => {
      this.#bench.settings.update(changes);
      return { facts };
    });
  }

  stop(): void {
    const [replyId] = this.#reading.keys();
    if (replyId === undefined) return;
    doing({}, () => {
      this.#bench.generation.stop(replyId);
      return { facts: {} };
    });
  }

  async #sendUnder(conversation: Conversation, parentId: MessageId | null): Promise<void> {
    const text = this.#words();
    const { id } = conversation;
    await doingLater(leaf(id, null), async () => {
      const { userMessageId, replyId } = await this.#bench.send(id, text, parentId);
      this.#read(replyId);
      const facts = {
        ...leaf(id, replyId),
        ...place(userMessageId, 'user', parentId, id),
        [`message.${userMessageId}.text`]: text,
        ...place(replyId, 'assistant', userMessageId, id),
      };
      return { facts };
    });
  }

  #change(changes: { title?: string; draft?: string; isPinned?: boolean }): void {
    const heads = this.#bench.conversations.list();
    if (heads.length === 0) return;
    const { id } = this.#random.pick(heads);
    const facts = Object.fromEntries(
      Object.entries(changes).map(([field, value]) => [`conversation.${id}.${field}`, JSON.stringify(value)]),
    );
    doing(facts, () => {
      this.#bench.conversations.update(id, changes);
      return { facts };
    });
  }

  /** A conversation in which nothing is being written; null: none, or enough is written elsewhere. */
  #idle(): Conversation | null {
    const heads = this.#bench.conversations.list();
    const idle = heads.filter(({ isGenerating }) => !isGenerating);
    if (heads.length - idle.length >= mostRepliesAtOnce) return null;
    // An imported reply has a vocabulary of its own: nobody here writes on in it.
    const own = idle
      .map(({ id }) => this.#bench.conversations.get(id))
      .filter(({ modelId }) => modelId === scriptedModelId);
    return own.length === 0 ? null : this.#random.pick(own);
  }

  #idleReply(
    isWanted: (reply: Message, conversation: Conversation) => boolean,
  ): [Conversation, Message] | [null, null] {
    const conversation = this.#idle();
    const replies = conversation?.messages.filter(
      (message) => message.role === 'assistant' && isWanted(message, conversation),
    );
    if (!conversation || !replies || replies.length === 0) return [null, null];
    return [conversation, this.#random.pick(replies)];
  }

  #read(replyId: MessageId): void {
    const reading = this.#readToEnd(replyId).finally(() => this.#reading.delete(replyId));
    this.#reading.set(replyId, reading);
  }

  async #readToEnd(replyId: MessageId): Promise<void> {
    let tokens = 0;
    for await (const event of this.#bench.generation.attach(replyId, 0, undefined)) {
      if (event.kind === 'tokens') {
        tokens = event.firstToken + event.count;
        tell({ kind: 'shown', replyId, toToken: tokens });
      }
      if (event.kind !== 'end') continue;
      const { reason, error } = event.end;
      if (error !== null) tell({ kind: 'refused', code: error.code, replyId });
      else
        tell({
          kind: 'acknowledged',
          facts: {
            [`message.${replyId}.text`]: event.text,
            [`message.${replyId}.reason`]: reason,
            [`message.${replyId}.tokens`]: String(tokens),
          },
          stream: { replyId, tokens },
        });
    }
  }

  /** The engine's side: a few tokens at a time, at changing speed. */
  async #write(): Promise<never> {
    const { library } = this.#bench;
    for (;;) {
      const run = await library.nextRun();
      const stops = library.stops;
      let count = run.request.reply.length;
      const length = count + this.#random.int(1, mostReplyTokens);
      if (run.request.forced.length > 0) await run.forced();
      count += run.request.forced.length;
      while (count < length && library.stops === stops) {
        const burst = this.#random.int(1, 8);
        await run.tokens(patternIds(count, burst));
        count += burst;
        await pause(this.#random.int(0, 6));
      }
      await run.end('tokenLimit');
    }
  }

  #words(): string {
    return `${this.#random.int(0, 1e9).toString(36)} é ☕ `.repeat(this.#random.int(1, 12));
  }
}

const weightedCalls = [
  ['create', 1],
  ['send', 5],
  ['edit', 4],
  ['regenerate', 1],
  ['continueReply', 2],
  ['branch', 3],
  ['rename', 2],
  ['draft', 2],
  ['pin', 1],
  ['remove', 1],
  ['undo', 1],
  ['selectBranch', 1],
  ['settings', 1],
  ['stop', 1],
] as const;
const calls: readonly Call[] = weightedCalls.flatMap(([call, weight]) =>
  Array.from({ length: weight }, () => call),
);

const leaf = (conversationId: string, leafId: string | null): Facts => ({
  [`conversation.${conversationId}.leafId`]: leafId === null ? null : JSON.stringify(leafId),
});

const place = (id: string | null, role: string, parentId: string | null, conversationId: string): Facts => ({
  [`message.${id}.place`]: `${role} under ${parentId} in ${conversationId}`,
});

const growingReply = (id: string): Facts => ({
  [`message.${id}.text`]: null,
  [`message.${id}.reason`]: null,
  [`message.${id}.tokens`]: null,
});
