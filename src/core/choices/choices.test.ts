/** The life of a run over questions, with an engine in this process. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ChoicesEvent, ChoicesRequest } from '#contract/choices.ts';
import { PrismeError } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/ids.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { createEngineQueue } from '../generation/engine-queue.ts';
import { codeOf } from '../generation/testing/generation-bench.ts';
import { createScriptedLibrary, scriptedModelId } from '../generation/testing/scripted-library.ts';
import { silentLog } from '../testing/core-options.ts';
import { createChoices } from './choices.ts';

const capital = { question: 'The capital is', answers: ['Paris', 'Rome'], correct: 0, neutral: null };
const request: ChoicesRequest = {
  modelIds: [scriptedModelId],
  questions: [capital, { ...capital, question: 'Another capital is' }, { ...capital, question: 'And' }],
  mode: 'answers',
  reading: 'raw',
  form: '{question}',
  neutral: 'Answer:',
  orders: 1,
  seed: 7,
};

/** A service whose engine waits for `release` before each distribution while it is held; `fail` ends the next ones. */
async function openService() {
  const library = createScriptedLibrary();
  const real = await library.load(scriptedModelId);
  let held = Promise.resolve();
  let open: () => void = () => undefined;
  let failures: PrismeError[] = [];
  let reads = 0;
  const engine: RunningEngine = {
    ...real,
    model: real.model,
    probe: async function* (probed) {
      await held;
      reads++;
      const cause = failures.shift();
      if (cause !== undefined) throw cause;
      yield* real.probe(probed);
    },
  };
  library.load = async () => engine;
  const queue = createEngineQueue();
  const choices = createChoices({ library, queue, newId: randomUUID, log: silentLog });
  return {
    library,
    queue,
    choices,
    start: (changes: Partial<ChoicesRequest> = {}) => choices.start({ ...request, ...changes }),
    hold: () => void (held = new Promise((resolve) => (open = resolve))),
    release: () => open(),
    fail: (...causes: PrismeError[]) => (failures = causes),
    reads: () => reads,
  };
}

type Service = Awaited<ReturnType<typeof openService>>;

async function allOf({ choices }: Service, jobId: string, fromItem = 0): Promise<ChoicesEvent[]> {
  const events: ChoicesEvent[] = [];
  for await (const event of choices.attach(jobId, fromItem, undefined)) events.push(event);
  return events;
}

async function until(
  events: AsyncGenerator<ChoicesEvent>,
  isWanted: (event: ChoicesEvent) => boolean,
): Promise<ChoicesEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('the events have ended');
    if (isWanted(value)) return value;
  }
}

const itemsOf = (events: readonly ChoicesEvent[]) =>
  events.filter(({ kind }) => kind === 'row' || kind === 'refused' || kind === 'model');
const rowsOf = (events: readonly ChoicesEvent[]) => events.filter((event) => event.kind === 'row');

describe('a run over questions', () => {
  it('gives the sum of each answer behind the question and behind the neutral prompt', async () => {
    const service = await openService();
    const events = await allOf(service, service.start());
    const [row] = rowsOf(events);
    // Every byte is a token, and each has ln p = −1.5; the space before the answer is one of its tokens.
    const answers = [
      { logprob: -9, neutralLogprob: -9, tokens: 6, isGreedy: false },
      { logprob: -7.5, neutralLogprob: -7.5, tokens: 5, isGreedy: false },
    ];
    const reading = { order: [0, 1], answers, promptTokens: 14, spannedBytes: 0 };
    expect(row).toEqual({ kind: 'row', modelId: scriptedModelId, question: 0, readings: [reading] });
    expect(events.at(-2)).toMatchObject({ kind: 'state', done: 3, total: 3 });
    expect(events.at(-1)).toEqual({ kind: 'end', reason: 'complete', done: 3, total: 3 });
    expect(itemsOf(events).at(-1)).toMatchObject({
      kind: 'model',
      error: null,
      profile: { engine: 'scripted' },
    });
  });

  it('reads a distribution once for all answers that go through it, and none without a neutral prompt', async () => {
    const service = await openService();
    await allOf(service, service.start({ questions: [{ ...capital, answers: ['aa', 'ab'] }], neutral: '' }));
    // Behind the question, behind the space, behind the a.
    expect(service.reads()).toBe(3);
  });

  it('takes a question’s own neutral prompt before the one of the run', async () => {
    const service = await openService();
    const questions = [{ ...capital, neutral: '' }, capital];
    const rows = rowsOf(await allOf(service, service.start({ questions })));
    const neutral = rows.map(({ readings }) => readings[0]?.answers[0]?.neutralLogprob);
    expect(neutral).toEqual([null, -9]);
  });

  it('lists the answers in different orders where the form lists them, and asks for their letters', async () => {
    const service = await openService();
    const answers = ['Paris', 'Rome', 'Bern'];
    const form = '{question}\n{answers}\nAnswer:';
    const events = await allOf(
      service,
      service.start({ questions: [{ ...capital, answers }], mode: 'letters', form, orders: 6 }),
    );
    const orders = rowsOf(events)[0]?.readings.map(({ order }) => order.join('')) ?? [];
    expect(new Set(orders).size).toBe(6);
    expect(orders[0]).toBe('012');
    for (const { answers: read } of rowsOf(events)[0]?.readings ?? [])
      expect(read.map(({ tokens }) => tokens)).toEqual([2, 2, 2]);
    const once = rowsOf(await allOf(service, service.start({ orders: 6 })));
    expect(once.map(({ readings }) => readings.length)).toEqual([1, 1, 1]);
  });

  it('can be joined at any item, also after its end, and misses none', async () => {
    const service = await openService();
    const jobId = service.start();
    const all = itemsOf(await allOf(service, jobId));
    expect(all).toHaveLength(4);
    for (const fromItem of [1, 3, 4])
      expect(itemsOf(await allOf(service, jobId, fromItem))).toEqual(all.slice(fromItem));
    expect(service.choices.latest()).toEqual({ ...request, jobId });
  });

  it('pauses at once, leaves the engine to others, and goes on where it was', async () => {
    const service = await openService();
    const { choices, queue, hold, release } = service;
    const jobId = service.start();
    const events = choices.attach(jobId, 0, undefined);
    await until(events, ({ kind }) => kind === 'row');
    hold();
    choices.wish(jobId, 'pause');
    release();
    await until(events, (event) => event.kind === 'state' && event.state === 'paused');
    expect(await queue.run(scriptedModelId, new Promise(() => undefined), async () => 'mine')).toBe('mine');
    choices.wish(jobId, 'run');
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ reason: 'complete', done: 3 });
    expect(rowsOf(await allOf(service, jobId)).map(({ question }) => question)).toEqual([0, 1, 2]);
  });

  it('is cancelled at once, while the engine is still at a question, and keeps what it has', async () => {
    const service = await openService();
    const { choices, hold, release } = service;
    hold();
    const jobId = service.start();
    const events = choices.attach(jobId, 0, undefined);
    await until(events, (event) => event.kind === 'state' && event.state === 'running');
    choices.wish(jobId, 'cancel');
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ reason: 'cancelled', done: 0 });
    release();
    await choices.close();
    expect(rowsOf(await allOf(service, jobId))).toEqual([]);
  });

  it('lets a reply in between two questions', async () => {
    const service = await openService();
    const { choices, queue, hold, release } = service;
    hold();
    const jobId = service.start();
    const events = choices.attach(jobId, 0, undefined);
    await until(events, (event) => event.kind === 'state' && event.state === 'running');
    const reply = queue.run(scriptedModelId, new Promise(() => undefined), async () => service.reads());
    release();
    // The first question and its neutral prompt: " Paris" and " Rome" share the space.
    expect(await reply).toBe(18);
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ reason: 'complete', done: 3 });
  });

  it('goes on behind a question that the model cannot be asked, and says why', async () => {
    const service = await openService();
    service.fail(new PrismeError('generation.contextFull', { needTokens: 9, contextTokens: 8 }));
    const events = itemsOf(await allOf(service, service.start()));
    expect(events.map(({ kind }) => kind)).toEqual(['refused', 'row', 'row', 'model']);
    expect(events[0]).toMatchObject({ question: 0, error: { code: 'generation.contextFull' } });
  });

  it('asks a question again when the engine died once, and gives the model up when it dies again', async () => {
    const service = await openService();
    const died = new PrismeError('engine.exited', { code: null, signal: 'SIGKILL', reason: 'killed' });
    service.fail(died);
    expect(rowsOf(await allOf(service, service.start()))).toHaveLength(3);
    service.fail(died, died);
    const events = await allOf(service, service.start());
    expect(itemsOf(events)).toMatchObject([{ kind: 'model', error: { code: 'engine.exited' } }]);
    expect(events.at(-1)).toMatchObject({ reason: 'complete', done: 0 });
  });

  it('pauses when a person unloads its model', async () => {
    const service = await openService();
    service.fail(new PrismeError('engine.exited', { code: null, signal: null, reason: 'unloaded' }));
    const jobId = service.start();
    const events = service.choices.attach(jobId, 0, undefined);
    await until(events, (event) => event.kind === 'state' && event.state === 'paused');
    service.choices.wish(jobId, 'run');
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ reason: 'complete', done: 3 });
  });

  it('has a model that cannot be loaded among its results', async () => {
    const service = await openService();
    service.library.load = async () => {
      throw new PrismeError('model.notEnoughMemory', { needBytes: 2, haveBytes: 1 });
    };
    const events = await allOf(service, service.start());
    expect(itemsOf(events)).toMatchObject([{ kind: 'model', error: { code: 'model.notEnoughMemory' } }]);
    expect(events.at(-1)).toMatchObject({ kind: 'end', reason: 'complete', done: 0 });
  });

  it('is refused by its code when it is too long, names a model twice or an unknown one, or a missing answer', async () => {
    const { start } = await openService();
    const questions = Array.from({ length: 5_000 }, () => capital);
    const unknown = modelIdSchema.parse('c'.repeat(64));
    expect(await codeOf(() => start({ questions, orders: 24 }))).toBe('choices.tooMany');
    expect(await codeOf(() => start({ modelIds: [scriptedModelId, scriptedModelId] }))).toBe(
      'app.invalidInput',
    );
    expect(await codeOf(() => start({ modelIds: [unknown] }))).toBe('model.notFound');
    expect(await codeOf(() => start({ questions: [{ ...capital, correct: 2 }] }))).toBe('app.invalidInput');
  });

  it('of no one is refused by its code', async () => {
    const { choices } = await openService();
    expect(await codeOf(() => choices.wish(randomUUID(), 'pause'))).toBe('choices.notFound');
    expect(choices.latest()).toBeNull();
  });
});
