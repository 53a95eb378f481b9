/**
 * What a core has acknowledged, and whether a later start still has it. Pure. Runs in the process of the suites.
 */
import type { Facts, Stock, Told } from './told.ts';

/** What may be lost: tokens younger than this at the moment of the kill. */
const atRiskMs = 250;
/** A process that says nothing for longer than this had no processor: it could not have written either. */
const longestSilenceMs = 20;

type Shown = { readonly toToken: number; readonly awakeMs: number };
/** `failedAtMs`: when it ended because its tokens could not be stored. */
type Stream = { atLeast: number; readonly shown: Shown[]; failedAtMs: number | null };
type Message = Stock['messages'][number];

export type Comparison = {
  readonly failures: readonly string[];
  /** Age of the oldest token that was shown and is lost, in milliseconds in which the process ran. */
  readonly oldestLostMs: number;
};

export class Ledger {
  #acknowledged = new Map<string, string>();
  /** What calls without an answer may have made of a fact; null: anything. */
  readonly #asked = new Map<string, (string | null)[]>();
  readonly #streams = new Map<string, Stream>();
  #awakeMs = 0;
  #lastAtMs = Number.POSITIVE_INFINITY;

  take(told: Told): void {
    this.#awakeMs += Math.min(longestSilenceMs, Math.max(0, told.atMs - this.#lastAtMs));
    this.#lastAtMs = told.atMs;
    if (told.kind === 'asks') this.#ask(told.facts);
    if (told.kind === 'acknowledged') this.#acknowledge(told);
    if (told.kind === 'refused' && told.replyId !== null)
      this.#stream(told.replyId).failedAtMs ??= this.#awakeMs;
    if (told.kind === 'shown') {
      const { toToken, replyId } = told;
      this.#stream(replyId).shown.push({ toToken, awakeMs: this.#awakeMs });
    }
  }

  /** Everything that was acknowledged is there, and whatever is there is sound. */
  compare(stock: Stock): Comparison {
    const found = factsOf(stock);
    const failures = [...soundness(stock)];
    for (const [name, value] of this.#acknowledged) {
      const other = found.get(name);
      if (other !== value && !this.#mayBe(name, other))
        failures.push(`${name} is ${brief(other)} instead of ${brief(value)}`);
    }
    let oldestLostMs = 0;
    const messages = new Map(stock.messages.map((message) => [message.id, message]));
    for (const [replyId, stream] of this.#streams) {
      const stored = messages.get(replyId)?.tokens ?? -1;
      if (stored < stream.atLeast) failures.push(`${stored} tokens of ${replyId}, not ${stream.atLeast}`);
      const lost = stream.shown.find(({ toToken }) => toToken > stored);
      if (lost !== undefined)
        oldestLostMs = Math.max(oldestLostMs, (stream.failedAtMs ?? this.#awakeMs) - lost.awakeMs);
    }
    if (oldestLostMs > atRiskMs) failures.push(`tokens of ${oldestLostMs.toFixed(0)} ms ago are lost`);
    return { failures, oldestLostMs };
  }

  /** From here on whatever is there must stay: what nobody acknowledged too. */
  settle(stock: Stock): void {
    this.#acknowledged = factsOf(stock);
    this.#asked.clear();
    this.#streams.clear();
    this.#lastAtMs = Number.POSITIVE_INFINITY;
  }

  #mayBe(name: string, value: string | undefined): boolean {
    return this.#asked.get(name)?.some((asked) => asked === null || asked === value) ?? false;
  }

  #ask(facts: Facts): void {
    for (const [name, value] of Object.entries(facts))
      this.#asked.set(name, [...(this.#asked.get(name) ?? []), value]);
  }

  #acknowledge({ facts, stream }: Extract<Told, { kind: 'acknowledged' }>): void {
    for (const [name, value] of Object.entries(facts)) {
      this.#asked.delete(name);
      if (value !== null) this.#acknowledged.set(name, value);
      // Being written: what it will be is known when it ends.
      else this.#asked.set(name, [null]);
    }
    if (stream !== null) this.#stream(stream.replyId).atLeast = stream.tokens;
  }

  #stream(replyId: string): Stream {
    const known = this.#streams.get(replyId);
    if (known !== undefined) return known;
    const stream = { atLeast: 0, shown: [], failedAtMs: null };
    this.#streams.set(replyId, stream);
    return stream;
  }
}

function factsOf(stock: Stock): Map<string, string> {
  const settings = Object.entries(stock.settings).map(([key, value]) => [`settings.${key}`, value] as const);
  const conversations = stock.conversations.flatMap(({ id, ...fields }) =>
    Object.entries(fields).map(
      ([field, value]) => [`conversation.${id}.${field}`, JSON.stringify(value)] as const,
    ),
  );
  const messages = stock.messages.flatMap((message) => Object.entries(factsOfMessage(message)));
  return new Map([...settings, ...conversations, ...messages]);
}

function factsOfMessage(message: Message): Record<string, string> {
  const { id, conversationId, parentId, role, text, reason, tokens } = message;
  return {
    [`message.${id}.place`]: `${role} under ${parentId} in ${conversationId}`,
    [`message.${id}.text`]: text,
    [`message.${id}.reason`]: String(reason),
    [`message.${id}.tokens`]: String(tokens),
  };
}

/** What must hold whatever was acknowledged. */
function* soundness(stock: Stock): Generator<string> {
  if (stock.integrity !== 'ok') yield `integrity_check: ${stock.integrity}`;
  if (stock.danglingRows > 0) yield `${stock.danglingRows} rows refer to nothing`;
  for (const id of stock.damagedIds) yield `the hash of ${id} does not fit its text`;
  const homes = new Map(stock.messages.map(({ id, conversationId }) => [id, conversationId]));
  for (const { id, leafId } of stock.conversations)
    if (leafId !== null && homes.get(leafId) !== id)
      yield `conversation ${id} shows ${leafId}, which is not in it`;
  for (const message of stock.messages) yield* messageFaults(message, homes);
}

function* messageFaults(message: Message, homes: ReadonlyMap<string, string>): Generator<string> {
  const { id, conversationId, parentId, role, text, state, tokens, traceText, fault } = message;
  if (fault !== null) yield `${id}: ${fault}`;
  if (state !== 'complete') yield `${id} is still ${state}`;
  if (parentId !== null && homes.get(parentId) !== conversationId) yield `${id} has lost its parent`;
  if (role === 'assistant' && text !== traceText)
    yield `${id} has ${tokens} tokens and the text ${brief(text)}`;
}

function brief(text: string | undefined): string {
  if (text === undefined) return 'missing';
  return text.length > 80 ? `"${text.slice(0, 80)}…" (${text.length})` : `"${text}"`;
}
