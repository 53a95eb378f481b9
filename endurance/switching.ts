/**
 * E8: a person who changes their mind: models are switched, loaded, cancelled and unloaded at random while replies are
 * being written, within budgets that change too. Each model has a vocabulary and weights of its own, so that a wrong label
 * would show. The core lives in this process, its engines in their own.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { openRealComparisons, type RealComparisons } from '#core/comparisons/testing/real-comparisons.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { liveBytes } from './live-memory.ts';
import { processFigures } from './process-figures.ts';
import type { Random } from './random.ts';
import { type Point, slopeOf } from './slope.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const machine = { availableBytes: () => 8e9, mostThreads: 1 } as const;
const settings = { ...samplerPresets.greedy, seed: 1, maxTokens: 12 };
const prompts = ['the inner rest', 'the other one'];
/** After so many actions everything is waited for and looked at. */
const actionsBetweenLooks = 6;
/** None beside another one, two, all. The tiny models are expected to take some 200 MB each. */
const budgetPercents = [0, 50, 90];

type Client = RealComparisons['client'];
type Bench = {
  readonly core: RealComparisons;
  readonly modelIds: readonly ModelId[];
  readonly conversationId: ConversationId;
  /** What each model writes after each prompt when nobody disturbs it. */
  readonly expected: Map<string, string>;
  close(): Promise<void>;
};

async function open(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-switch-'));
  const models = join(folder, 'models');
  mkdirSync(models);
  const extraPieces = [[], ['other', 'one'], ['inner']];
  const tiny = extraPieces.map((pieces, index) => writeTinyLlama({ seed: index + 1, extraPieces: pieces }));
  for (const [index, { path }] of tiny.entries()) copyFileSync(path, join(models, `tiny-${index}.gguf`));
  const core = await openRealComparisons(join(folder, 'data'), [models], machine);
  const modelIds: ModelId[] = [];
  for (const index of tiny.keys()) {
    const modelId = await core.findModel(`tiny-${index}.gguf`);
    // Nothing to measure: the speed of a model of this size says nothing.
    const loadSettings = { contextTokens: 512, threads: 1, gpu: 'off' } as const;
    await core.client.models.configure({ modelId, loadSettings });
    modelIds.push(modelId);
  }
  const [modelId = null] = modelIds;
  const { id: conversationId } = await core.client.conversations.create({ modelId, settings });
  const expected = new Map<string, string>();
  for (const id of modelIds) {
    for (const prompt of prompts) {
      const reply = await ask(core.client, conversationId, id, prompt);
      expected.set(`${id} ${prompt}`, (await readText(core.client, reply)) ?? 'no end');
    }
  }
  return {
    core,
    modelIds,
    conversationId,
    expected,
    close: async () => {
      await core.close();
      for (const path of [folder, ...tiny.map((model) => model.folder)]) rmSync(path, { recursive: true });
    },
  };
}

/** Takes the model for the conversation, as the picker does, and asks it. */
async function ask(client: Client, conversationId: ConversationId, modelId: ModelId, text: string) {
  await client.conversations.update({ conversationId, modelId });
  const sent = await client.generation.send({ conversationId, parentId: null, text, overflow: 'refuse' });
  return sent.replyId;
}

/** The whole text; null: the reply ended before its end. */
async function readText(client: Client, replyId: MessageId): Promise<string | null> {
  for await (const event of await client.generation.attach({ replyId, fromToken: 0 }))
    if (event.kind === 'end') return event.end.reason === 'tokenLimit' ? event.text : null;
  return null;
}

/** What is under way: a person does not wait for it. */
class Errands {
  readonly #running = new Set<Promise<unknown>>();

  start(work: Promise<unknown>): void {
    const settled = work.catch(() => undefined);
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
  }

  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

/** One thing that a person does; the next one does not wait for it. @returns its name */
async function act({ core: { client }, modelIds }: Bench, errands: Errands, random: Random): Promise<string> {
  const modelId = random.pick(modelIds);
  const action = random.pick(['load', 'load', 'switch', 'switch', 'unload', 'cancel', 'budget'] as const);
  switch (action) {
    case 'load':
      errands.start(client.models.load({ modelId }));
      break;
    case 'switch':
      errands.start(client.models.load({ modelId, insteadOf: random.pick(modelIds) }));
      break;
    case 'unload':
      errands.start(client.models.unload({ modelId }));
      break;
    case 'cancel': {
      const { models } = await client.models.list({});
      const loading = models.find(({ state }) => state.kind === 'loading');
      errands.start(client.models.unload({ modelId: loading?.id ?? modelId }));
      break;
    }
    case 'budget':
      await client.settings.update({ modelMemoryPercent: random.pick(budgetPercents) });
  }
  return action;
}

/** Somebody unloaded the model while the message waited for it: it was refused and is still in its field. */
function refusalOf(cause: unknown): null {
  const { code, data } = cause as { code?: string; data?: { reason?: string } };
  if (code === 'engine.exited' && data?.reason === 'unloaded') return null;
  if (data?.reason !== undefined) throw new Error(`${code} ${data.reason}`, { cause });
  throw cause;
}

/** Sends into the conversation unless a reply is on its way, sometimes stops it, and looks at who wrote what. */
async function converse(
  { core: { client }, modelIds, conversationId, expected }: Bench,
  random: Random,
): Promise<string | null> {
  const [modelId, prompt] = [random.pick(modelIds), random.pick(prompts)];
  const isStopped = random.int(0, 3) === 0;
  const replyId = await ask(client, conversationId, modelId, prompt).catch(refusalOf);
  if (replyId === null) return null;
  if (isStopped) await client.generation.stop({ replyId });
  await readText(client, replyId);
  const { messages } = await client.conversations.get({ conversationId });
  const reply = messages.find(({ id }) => id === replyId);
  if (reply === undefined) return `a reply to “${prompt}” is not there any more`;
  if (reply.model?.id !== modelId) return `a reply of ${modelId} is labelled ${reply.model?.name}`;
  const whole = expected.get(`${modelId} ${prompt}`) ?? '';
  // Unloaded or stopped in the middle: what stands is the beginning.
  if (whole.startsWith(reply.text)) return null;
  return `“${reply.text}” instead of “${whole}” after “${prompt}”, labelled ${reply.model.name}`;
}

/** Whether what the screen says is what is there, once everything has settled. */
async function look({ core: { client } }: Bench, where: string): Promise<string[]> {
  // A reply that was stopped leaves its model on the way: it arrives, or says why not.
  const isOnItsWay = async (): Promise<boolean> =>
    (await client.models.list({})).models.some(({ state }) => state.kind === 'loading');
  for (let looks = 0; looks < 300 && (await isOnItsWay()); looks++) await setTimeout(100);
  const { models } = await client.models.list({});
  const { holdings } = await client.models.memory({});
  const failures: string[] = [];
  for (const { fileName, state, id } of models) {
    const isHeld = holdings.some(({ modelId }) => modelId === id);
    if (state.kind !== (isHeld ? 'loaded' : 'unloaded'))
      failures.push(`${where}: ${fileName} is ${isHeld ? '' : 'not '}in memory and says ${state.kind}`);
  }
  const engines = processFigures(process.pid)?.children ?? holdings.length;
  if (engines !== holdings.length)
    failures.push(`${where}: ${engines} engines for ${holdings.length} models in memory`);
  return failures;
}

async function heldNow({ core: { client } }: Bench): Promise<number> {
  const { holdings } = await client.models.memory({});
  return holdings.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Kilobytes an action, without the first tenth: what is made once is made there. */
function growth(points: readonly Point[]): string {
  return (slopeOf(points.slice(Math.floor(points.length / 10))) / 1_024).toFixed(1);
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const bench = await open();
  const errands = new Errands();
  const failures: string[] = [];
  const resident: Point[] = [];
  const live: Point[] = [];
  const counts = new Map<string, number>();
  let conversing: Promise<unknown> = Promise.resolve();
  let replies = 0;
  let heldBytes = 0;
  for (let index = 0; index < times; index++) {
    const own = random.fork(index);
    const action = await act(bench, errands, own);
    counts.set(action, (counts.get(action) ?? 0) + 1);
    if (own.int(0, 2) === 0) {
      await conversing;
      replies += 1;
      conversing = converse(bench, own)
        .catch((cause: unknown) => `action ${index}: ${String(cause)}`)
        .then((failure) => failure !== null && failures.push(failure));
      errands.start(conversing);
    }
    if ((index + 1) % actionsBetweenLooks > 0) continue;
    await errands.settle();
    failures.push(...(await look(bench, `after action ${index}`)));
    heldBytes = Math.max(heldBytes, await heldNow(bench));
    live.push({ x: index, y: liveBytes() });
    resident.push({ x: index, y: process.memoryUsage.rss() });
  }
  await errands.settle();
  for (const modelId of bench.modelIds) await bench.core.client.models.unload({ modelId });
  failures.push(...(await look(bench, 'at the end')));
  const left = processFigures(process.pid)?.children ?? 0;
  if (left > 0) failures.push(`${left} engines are left`);
  await bench.close();
  return {
    tried: times,
    failures,
    figures: {
      replies: String(replies),
      actions: [...counts].map(([name, count]) => `${name} ${count}`).join(', '),
      'memory of the core': `${growth(live)} kB more each time once collected, ${growth(resident)} kB resident`,
      'engines held at most': `${(heldBytes / 1e6).toFixed(0)} MB, none at the end`,
    },
  };
}

export const switching: Suite = {
  id: 'E8',
  promise:
    'switching, loading, cancelling and unloading leave no engine, no memory and no wrong label behind',
  needs: 'model',
  times: { short: 12, long: 300 },
  run,
};
