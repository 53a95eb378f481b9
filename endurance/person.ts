/**
 * Somebody who uses Prisme for long: new conversations, replies that are written to the end, again, stopped, or lose
 * their engine, and everything that a page reads in between. Runs in the process of the suites. What does not come as
 * it must is kept as a failure; nothing is thrown.
 */
import type { CoreClient } from '#contract/contract.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { type VocabularyTable, vocabularyTable } from '#contract/vocabulary-table.ts';
import { codeOf } from './calls.ts';
import { type ReadReply, readReply } from './core-with-engines.ts';
import type { Random } from './random.ts';
import type { Page, ServedCore } from './served-core.ts';

/** What happens to a reply: it is left alone, or after so many tokens somebody stops it or its engine is killed. */
type Fate = { readonly kind: 'whole' | 'stopped' | 'killed' | 'left'; readonly afterTokens: number };

export type VisitPlan = {
  /** Another chat model writes from now on. */
  readonly isSwitch: boolean;
  /** A model that only instruments use takes the place of the chat model for a moment. */
  readonly isProbe: boolean;
  readonly isKill: boolean;
  /** Of one reply. */
  readonly mostTokens: number;
};

type KnownModel = {
  readonly model: Model;
  readonly table: VocabularyTable;
  /** Ends that are ruled out: a reply is as long as it was asked to be. */
  readonly endTokenIds: readonly number[];
};

const whole: Fate = { kind: 'whole', afterTokens: Infinity };
/** More than any context: only Stop, a death or the end of the context ends such a reply. */
const endlessTokens = 100_000;

export class Person {
  readonly failures: string[] = [];
  readonly counts = { requests: 0, conversations: 0, tokens: 0, switches: 0, kills: 0, stops: 0, again: 0 };
  readonly #core: ServedCore;
  readonly #random: Random;
  #page: Page | null = null;
  #models: readonly KnownModel[] = [];
  #chosen = 0;
  #loaded: KnownModel | null = null;
  /** Conversations that have not been deleted. */
  #kept: ConversationId[] = [];

  constructor(core: ServedCore, random: Random) {
    this.#core = core;
    this.#random = random;
  }

  async load(models: readonly Model[]): Promise<void> {
    this.#models = await Promise.all(
      models.map(async (model) => {
        const vocabulary = await this.#ask(({ models }) => models.vocabulary({ hash: model.vocabularyHash }));
        return { model, table: vocabularyTable(vocabulary), endTokenIds: vocabulary.endTokenIds };
      }),
    );
  }

  /** A window that is closed and opened again. */
  async reopen(): Promise<void> {
    this.#page?.socket.close();
    const page = await this.#core.openPage();
    this.#page = page;
    void listenToNotices(page.client);
  }

  async visit(index: number, plan: VisitPlan): Promise<void> {
    try {
      await this.#visit(index, plan);
    } catch (cause) {
      this.#fail(`visit ${index}`, codeOf(cause));
    }
  }

  #fail(where: string, what: string): void {
    this.failures.push(`${where}: ${what}`);
  }

  #ask<Answer>(call: (client: CoreClient) => Promise<Answer>): Promise<Answer> {
    if (this.#page === null) throw new Error('no window is open');
    this.counts.requests += 1;
    return call(this.#page.client);
  }

  /** The one that writes. */
  get #model(): KnownModel {
    const writing = this.#models.filter(({ model }) => model.hasChatTemplate);
    const chosen = writing[this.#chosen % writing.length];
    if (chosen === undefined) throw new Error('there is no model that can chat');
    return chosen;
  }

  /** Whatever is asked next is asked of this model. */
  #use(known: KnownModel): void {
    if (this.#loaded !== null && this.#loaded !== known) this.counts.switches += 1;
    this.#loaded = known;
  }

  async #visit(index: number, { isSwitch, isProbe, isKill, mostTokens }: VisitPlan): Promise<void> {
    if (isSwitch) this.#chosen += 1;
    const own = this.#random.fork(index);
    if (isProbe) await this.#probe(own, `visit ${index}, probe`);
    this.#use(this.#model);
    const maxTokens = own.int(mostTokens >> 1, mostTokens);
    const { id } = await this.#ask(({ conversations }) =>
      conversations.create({ modelId: this.#model.model.id, settings: this.#settings(own, maxTokens) }),
    );
    this.#kept.push(id);
    this.counts.conversations += 1;
    const first = await this.#sendAndRead(id, null, whole, `visit ${index}, first reply`);
    const kind = isKill ? 'killed' : own.pick(['whole', 'whole', 'stopped', 'left'] as const);
    const fate: Fate = { kind, afterTokens: own.int(1, mostTokens >> 1) };
    await this.#change(id, own, fate);
    const where = `visit ${index}, ${kind}`;
    if (own.next() < 0.3) await this.#writeAgain(id, first, fate, where);
    else await this.#sendAndRead(id, first, fate, where);
    await this.#lookAround(own, id, first);
    await this.#tidyUp(own);
  }

  /** What an instrument shows of a text under a model without a chat template. */
  async #probe(own: Random, where: string): Promise<void> {
    const base = this.#models.find(({ model }) => !model.hasChatTemplate);
    if (base === undefined) return;
    this.#use(base);
    const modelId = base.model.id;
    const text = `The number ${own.int(1, 900)} — é🙂 — is`;
    const { tokenIds } = await this.#ask(({ tokenizer }) => tokenizer.cut({ modelId, text }));
    const bytes = Buffer.concat(tokenIds.map((id) => base.table.piece(id).bytes));
    if (bytes.toString() !== text) this.#fail(where, 'the tokens are not those of the text');
    const place = { kind: 'tokens', modelId, tokenIds } as const;
    const probe = { place, topN: 20, isExact: true, wanted: [] };
    let results = 0;
    for await (const event of await this.#ask(({ inspection }) => inspection.probe(probe)))
      if (event.kind === 'result') results += 1;
    if (results !== 1) this.#fail(where, `${results} distributions instead of one`);
  }

  #settings(own: Random, maxTokens: number): GenerationSettings {
    return {
      ...samplerPresets.balanced,
      maxTokens,
      seed: own.int(0, 1e6),
      logitBias: this.#model.endTokenIds.map((tokenId) => ({ tokenId, bias: -100 })),
    };
  }

  /** A reply that is to be cut off is not to end before that. */
  async #change(conversationId: ConversationId, own: Random, { kind }: Fate): Promise<void> {
    if (kind === 'whole' || kind === 'left') return;
    const settings = { ...this.#settings(own, endlessTokens), maxTokens: null };
    await this.#ask(({ conversations }) => conversations.update({ conversationId, settings }));
  }

  async #sendAndRead(
    conversationId: ConversationId,
    parentId: MessageId | null,
    fate: Fate,
    where: string,
  ): Promise<MessageId> {
    const text = `Tell me more about the number ${this.#random.int(1, 900)}.`;
    const { replyId } = await this.#ask(({ generation }) =>
      generation.send({ conversationId, parentId, text, overflow: 'refuse' }),
    );
    await this.#read(conversationId, replyId, fate, where);
    return replyId;
  }

  async #writeAgain(
    conversationId: ConversationId,
    replyId: MessageId,
    fate: Fate,
    where: string,
  ): Promise<void> {
    this.counts.again += 1;
    const again = await this.#ask(({ generation }) =>
      generation.regenerate({ conversationId, replyId, overflow: 'refuse' }),
    );
    await this.#read(conversationId, again.replyId, fate, where);
  }

  async #read(conversationId: ConversationId, replyId: MessageId, fate: Fate, where: string): Promise<void> {
    if (fate.kind === 'left') await this.#leaveEarly(replyId, fate.afterTokens);
    let isMet = false;
    const reply = await readReply(
      this.#ask(({ generation }) => generation.attach({ replyId, fromToken: 0 })),
      ({ ids }) => {
        if (isMet || ids.length < fate.afterTokens) return;
        isMet = true;
        this.#strike(fate, replyId);
      },
    );
    this.counts.tokens += reply.ids.length;
    const stored = await this.#ask(({ conversations }) => conversations.get({ conversationId }));
    const header = await this.#ask(({ traces }) => traces.header({ messageId: replyId }));
    const message = stored.messages.find(({ id }) => id === replyId);
    const wrong = [
      ...wrongEnd(reply, fate),
      ...wrongText(reply, this.#model.table),
      ...(message?.text === reply.endText ? [] : ['the stored text is not what was shown']),
      ...(header.replyTokens === reply.ids.length ? [] : ['not every token that was shown is stored']),
      ...(header.model.id === this.#model.model.id ? [] : ['it was written by another model']),
    ];
    for (const what of wrong) this.#fail(where, what);
  }

  #strike({ kind }: Fate, replyId: MessageId): void {
    if (kind === 'stopped') {
      this.counts.stops += 1;
      void this.#ask(({ generation }) => generation.stop({ replyId }));
    }
    if (kind === 'killed') {
      this.counts.kills += 1;
      process.kill(this.#core.enginePids.at(-1) ?? -1, 'SIGKILL');
    }
  }

  /** A page that reads along and goes away. */
  async #leaveEarly(replyId: MessageId, afterTokens: number): Promise<void> {
    let tokens = 0;
    const events = await this.#ask(({ generation }) => generation.attach({ replyId, fromToken: 0 }));
    for await (const event of events) {
      if (event.kind === 'tokens') tokens += event.count;
      if (tokens >= afterTokens) break;
    }
  }

  /** What a page reads to show its screens. */
  async #lookAround(own: Random, conversationId: ConversationId, replyId: MessageId): Promise<void> {
    const range = { messageId: replyId, fromToken: 0, toToken: 64 };
    const preview = { conversationId, parentId: replyId, text: 'And then?' };
    const looks: readonly ((client: CoreClient) => Promise<unknown>)[] = [
      ({ conversations }) => conversations.list({}),
      ({ conversations }) => conversations.get({ conversationId: own.pick(this.#kept) }),
      ({ traces }) => traces.heads(range),
      ({ traces }) => traces.chunks(range),
      ({ traces }) => traces.prompt({ messageId: replyId }),
      ({ settings }) => settings.get({}),
      ({ models }) => models.list({}),
      ({ app }) => app.status({}),
      ({ backups }) => backups.list({}),
      ({ generation }) => generation.preview(preview),
      ({ privacy }) => firstOf(privacy.watch({})),
    ];
    for (let round = 0; round < 2; round++) for (const look of looks) await this.#ask(look);
  }

  async #tidyUp(own: Random): Promise<void> {
    const conversationId = own.pick(this.#kept);
    const title = `A title ${own.int(1, 1e6)}`;
    await this.#ask(({ conversations }) => conversations.update({ conversationId, title }));
    if (this.#kept.length < 20) return;
    await this.#ask(({ conversations }) => conversations.delete({ conversationId }));
    this.#kept = this.#kept.filter((id) => id !== conversationId);
  }
}

function wrongEnd({ end, eventsAfterEnd }: ReadReply, { kind }: Fate): string[] {
  const code = end.error?.code ?? 'none';
  const [reason, error] =
    kind === 'killed'
      ? ['interrupted', 'engine.exited']
      : [kind === 'stopped' ? 'stopped' : 'tokenLimit', 'none'];
  return [
    ...(end.reason === reason && code === error ? [] : [`it ended with ${end.reason}, ${code}`]),
    ...(eventsAfterEnd === 0 ? [] : [`${eventsAfterEnd} events came after the end`]),
  ];
}

/** The text is that of the shown tokens, in the words of the model that was asked: nothing of another one is in it. */
function wrongText({ ids, text, endText }: ReadReply, table: VocabularyTable): string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pieces = ids.map((id) => (table.isMark(id) ? new Uint8Array(0) : table.piece(id).bytes));
  const spelt = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
  return [
    ...(ids.every((id) => id < table.size) ? [] : ['it has tokens that its model does not know']),
    ...(spelt === endText ? [] : ['its text is not that of its tokens']),
    ...(text === endText ? [] : ['its end has another text than was shown']),
  ];
}

async function firstOf<Value>(coming: Promise<AsyncIterable<Value>>): Promise<Value | null> {
  for await (const value of await coming) return value;
  return null;
}

/** As every page does, as long as its connection stands. */
async function listenToNotices(client: CoreClient): Promise<void> {
  try {
    for await (const _ of await client.app.notices({})) continue;
  } catch {
    // The connection was closed.
  }
}
