/**
 * The traces that the page has open: fetched in ranges from the core, or appended while a reply streams. Page, memory
 * only. It never needs the model: a stored vocabulary turns ids into bytes. Old traces are forgotten first.
 */
import type { CoreClient } from '#contract/contract.ts';
import type { TokenChunk } from '#contract/engine.ts';
import type { MessageId, VocabularyHash } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { PromptSpan } from '#contract/prompt.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { toPageError, type PageErrorCode } from '../../core-error.ts';
import { TokenTrace } from './token-trace.ts';
import { createValueStore, type ValueStore } from './value-store.ts';
import { beforeIdleWork, yieldToPage } from '../../page-time.ts';
import { vocabularyTable, type VocabularyTable } from '#contract/vocabulary-table.ts';

/** What of the core a trace store calls. */
export type TraceSource = {
  readonly traces: Omit<CoreClient['traces'], 'import' | 'sums'>;
  readonly models: Pick<CoreClient['models'], 'vocabulary'>;
};

/** `tokens` is told how many tokens are there: the same `trace` object grows. */
export type ReplyTraceState =
  | { readonly status: 'idle' | 'loading' }
  | { readonly status: 'failed'; readonly code: PageErrorCode }
  | {
      readonly status: 'ready';
      readonly header: TraceHeader;
      readonly trace: TokenTrace;
      readonly tokens: number;
      readonly isComplete: boolean;
    };

export type PromptTraceState =
  | { readonly status: 'idle' | 'loading' }
  | { readonly status: 'failed'; readonly code: PageErrorCode }
  | {
      readonly status: 'ready';
      readonly trace: TokenTrace;
      readonly spans: readonly PromptSpan[];
      /** `scored`: the distributions were computed later, under this profile. */
      readonly score:
        | { readonly kind: 'none' }
        | { readonly kind: 'running' }
        | { readonly kind: 'failed'; readonly code: PageErrorCode }
        | { readonly kind: 'scored'; readonly profile: EvaluationProfile };
    };

type Entry = {
  readonly reply: ValueStore<ReplyTraceState>;
  readonly prompt: ValueStore<PromptTraceState>;
  /** Live chunks that arrived before somebody opened the trace. */
  live: TokenChunk[];
};

/** The first piece is small, so that the beginning of a text is there at once. Heads: 60 bytes a token. */
const tokensInFirstFetch = 256;
const tokensPerFetch = 2_048;
const fetchesAtOnce = 2;
/** Every showing costs a look at every run of text in view. */
const showEveryMs = 400;
const sliceMs = 8;
const neighbours = 32;
const keptTraces = 16;
/** As many of the last used keep their place even without a trace: somebody may be about to listen to them. */
const keptEntries = 512;

export class TraceStore {
  readonly #source: TraceSource;
  readonly #entries = new Map<MessageId, Entry>();
  #workingSinceMs = 0;
  #mostEntries = keptEntries;
  readonly #vocabularies = new Map<VocabularyHash, Promise<VocabularyTable>>();

  constructor(source: TraceSource) {
    this.#source = source;
  }

  /** The state of a reply's trace; `open` starts fetching it. */
  reply(messageId: MessageId): ValueStore<ReplyTraceState> {
    return this.#entry(messageId).reply;
  }

  prompt(messageId: MessageId): ValueStore<PromptTraceState> {
    return this.#entry(messageId).prompt;
  }

  /** Tokens of a reply that is being written, as they come; in order or not, repeated or not. */
  appendLive(messageId: MessageId, chunk: TokenChunk): void {
    const entry = this.#entry(messageId);
    const state = entry.reply.get();
    if (state.status !== 'ready') {
      if (entry.live.length === 0) this.#forgetOldest();
      entry.live.push(chunk);
      // The core writes the header with the first token: a page that asked too early asks again.
      if (state.status === 'failed') void this.open(messageId, true);
      return;
    }
    if (state.trace.addChunk(chunk)) entry.reply.set({ ...state, tokens: state.trace.count });
    else if (chunk.firstToken > state.trace.count) void this.refresh(messageId);
  }

  /** Fetches header, vocabulary and tokens of a reply, once; `again` retries after a failure. Never rejects. */
  async open(messageId: MessageId, again = false): Promise<void> {
    const { reply } = this.#entry(messageId);
    const before = reply.get().status;
    if (before === 'loading' || before === 'ready' || (before === 'failed' && !again)) return;
    reply.set({ status: 'loading' });
    this.#forgetOldest();
    try {
      const header = await this.#source.traces.header({ messageId });
      const trace = new TokenTrace(await this.vocabulary(header.vocabularyHash), header.endTokenIds);
      await beforeIdleWork(() => this.#fill(messageId, header, trace));
    } catch (error) {
      reply.set({ status: 'failed', code: toPageError(error).code });
    }
  }

  async #fill(messageId: MessageId, header: TraceHeader, trace: TokenTrace): Promise<void> {
    const entry = this.#entry(messageId);
    const { reply } = entry;
    const show = (isComplete: boolean): void =>
      reply.set({ status: 'ready', header, trace, tokens: trace.count, isComplete });
    for (const chunk of entry.live.splice(0)) trace.addChunk(chunk);
    show(false);
    let shownAtMs = performance.now();
    for await (const chunks of this.#heads(messageId, header.replyTokens, trace.count)) {
      const before = trace.count;
      for (const chunk of chunks) {
        trace.addChunk(chunk);
        await this.#pause();
      }
      if (trace.count === before) break;
      if (performance.now() - shownAtMs < showEveryMs) continue;
      show(false);
      shownAtMs = performance.now();
    }
    show(true);
  }

  /** The heads of the stored tokens in order, piece by piece; the next pieces are on their way while one is read. */
  async *#heads(
    messageId: MessageId,
    replyTokens: number,
    fromToken: number,
  ): AsyncGenerator<readonly TokenChunk[], void, void> {
    const coming: Promise<readonly TokenChunk[]>[] = [];
    let next = fromToken;
    for (;;) {
      while (coming.length < fetchesAtOnce && next < replyTokens) {
        const tokens = next === fromToken ? tokensInFirstFetch : tokensPerFetch;
        const toToken = Math.min(replyTokens, next + tokens);
        const fetched = this.#source.traces.heads({ messageId, fromToken: next, toToken });
        // Whoever leaves early has nobody who hears of its failure.
        fetched.catch(() => undefined);
        coming.push(fetched);
        next = toToken;
      }
      const first = coming.shift();
      if (!first) return;
      yield await first;
    }
  }

  /**
   * Fetches the alternatives of a token and of its neighbours, so that they are there when one goes on to them. Never
   * rejects: the state says that it failed.
   */
  async fetchStep(messageId: MessageId, position: number): Promise<void> {
    const { reply } = this.#entry(messageId);
    const state = reply.get();
    if (state.status !== 'ready') return;
    const { trace } = state;
    const fromToken = Math.max(0, position - neighbours);
    const toToken = Math.min(trace.count, position + neighbours + 1);
    const isHere = ![fromToken, position, toToken - 1].some((each) => trace.lacksStep(each));
    if (isHere) return;
    try {
      for (const chunk of await this.#source.traces.chunks({ messageId, fromToken, toToken }))
        trace.addWholeSteps(chunk);
      const now = reply.get();
      if (now.status === 'ready') reply.set({ ...now });
    } catch (error) {
      reply.set({ status: 'failed', code: toPageError(error).code });
    }
  }

  /** Lets the page draw a frame when this has worked for `sliceMs`. */
  async #pause(): Promise<void> {
    if (performance.now() - this.#workingSinceMs < sliceMs) return;
    await yieldToPage();
    this.#workingSinceMs = performance.now();
  }

  /** Reads again what the header says (a continued or finished reply). Never rejects. */
  async refresh(messageId: MessageId): Promise<void> {
    const state = this.#entry(messageId).reply.get();
    if (state.status !== 'ready' || !state.isComplete) return this.open(messageId, true);
    try {
      await this.#fill(messageId, await this.#source.traces.header({ messageId }), state.trace);
    } catch (error) {
      // What is shown stays true; only the rest is missing.
      if (this.#entry(messageId).reply.get().status !== 'ready') throw error;
    }
  }

  /** Fetches what the model read, once. Never rejects. */
  async openPrompt(messageId: MessageId, again = false): Promise<void> {
    const { prompt } = this.#entry(messageId);
    const before = prompt.get().status;
    if (before === 'loading' || before === 'ready' || (before === 'failed' && !again)) return;
    prompt.set({ status: 'loading' });
    this.#forgetOldest();
    try {
      const [header, { tokenIds, spans }, score] = await Promise.all([
        this.#source.traces.header({ messageId }),
        this.#source.traces.prompt({ messageId }),
        this.#source.traces.promptScore({ messageId }),
      ]);
      const trace = new TokenTrace(await this.vocabulary(header.vocabularyHash), header.endTokenIds);
      trace.addIds(tokenIds);
      trace.cells.end();
      for (const chunk of score?.chunks ?? []) trace.addScore(chunk);
      prompt.set({
        status: 'ready',
        trace,
        spans,
        score: score ? { kind: 'scored', profile: score.profile } : { kind: 'none' },
      });
    } catch (error) {
      prompt.set({ status: 'failed', code: toPageError(error).code });
    }
  }

  /** Scores the prompt with the model that read it. Never rejects: the state says how it went. */
  async scorePrompt(messageId: MessageId): Promise<void> {
    const { prompt } = this.#entry(messageId);
    const state = prompt.get();
    if (state.status !== 'ready' || state.score.kind === 'running') return;
    prompt.set({ ...state, score: { kind: 'running' } });
    try {
      const score = await this.#source.traces.scorePrompt({ messageId });
      for (const chunk of score.chunks) state.trace.addScore(chunk);
      prompt.set({ ...state, score: { kind: 'scored', profile: score.profile } });
    } catch (error) {
      prompt.set({ ...state, score: { kind: 'failed', code: toPageError(error).code } });
    }
  }

  /** Fetched once for each vocabulary and kept. */
  vocabulary(hash: VocabularyHash): Promise<VocabularyTable> {
    const known = this.#vocabularies.get(hash);
    if (known) return known;
    const table = this.#source.models.vocabulary({ hash }).then(vocabularyTable);
    this.#vocabularies.set(hash, table);
    // A failure is not remembered: the next trace asks again.
    table.catch(() => this.#vocabularies.delete(hash));
    return table;
  }

  #entry(messageId: MessageId): Entry {
    const known = this.#entries.get(messageId);
    const entry: Entry = known ?? {
      reply: createValueStore<ReplyTraceState>({ status: 'idle' }),
      prompt: createValueStore<PromptTraceState>({ status: 'idle' }),
      live: [],
    };
    if (known) this.#entries.delete(messageId);
    this.#entries.set(messageId, entry);
    // Not at every look: each drawing of each reply takes one, and there may be thousands.
    if (this.#entries.size > this.#mostEntries) this.#forgetOldest();
    return entry;
  }

  /** What nobody shows may go, the longest unused first; the core still has it. */
  #forgetOldest(): void {
    const entries = [...this.#entries];
    const unheard = entries.filter(
      ([, { reply, prompt }]) => !reply.hasListeners() && !prompt.hasListeners(),
    );
    const full = unheard.filter(
      ([, { reply, prompt, live }]) =>
        reply.get().status === 'ready' || prompt.get().status === 'ready' || live.length > 0,
    );
    for (const [messageId] of full.slice(0, -keptTraces)) this.#entries.delete(messageId);
    const old = new Set(entries.slice(0, -keptEntries));
    for (const entry of unheard) if (old.has(entry)) this.#entries.delete(entry[0]);
    this.#mostEntries = this.#entries.size + keptEntries;
  }
}
