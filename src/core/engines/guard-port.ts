/**
 * A guard in front of an engine's port. Runs in the core. An engine runs code that a model file can break, so nothing
 * that it sends reaches the protocol library before its form, its size, its address and its amount are checked:
 * garbage, floods and answers to questions that were never asked end in one call of `onBad`.
 * Whether the content makes sense is checked against the contract's schemas later.
 */
import {
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
  type SupportedMessagePort,
} from '@orpc/client/message-port';
import { z } from 'zod';

export type PortGuard = {
  /** What the protocol library uses. Messages are parsed objects. It never says that it closed: see supervise-engine.ts. */
  readonly port: SupportedMessagePort;
  /** Events that have arrived and that the reader has not taken yet. */
  readonly queuedEvents: number;
  /** The reader of the stream has taken one event out of its queue. */
  taken(): void;
  /** The reader of the stream has left: what is queued is no longer counted. */
  clear(): void;
  /** Lets nothing through any more, in either direction. What has arrived can still be read. */
  shut(): void;
};

export type GuardOptions = {
  /** Called once, with what was wrong. */
  readonly onBad: (where: string) => void;
  /** Called for every event of a stream. */
  readonly onEvent: () => void;
  /** The other side closed its end. */
  readonly onClosed: () => void;
};

/** A trace chunk of 16 MB in base64, and some. */
const longestMessage = 24 * 1024 * 1024;
const mostQueuedEvents = 20_000;
const mostQueuedCharacters = 96 * 1024 * 1024;
/** Events that may still arrive for streams that were left. */
const mostLateEvents = 10_000;

const headersSchema = z.record(z.string().max(200), z.string().max(2_000));
/** Messages of @orpc/standard-server-peer 1.16, as an engine may send them: a response, or an event of a stream (t = 3). */
const messageSchema = z.union([
  z.object({
    i: z.string().max(40),
    t: z.literal(3),
    p: z.object({
      e: z.enum(['message', 'error', 'done']),
      d: z.unknown().optional(),
      m: z.unknown().optional(),
    }),
  }),
  z.object({
    i: z.string().max(40),
    t: z.undefined().optional(),
    p: z.object({
      s: z.int().min(100).max(599).optional(),
      h: headersSchema.optional(),
      b: z.unknown().optional(),
    }),
  }),
]);
type Message = z.infer<typeof messageSchema>;

const requestHead = /^\{"i":"([^"]{1,40})"(?:,"t":(\d))?/;
const eventStream = 'text/event-stream';

/** Puts the guard in front of `inner`. */
export function guardPort(inner: SupportedMessagePort, options: GuardOptions): PortGuard {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const book = new Book();
  let isOpen = true;

  const refuse = (where: string): void => {
    if (!isOpen) return;
    isOpen = false;
    options.onBad(where);
  };
  onMessagePortMessage(inner, (data: unknown) => {
    if (!isOpen) return;
    const message = parse(data);
    if (typeof message === 'string') return refuse(message);
    const verdict = book.receive(message, String(data).length);
    if (verdict === 'drop') return;
    if (verdict !== 'pass') return refuse(verdict);
    if (message.t === 3) options.onEvent();
    for (const listener of listeners) listener({ data: message });
  });
  onMessagePortClose(inner, options.onClosed);

  return {
    port: {
      on(event: string, callback: (event?: { data: unknown }) => void) {
        if (event === 'message') listeners.push(callback);
      },
      postMessage(data: unknown) {
        if (!isOpen) return;
        if (typeof data === 'string') book.send(data);
        postMessagePortMessage(inner, data);
      },
    },
    get queuedEvents() {
      return book.queuedEvents;
    },
    taken: () => book.taken(),
    clear: () => book.clear(),
    shut: () => void (isOpen = false),
  };
}

/** The message, or what is wrong with it. */
function parse(data: unknown): Message | string {
  if (typeof data !== 'string') return 'not a text';
  if (data.length > longestMessage) return 'too long';
  try {
    const result = messageSchema.safeParse(JSON.parse(data));
    return result.success ? result.data : 'not a message';
  } catch {
    return 'not JSON';
  }
}

/** Which requests wait for what, and how much has arrived that nobody has read yet. */
class Book {
  readonly #state = new Map<string, 'waiting' | 'streaming' | 'left'>();
  #queuedSizes: number[] = [];
  #queuedCharacters = 0;
  #lateEvents = 0;

  get queuedEvents(): number {
    return this.#queuedSizes.length;
  }

  send(text: string): void {
    const [, id, type] = requestHead.exec(text) ?? [];
    if (id === undefined) return;
    if (type === undefined) this.#state.set(id, 'waiting');
    // Type 4: the reader leaves the stream, events may still be on their way.
    if (type === '4' && this.#state.has(id)) this.#state.set(id, 'left');
    if (this.#state.size > 1_000) this.#forgetLeft();
  }

  /** 'pass', 'drop', or what is wrong. */
  receive(message: Message, size: number): string {
    const state = this.#state.get(message.i);
    if (state === undefined) return 'an answer to no question';
    if (state === 'left') return this.#receiveLate(message);
    if (message.t === 3)
      return state === 'streaming'
        ? this.#receiveEvent(message.i, message.p.e, size)
        : 'an event before its stream';
    if (state === 'streaming') return 'a second answer';
    const type = Object.entries(message.p.h ?? {}).find(
      ([name]) => name.toLowerCase() === 'content-type',
    )?.[1];
    if (type?.startsWith(eventStream) === true) this.#state.set(message.i, 'streaming');
    else this.#state.delete(message.i);
    return 'pass';
  }

  taken(): void {
    this.#queuedCharacters -= this.#queuedSizes.shift() ?? 0;
  }

  clear(): void {
    this.#queuedSizes = [];
    this.#queuedCharacters = 0;
  }

  #receiveEvent(id: string, kind: 'message' | 'error' | 'done', size: number): string {
    if (kind !== 'message') this.#state.delete(id);
    this.#queuedSizes.push(size);
    this.#queuedCharacters += size;
    const isFlood =
      this.#queuedSizes.length > mostQueuedEvents || this.#queuedCharacters > mostQueuedCharacters;
    return isFlood ? 'a flood of events' : 'pass';
  }

  #receiveLate(message: Message): string {
    this.#lateEvents += 1;
    if (message.t === 3 && message.p.e !== 'message') this.#state.delete(message.i);
    return this.#lateEvents > mostLateEvents ? 'a flood of late events' : 'drop';
  }

  #forgetLeft(): void {
    for (const [id, state] of this.#state) if (state === 'left') this.#state.delete(id);
  }
}
