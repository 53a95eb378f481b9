/**
 * T6: many clients that read while one conversation writes, and one that reads nothing of what it asks for.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CoreClient } from '#contract/contract.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { realModelPath } from '../fixtures/real-models.ts';
import { traceFile } from '../fixtures/trace-file.ts';
import { codeOf } from './calls.ts';
import { readReply } from './core-with-engines.ts';
import type { Random } from './random.ts';
import { findModels, type Page, type ServedCore, serveCore } from './served-core.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const readers = 32;
/** Between an answer and the next question of the same client: somebody who clicks as fast as the eye can follow. */
const mostPauseMs = 200;
const contextTokens = 2_048;
const stock = { conversations: 200, replies: 20, replyCharacters: 2_000 };
/** From so many calls on the answers have to be in time; in a short run the first ones count for too much. */
const judgedCalls = 20_000;
const mostP95Ms = 50;
/** What the one who reads nothing asks for: this much in all. */
const unread = { calls: 300, bytes: 1_000_000 };
/** Of the core, for it. Without a bound it would be all of it. */
const mostGrowthBytes = 100e6;

type Contents = {
  readonly conversationIds: readonly ConversationId[];
  readonly replyIds: readonly MessageId[];
};
type Look = {
  readonly name: string;
  readonly call: (client: CoreClient, contents: Contents, own: Random) => Promise<unknown>;
};

/** Everything that generates nothing and that a page calls again and again. */
const looks: readonly Look[] = [
  { name: 'list', call: ({ conversations }) => conversations.list({}) },
  {
    name: 'conversation',
    call: ({ conversations }, { conversationIds }, own) =>
      conversations.get({ conversationId: own.pick(conversationIds) }),
  },
  {
    name: 'heads',
    call: ({ traces }, { replyIds }, own) =>
      traces.heads({ messageId: own.pick(replyIds), fromToken: 0, toToken: 256 }),
  },
  {
    name: 'tokens',
    call: ({ traces }, { replyIds }, own) =>
      traces.chunks({ messageId: own.pick(replyIds), fromToken: 0, toToken: 64 }),
  },
  { name: 'settings', call: ({ settings }) => settings.get({}) },
  { name: 'models', call: ({ models }) => models.list({}) },
  { name: 'status', call: ({ app }) => app.status({}) },
  { name: 'storage', call: ({ privacy }) => firstOf(privacy.watch({})) },
];

async function firstOf<Value>(coming: Promise<AsyncIterable<Value>>): Promise<Value> {
  for await (const value of await coming) return value;
  throw new Error('it ended without a value');
}

async function fill({ conversations, traces }: CoreClient): Promise<Contents> {
  const conversationIds: ConversationId[] = [];
  const replyIds: MessageId[] = [];
  for (let index = 0; index < stock.replies; index++) {
    const replyText = `A reply with some words, number ${index}. `.repeat(60).slice(0, stock.replyCharacters);
    const bytes = new Uint8Array(traceFile({ title: `Reply ${index}`, userText: 'A question?', replyText }));
    const whole = { uploadId: randomUUID(), titlePrefix: '', totalBytes: bytes.length, offset: 0, bytes };
    const imported = await traces.import(whole);
    if (imported === null) throw new Error('the trace file was not taken');
    conversationIds.push(imported.conversationId);
    replyIds.push(imported.messageId);
  }
  while (conversationIds.length < stock.conversations) {
    const { id: conversationId } = await conversations.create({ systemPrompt: 'Be brief.' });
    await conversations.update({ conversationId, title: `Conversation ${conversationIds.length}` });
    conversationIds.push(conversationId);
  }
  return { conversationIds, replyIds };
}

/** Times of the answers by what was asked, in milliseconds, and what was refused. */
class Answers {
  readonly failures: string[] = [];
  readonly #byName = new Map<string, number[]>();

  async time(name: string, call: () => Promise<unknown>): Promise<void> {
    const askedAtMs = performance.now();
    try {
      await call();
    } catch (cause) {
      this.failures.push(`${name} was answered with ${codeOf(cause)}`);
    }
    const durations = this.#byName.get(name) ?? [];
    durations.push(performance.now() - askedAtMs);
    this.#byName.set(name, durations);
  }

  get count(): number {
    return this.#all.length;
  }

  /** @param share 1: the slowest */
  at(share: number): number {
    return quantile(this.#all, share);
  }

  /** What was asked, the slowest first, with its p95. */
  byName(): string {
    const rows = [...this.#byName].map(([name, durations]) => ({ name, p95: quantile(durations, 0.95) }));
    return rows
      .toSorted((left, right) => right.p95 - left.p95)
      .map(({ name, p95 }) => `${name} ${p95.toFixed(0)} ms`)
      .join(', ');
  }

  get #all(): readonly number[] {
    return [...this.#byName.values()].flat();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Writes one reply after the other until it is told to end; what is missing on its page is a failure. */
class Writer {
  readonly failures: string[] = [];
  readonly begun: Promise<void>;
  tokens = 0;
  readonly #client: CoreClient;
  readonly #model: Model;
  readonly #tellBegun: () => void;
  #replyId: MessageId | null = null;
  #isEnding = false;

  constructor(client: CoreClient, model: Model) {
    this.#client = client;
    this.#model = model;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.begun = promise;
    this.#tellBegun = resolve;
  }

  async run(): Promise<void> {
    const { models } = this.#client;
    const { endTokenIds } = await models.vocabulary({ hash: this.#model.vocabularyHash });
    const logitBias = endTokenIds.map((tokenId) => ({ tokenId, bias: -100 }));
    while (!this.#isEnding) await this.#write({ ...samplerPresets.balanced, seed: 1, logitBias });
  }

  end(): void {
    this.#isEnding = true;
    if (this.#replyId !== null) void this.#client.generation.stop({ replyId: this.#replyId });
  }

  async #write(settings: Parameters<CoreClient['conversations']['create']>[0]['settings']): Promise<void> {
    const { conversations, generation, traces } = this.#client;
    const { id: conversationId } = await conversations.create({ modelId: this.#model.id, settings });
    const request = {
      conversationId,
      parentId: null,
      text: 'Tell a long story.',
      overflow: 'refuse',
    } as const;
    const { replyId } = await generation.send(request);
    this.#replyId = replyId;
    const reply = await readReply(generation.attach({ replyId, fromToken: 0 }), this.#tellBegun);
    const { replyTokens } = await traces.header({ messageId: replyId });
    this.tokens += reply.ids.length;
    if (reply.end.error !== null) this.failures.push(`the reply ended with ${reply.end.error.code}`);
    if (replyTokens !== reply.ids.length)
      this.failures.push(`${reply.ids.length} of ${replyTokens} tokens reached the page that reads along`);
    if (reply.text !== reply.endText) this.failures.push('the text of the reply is not what was shown');
  }
}

/** Asks for large answers and reads none. */
async function askAndNotRead({ client, socket }: Page): Promise<void> {
  const { id: conversationId } = await client.conversations.create({});
  await client.conversations.update({ conversationId, draft: 'x'.repeat(unread.bytes) });
  socket.pause();
  for (let call = 0; call < unread.calls; call++)
    client.conversations.get({ conversationId }).catch(() => 'the connection ended');
}

async function read(core: ServedCore, contents: Contents, answers: Answers, trial: Trial): Promise<number> {
  const pages = await Promise.all(Array.from({ length: readers }, () => core.openPage()));
  const startedAtMs = performance.now();
  let left = trial.times;
  await Promise.all(
    pages.map(async ({ client }, index) => {
      const own = trial.random.fork(index);
      while (left-- > 0) {
        const { name, call } = own.pick(looks);
        await answers.time(name, () => call(client, contents, own));
        await pause(own.int(0, mostPauseMs));
      }
    }),
  );
  const seconds = (performance.now() - startedAtMs) / 1_000;
  for (const { socket } of pages) socket.terminate();
  return answers.count / seconds;
}

async function run(trial: Trial): Promise<Outcome> {
  const core = await serveCore([realModelPath('smolLm2')]);
  const { client } = await core.openPage();
  const [model] = await findModels(client, contextTokens);
  if (model === undefined) throw new Error('the model was not found');
  const contents = await fill(client);
  const writer = new Writer((await core.openPage()).client, model);
  const written = writer.run();
  await writer.begun;
  const before = await core.memory();
  const slow = await core.openPage();
  await askAndNotRead(slow);
  const answers = new Answers();
  const callsPerSecond = await read(core, contents, answers, trial);
  const growth = (await core.memory()).heapBytes - before.heapBytes;
  writer.end();
  await written;
  slow.socket.terminate();
  const ended = await core.close();
  const failures = [
    ...answers.failures,
    ...writer.failures,
    ...core.errors.map((error) => `the core logged: ${error}`),
    ...(ended === null ? [] : [`the core ended with ${ended}`]),
    ...(growth > mostGrowthBytes
      ? [`the core grew by ${(growth / 1e6).toFixed(0)} MB for what nobody reads`]
      : []),
  ];
  const p95 = answers.at(0.95);
  if (trial.times >= judgedCalls && p95 > mostP95Ms) failures.push(`p95 of the calls: ${p95.toFixed(0)} ms`);
  const ms = (share: number): string => `${answers.at(share).toFixed(0)} ms`;
  return {
    tried: answers.count,
    failures,
    figures: {
      'calls a second': callsPerSecond.toFixed(0),
      'tokens written meanwhile': String(writer.tokens),
      'answered within (p95, p99, slowest)': `${ms(0.95)}, ${ms(0.99)}, ${ms(1)}`,
      'p95 by call': answers.byName(),
      [`growth of the core with ${(unread.calls * unread.bytes) / 1e6} MB asked for and not read`]: `${(growth / 1e6).toFixed(0)} MB`,
    },
  };
}

export const manyReaders: Suite = {
  id: 'T6',
  promise:
    'while one conversation writes, 32 clients get every answer that generates nothing, soon and without an error, no token is missing on the page that reads along, and one that reads nothing does not make the core grow',
  needs: 'model',
  times: { short: 600, long: 50_000 },
  run,
};
