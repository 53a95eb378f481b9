/** Windows over a text, and the life of a scoring, with an engine in this process. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ScoringEvent } from '#contract/scoring.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import { createEngineQueue } from '../generation/engine-queue.ts';
import { codeOf } from '../generation/testing/generation-bench.ts';
import { silentLog } from '../testing/core-options.ts';
import {
  createScriptedLibrary,
  scriptedModelId,
  scriptedStep,
  type ScriptedLibrary,
} from '../generation/testing/scripted-library.ts';
import { createScoring } from './scoring.ts';
import { planWindows, scoreText } from './windows.ts';

const profile = { pass: 'scoring' } as never; // Passed on as it is: nothing here reads it.

/** An engine that scores in batches of three and notes its requests; `gate` holds each batch back. */
function batchingEngine(real: RunningEngine, gate: () => Promise<void> = async () => undefined) {
  const requests: ScoreRequest[] = [];
  const engine: RunningEngine = {
    ...real,
    model: real.model,
    score: async function* (request) {
      requests.push(request);
      for (let at = request.from; at < request.tokenIds.length; at += 3) {
        await gate();
        const ids = request.tokenIds.slice(at, at + 3);
        yield {
          kind: 'tokens',
          firstToken: at,
          count: ids.length,
          steps: encodeSteps(ids.map((id) => ({ ...scriptedStep(id), rank: 1 }))),
        };
      }
      yield { kind: 'end', tokensPerSecond: 1, profile };
    },
  };
  return { engine, requests };
}

async function engineOf(contextTokens: number): Promise<RunningEngine> {
  const library = createScriptedLibrary();
  library.setContextTokens(contextTokens);
  return await library.load(scriptedModelId);
}

describe('windows', () => {
  it('score every token once and in order, with at least half a window before it once the text is that long', async () => {
    const arbitrary = fc.record({
      tokens: fc.integer({ min: 1, max: 120 }),
      before: fc.integer({ min: 0, max: 60 }),
      contextTokens: fc.integer({ min: 8, max: 50 }),
      hasStart: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ tokens, before, contextTokens, hasStart }) => {
        const { engine, requests } = batchingEngine(await engineOf(contextTokens));
        const tokenIds = Array.from({ length: before + tokens }, (_, index) => index);
        const text = { startToken: hasStart ? 255 : null, tokenIds, textStart: before, addedBytes: 0 };
        const plan = planWindows(text, contextTokens);
        let next = 0;
        for await (const event of scoreText(engine, text, 0, 8))
          if (event.kind === 'tokens') {
            expect(event.firstToken).toBe(next);
            next += event.count;
          }
        expect(next).toBe(tokens);
        expect(requests).toHaveLength(plan.windows);
        for (const { tokenIds: ids, from } of requests) {
          expect(ids.length).toBeLessThanOrEqual(contextTokens);
          if (hasStart) expect(ids[0]).toBe(255);
          const position = before + (ids[from] ?? 0) - before;
          const least = Math.min(position, Math.floor((contextTokens - 1) / 2) - 1);
          expect(from).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are one request with the whole text when it fits', async () => {
    const { engine, requests } = batchingEngine(await engineOf(50));
    const text = { startToken: null, tokenIds: [5, 6, 7, 8], textStart: 1, addedBytes: 0 };
    for await (const event of scoreText(engine, text, 0, 8)) expect(event.kind).toBeDefined();
    expect(requests).toEqual([{ tokenIds: [5, 6, 7, 8], from: 1, topN: 8 }]);
  });
});

/** A service whose engine can be held back, or taken away (`failNext`), before a batch. */
async function openService(contextTokens = 1_000) {
  const library: ScriptedLibrary = createScriptedLibrary();
  library.setContextTokens(contextTokens);
  let open = (): void => undefined;
  let held: Promise<void> = Promise.resolve();
  const hold = (): void => {
    held = new Promise((resolve) => (open = resolve));
  };
  let nextEnd: string | null = null;
  const gate = async (): Promise<void> => {
    await held;
    const reason = nextEnd;
    nextEnd = null;
    if (reason !== null) throw new PrismeError('engine.exited', { code: null, signal: null, reason });
  };
  const { engine, requests } = batchingEngine(await library.load(scriptedModelId), gate);
  library.load = async () => engine;
  const queue = createEngineQueue();
  const scoring = createScoring({ library, queue, newId: randomUUID, log: silentLog });
  const start = (text: string): string =>
    scoring.start({ modelId: scriptedModelId, text, contextBefore: '', startsWithBos: false });
  const failNext = (reason: string): void => void (nextEnd = reason);
  return { scoring, queue, start, requests, hold, failNext, release: () => open() };
}

async function until(
  events: AsyncGenerator<ScoringEvent>,
  isWanted: (event: ScoringEvent) => boolean,
): Promise<ScoringEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('the events have ended');
    if (isWanted(value)) return value;
  }
}

describe('a scoring', () => {
  it('can be joined at any token, also after its end, and misses none', async () => {
    const { scoring, start } = await openService(10);
    const jobId = start('a text of thirty-three characters');
    for (const fromToken of [0, 7]) {
      let next: number | null = null;
      for await (const event of scoring.attach(jobId, fromToken, undefined)) {
        if (event.kind === 'tokens') {
          expect(next === null ? event.firstToken <= fromToken : event.firstToken === next).toBe(true);
          next = event.firstToken + event.count;
        }
        if (event.kind === 'end') expect(event).toMatchObject({ reason: 'complete', scored: 33 });
      }
      expect(next).toBe(33);
    }
    expect(scoring.latest()).toMatchObject({ jobId, text: 'a text of thirty-three characters' });
  });

  it('pauses, leaves the engine to others, goes on where it was, and is cancelled with what it has', async () => {
    const { scoring, queue, start, hold, release } = await openService();
    const jobId = start('twenty-one characters');
    const events = scoring.attach(jobId, 0, undefined);
    await until(events, ({ kind }) => kind === 'tokens');
    hold();
    scoring.wish(jobId, 'pause');
    release();
    await until(events, (event) => event.kind === 'state' && event.state === 'paused');
    expect(await queue.run(scriptedModelId, new Promise(() => undefined), async () => 'mine')).toBe('mine');
    scoring.wish(jobId, 'run');
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ scored: 21 });
  });

  it('is cancelled at once, while the engine is still at a batch', async () => {
    const { scoring, start, hold, release } = await openService();
    hold();
    const jobId = start('twenty-one characters');
    const events = scoring.attach(jobId, 0, undefined);
    await until(events, (event) => event.kind === 'state' && event.plan !== null);
    scoring.wish(jobId, 'cancel');
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({
      reason: 'cancelled',
      scored: 0,
    });
    release();
    await scoring.close();
  });

  it('lets a reply in between as soon as one waits', async () => {
    const { scoring, queue, start, requests, hold, release } = await openService();
    hold();
    const jobId = start('a text that is scored in two turns');
    const events = scoring.attach(jobId, 0, undefined);
    await until(events, (event) => event.kind === 'state' && event.plan !== null);
    const reply = queue.run(scriptedModelId, new Promise(() => undefined), async () => requests.length);
    release();
    expect(await reply).toBe(1);
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({ reason: 'complete' });
    expect(requests.map(({ from }) => from)).toEqual([0, 3]);
  });

  it('goes on where it was when another model has taken the place of its own, and ends when a person unloads it', async () => {
    const { scoring, start, failNext } = await openService();
    failNext('replaced');
    const events = scoring.attach(start('twenty-one characters'), 0, undefined);
    expect(await until(events, ({ kind }) => kind === 'end')).toMatchObject({
      reason: 'complete',
      scored: 21,
    });
    failNext('unloaded');
    const unloaded = scoring.attach(start('twenty-one characters'), 0, undefined);
    expect(await codeOf(until(unloaded, ({ kind }) => kind === 'end'))).toBe('engine.exited');
  });

  it('of no one is refused by its code', async () => {
    const { scoring } = await openService();
    expect(await codeOf(() => scoring.wish(randomUUID(), 'pause'))).toBe('scoring.notFound');
  });
});
