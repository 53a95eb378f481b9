/**
 * A reply that is being written: what has arrived, what of it is on disk, and who reads along. Runs in the core. It
 * belongs to the core, not to a page: pages come and go. It knows no engine (see run-reply.ts).
 */
import type { TokenChunk } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ReplyEvent } from '#contract/generation.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { Pulse } from '../app/pulse.ts';
import type { StoredChunk } from '../db/traces.ts';
import { readEngineSteps } from './read-steps.ts';
import type { ReplyText } from './reply-text.ts';
import { readStoredChunks, type StoredReplySource } from './stored-reply.ts';

/** How far it is before its first token. */
type PromptProgress = Extract<ReplyEvent, { kind: 'prompt' | 'summary' }>;

/** Tokens are on disk at most this long after they arrived. */
const flushAfterMs = 200;

/**
 * Tokens of a run on the disk. What a slow model writes in `flushAfterMs` is less: a row of its own for every few tokens
 * would leave most of its pages empty (4 tokens a row take 1,036 bytes a token, 128 take 577).
 */
const storedRunTokens = 128;

type Unsaved = { readonly steps: readonly TraceStep[]; readonly text: string };
const nothing: Unsaved = { steps: [], text: '' };
const join = (first: Unsaved, second: Unsaved): Unsaved => ({
  steps: [...first.steps, ...second.steps],
  text: first.text + second.text,
});

/** Chunks that are kept in memory for pages that read along; older ones are read from the disk. */
const keptChunks = 256;

export class LiveReply {
  readonly replyId: MessageId;
  readonly conversationId: ConversationId;
  /** Settles when the person asked to stop, or when the reply can no longer be stored. */
  readonly stopped: Promise<void>;
  readonly #source: StoredReplySource;
  readonly #pulse = new Pulse();
  readonly #resolveStopped: () => void;
  #text: ReplyText | null = null;
  #tokenCount = 0;
  /** Difference between this reply's positions and the ones that the engine counts in this run. */
  #positionShift: number | null = null;
  #recent: StoredChunk[] = [];
  #unsaved = nothing;
  /** On the disk in short runs, which become one as soon as they are long enough. */
  #shortRuns = nothing;
  #flushTimer: NodeJS.Timeout | null = null;
  #progress: PromptProgress | null = null;
  #isStopRequested = false;
  #storageFailure: PrismeError | null = null;
  #ended: { readonly end: ReplyEnd; readonly text: string } | null = null;

  constructor(replyId: MessageId, conversationId: ConversationId, source: StoredReplySource) {
    this.replyId = replyId;
    this.conversationId = conversationId;
    this.#source = source;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.stopped = promise;
    this.#resolveStopped = resolve;
  }

  get isStopRequested(): boolean {
    return this.#isStopRequested;
  }

  /** Why tokens could not be written to the disk; null: they can. */
  get storageFailure(): PrismeError | null {
    return this.#storageFailure;
  }

  /** Tokens that have arrived, those of an earlier run included. */
  get tokenCount(): number {
    return this.#tokenCount;
  }

  /** The complete characters so far, those of an earlier run included. */
  get text(): string {
    return this.#text?.text ?? '';
  }

  /** The text before a stop string, see `stopStringAtByte` in contract/engine.ts. */
  textBefore(byteCount: number): string {
    return this.#text?.textBefore(byteCount) ?? '';
  }

  requestStop(): void {
    this.#isStopRequested = true;
    this.#resolveStopped();
  }

  /** From here on tokens can be taken: `text` has read those that stand already, `tokenCount` of them. */
  begin(text: ReplyText, tokenCount: number): void {
    this.#text = text;
    this.#tokenCount = tokenCount;
  }

  showProgress(progress: PromptProgress): void {
    this.#progress = progress;
    this.#pulse.beat();
  }

  /**
   * Takes tokens from the engine and has them on disk within `flushAfterMs`.
   * @throws engine.badMessage when they do not follow the last ones
   */
  append(chunk: TokenChunk): void {
    // A continued reply: engines may count from its first token or from their own first one; gaps are refused either way.
    this.#positionShift ??= chunk.firstToken === 0 ? this.#tokenCount : 0;
    if (chunk.firstToken + this.#positionShift !== this.#tokenCount) {
      throw new PrismeError('engine.badMessage', { reason: 'tokens are missing or repeated' });
    }
    const steps = readEngineSteps(chunk);
    const text = this.#text?.add(steps.map((step) => step.tokenId)) ?? '';
    this.#recent.push({ ...chunk, firstToken: this.#tokenCount, text });
    this.#tokenCount += chunk.count;
    this.#unsaved = join(this.#unsaved, { steps, text });
    this.#flushTimer ??= setTimeout(() => this.#flushSafely(), flushAfterMs);
    this.#pulse.beat();
  }

  /** Writes what is not on disk yet. @throws app.diskFull, app.storageFailed … */
  flush(): void {
    this.#save(this.#shortRuns.steps.length + this.#unsaved.steps.length >= storedRunTokens);
  }

  /** The last flush, in one transaction with `also`. @throws as flush */
  flushAtEnd(also: () => void): void {
    this.#save(true, also);
  }

  #save(isRunOver: boolean, also: () => void = () => undefined): void {
    this.#clearTimer();
    const { traces, transaction } = this.#source.store;
    const run = join(this.#shortRuns, this.#unsaved);
    transaction(() => {
      if (this.#unsaved.steps.length > 0) traces.appendChunk(this.replyId, this.#lastRun(this.#unsaved));
      if (isRunOver && this.#shortRuns.steps.length > 0) traces.replaceFrom(this.replyId, this.#lastRun(run));
      also();
    });
    this.#unsaved = nothing;
    this.#shortRuns = isRunOver ? nothing : run;
    if (this.#recent.length > keptChunks) this.#recent = this.#recent.slice(-keptChunks);
  }

  /** A run that ends with the last token. */
  #lastRun({ steps, text }: Unsaved): StoredChunk {
    const firstToken = this.#tokenCount - steps.length;
    return { kind: 'tokens', firstToken, count: steps.length, steps: encodeSteps(steps), text };
  }

  #clearTimer(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
  }

  /** Tells every reader how it ended. */
  finish(end: ReplyEnd, text: string): void {
    this.#clearTimer();
    this.#ended = { end, text };
    this.#pulse.beat();
  }

  /** Everything from `fromToken` on, without gap or repetition, then `end`. Leaving early only ends the reading. */
  async *read(fromToken: number, signal: AbortSignal | undefined): AsyncGenerator<ReplyEvent, void, void> {
    let cursor = fromToken;
    let shownProgress: PromptProgress | null = null;
    while (!signal?.aborted) {
      if (this.#progress !== null && this.#progress !== shownProgress && this.#recent.length === 0) {
        shownProgress = this.#progress;
        yield shownProgress;
        continue;
      }
      const chunks = this.#chunksFrom(cursor);
      for (const chunk of chunks) {
        cursor = chunk.firstToken + chunk.count;
        yield chunk;
      }
      if (chunks.length > 0) continue;
      if (this.#ended !== null) {
        yield { kind: 'end', ...this.#ended };
        return;
      }
      await this.#pulse.next(signal);
    }
  }

  #chunksFrom(cursor: number): readonly StoredChunk[] {
    if (cursor >= this.#tokenCount) return [];
    const index = this.#recent.findIndex((chunk) => chunk.firstToken === cursor);
    if (index >= 0) return this.#recent.slice(index);
    // Older than what is kept, or inside a chunk: the disk has it, once what is new has been written too.
    if (this.#unsaved.steps.length > 0 && this.#storageFailure === null) this.#flushSafely();
    const stored = readStoredChunks(this.#source, this.replyId, cursor);
    // Nothing there: the disk refuses. What is in memory is shown from the next chunk on.
    return stored.length > 0 ? stored : this.#recent.filter((chunk) => chunk.firstToken > cursor);
  }

  #flushSafely(): void {
    try {
      this.flush();
    } catch (cause) {
      this.#storageFailure =
        cause instanceof PrismeError ? cause : new PrismeError('app.storageFailed', {}, { cause });
      // Tokens that cannot be kept are not worth computing: the run ends and says why.
      this.#resolveStopped();
    }
  }
}
