/**
 * The replies that are being written: attaches to each once, whatever is on screen, and gives its text and token
 * count at most some fifteen times a second. Runs in the page. After a lost connection it attaches again at the token where it
 * stood. The raw steps of every chunk are handed on untouched to whoever listens (the trace store).
 */
import { useSyncExternalStore } from 'react';
import type { TokenChunk } from '#contract/engine.ts';
import type { MessageId } from '#contract/ids.ts';
import { connection, core } from '../client.ts';
import { toPageError } from '../core-error.ts';
import { applyReplyEvent, emptyReply, type LiveReply } from './live-reply.ts';
import { showError } from './toasts.ts';

type Entry = { current: LiveReply; painted: LiveReply; isScheduled: boolean; paintedAtMs: number };
type ChunkListener = (replyId: MessageId, chunk: TokenChunk) => void;

/**
 * A growing text is drawn this often at most. Reading needs no more, and every drawing takes processor time that the
 * engine could have: on two cores, drawing each frame halved the speed of writing.
 */
const paintIntervalMs = 64;

/** A hidden window has no frames, and yet its replies go on. */
const hiddenPaintMs = 250;

class LiveReplies {
  readonly #entries = new Map<MessageId, Entry>();
  readonly #listeners = new Set<() => void>();
  readonly #chunkListeners = new Set<ChunkListener>();

  /** Follows a reply from its first token on. Does nothing when it is followed already. */
  attach(replyId: MessageId): void {
    if (this.#entries.has(replyId)) return;
    const entry: Entry = { current: emptyReply, painted: emptyReply, isScheduled: false, paintedAtMs: 0 };
    this.#entries.set(replyId, entry);
    void this.#follow(replyId, entry);
  }

  /** Forgets a reply, once its text is read from the conversation or before it is continued. */
  forget(replyId: MessageId): void {
    if (this.#entries.delete(replyId)) this.#tell();
  }

  /** The reply as it was last painted; undefined when it is not followed. */
  get(replyId: MessageId): LiveReply | undefined {
    return this.#entries.get(replyId)?.painted;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onChunk(listener: ChunkListener): void {
    this.#chunkListeners.add(listener);
  }

  /** Reads until the reply has ended, over as many connections as that takes. */
  async #follow(replyId: MessageId, entry: Entry): Promise<void> {
    while (this.#entries.get(replyId) === entry && !entry.current.end) {
      const { epoch } = connection.get();
      try {
        await this.#read(replyId, entry);
        return;
      } catch (error) {
        // A lost connection is shown by the frame.
        if (toPageError(error).code !== 'page.connectionLost') return this.#giveUp(replyId, entry, error);
        await connection.after(epoch);
      }
    }
  }

  async #read(replyId: MessageId, entry: Entry): Promise<void> {
    for await (const event of await core.generation.attach({ replyId, fromToken: entry.current.tokens })) {
      if (this.#entries.get(replyId) !== entry) return;
      entry.current = applyReplyEvent(entry.current, event);
      if (event.kind === 'tokens') {
        for (const listener of this.#chunkListeners) listener(replyId, event);
      }
      this.#paintSoon(entry);
    }
  }

  #giveUp(replyId: MessageId, entry: Entry, error: unknown): void {
    if (this.#entries.get(replyId) !== entry) return;
    this.forget(replyId);
    // A reply that ended before the page asked is no failure: the conversation has it.
    if (toPageError(error).code !== 'generation.notFound') showError(error);
  }

  #paintSoon(entry: Entry): void {
    if (entry.isScheduled) return;
    entry.isScheduled = true;
    const paint = (): void => {
      entry.isScheduled = false;
      entry.paintedAtMs = performance.now();
      entry.painted = entry.current;
      this.#tell();
    };
    const waitMs = entry.paintedAtMs + paintIntervalMs - performance.now();
    if (document.hidden) setTimeout(paint, hiddenPaintMs);
    else if (waitMs > 0) setTimeout(() => requestAnimationFrame(paint), waitMs);
    else requestAnimationFrame(paint);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const liveReplies = new LiveReplies();

/** The live form of a reply; undefined when it is not being written. */
export function useLiveReply(replyId: MessageId): LiveReply | undefined {
  return useSyncExternalStore(liveReplies.subscribe, () => liveReplies.get(replyId));
}
