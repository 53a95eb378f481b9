import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { GenerateEvent, GenerateRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { egress } from '#egress/guard-this-process.ts';
import type { EngineExit, EngineProcess } from './engine-process.ts';
import { forkEngine } from './fork-engine.ts';
import { type LoadedEngine, startEngine } from './running-engine-of.ts';
import type { EngineTiming } from './supervise-engine.ts';
import type { FakeFault } from './testing/fake-engine.ts';

const entry = fileURLToPath(new URL('./testing/fake-engine.ts', import.meta.url));
const modelId = modelIdSchema.parse('a'.repeat(64));
/** Patient where a test expects no hang: a busy machine starts a process slowly. */
const timing: EngineTiming = {
  heartbeatMs: 100,
  hungAfterMs: 15_000,
  slowdown: () => 1,
  progressFloorMs: 20_000,
  stopGraceMs: 10_000,
};
const shortPatience: Partial<EngineTiming> = {
  hungAfterMs: 3_000,
  // Only for who loads.
  slowdown: () => 1_000,
  progressFloorMs: 2_500,
};

const started: { process: EngineProcess; exit: EngineExit | null }[] = [];

/** `changes` hold once the engine is ready: how long a process takes to start is the machine's affair. */
async function start(fault: FakeFault, changes: Partial<EngineTiming> = {}): Promise<LoadedEngine> {
  const given = { ...timing };
  const engine = await startWith(fault, given);
  Object.assign(given, changes);
  return engine;
}

function startWith(
  fault: FakeFault,
  given: EngineTiming,
  onLaunched: (process: EngineProcess) => void = () => undefined,
): Promise<LoadedEngine> {
  return startEngine({
    launchEngine: async () => {
      const process = await forkEngine({ entry, env: { FAKE_ENGINE: fault } })();
      const record: (typeof started)[number] = { process, exit: null };
      started.push(record);
      void process.exited.then((exit) => (record.exit = exit));
      onLaunched(process);
      return process;
    },
    modelId,
    request: {
      path: '/a/model',
      contextTokens: 1_000,
      threads: 7,
      gpu: 'off',
      batchTokens: 512,
      flashAttention: false,
    },
    sizeBytes: 1_000,
    parameterCount: 1_000,
    timing: given,
  });
}

function request(maxTokens: number, reply: number[] = []): GenerateRequest {
  return {
    prompt: [1, 2, 3],
    reply,
    forced: [],
    settings: { ...samplerPresets.greedy, maxTokens },
    seed: 1,
    topN: 8,
    capture: true,
  };
}

async function collect(engine: LoadedEngine, asked: GenerateRequest): Promise<GenerateEvent[]> {
  const events: GenerateEvent[] = [];
  for await (const event of engine.generate(asked)) events.push(event);
  return events;
}

/** The events that arrived and how the stream failed. */
async function collectFailing(
  engine: LoadedEngine,
  asked = request(40),
): Promise<{ tokens: number; error: PrismeError }> {
  let tokens = 0;
  try {
    for await (const event of engine.generate(asked)) if (event.kind === 'tokens') tokens += event.count;
  } catch (error) {
    if (error instanceof PrismeError) return { tokens, error };
    throw error;
  }
  throw new Error('the stream did not fail');
}

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? -1, 0);
  } catch {
    return false;
  }
}

afterEach(async () => {
  for (const { process } of started) {
    process.kill();
    await process.exited;
  }
  started.length = 0;
});

describe('a running engine', () => {
  it('generates, scores, renders and tokenises', async () => {
    const engine = await start('none');
    const events = await collect(engine, request(4));
    expect(events.map(({ kind }) => kind)).toEqual(['prompt', 'tokens', 'tokens', 'tokens', 'tokens', 'end']);
    expect(await engine.tokenize('abc')).toEqual([0, 1, 2]);
    expect((await engine.render({ kind: 'raw', text: 'x' })).tokenIds).toEqual([1, 5, 6]);
    const scored = [];
    for await (const event of engine.score({ tokenIds: [1, 2], from: 0, topN: 4 })) scored.push(event.kind);
    expect(scored).toEqual(['tokens', 'end']);
  });

  it('continues a reply at the token where it stands', async () => {
    const engine = await start('none');
    const events = await collect(engine, request(2, [7, 8, 9]));
    expect(events.flatMap((event) => (event.kind === 'tokens' ? event.firstToken : []))).toEqual([3, 4]);
  });

  it('lets requests wait for each other in order of arrival', async () => {
    const engine = await start('none');
    const order: string[] = [];
    const ask = async (name: string): Promise<void> => {
      for await (const event of engine.generate(request(5))) if (event.kind !== 'prompt') order.push(name);
    };
    await Promise.all([ask('first'), ask('second'), ask('third')]);
    expect(order).toEqual([...Array(6).fill('first'), ...Array(6).fill('second'), ...Array(6).fill('third')]);
  });

  it('stops softly, and the next request works', async () => {
    const engine = await start('slow');
    const stopped = collect(engine, request(10_000 - 1));
    for await (const event of firstTokens(engine)) if (event) break;
    await engine.stop();
    expect((await stopped).at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' });
    expect((await collect(engine, request(2))).at(-1)).toMatchObject({ reason: 'tokenLimit' });
    expect(started[0]?.exit).toBeNull();
  });

  it('stops what runs when its reader leaves', async () => {
    const engine = await start('slow');
    for await (const event of engine.generate(request(900))) if (event.kind === 'tokens') break;
    expect((await collect(engine, request(2))).at(-1)).toMatchObject({ reason: 'tokenLimit' });
  });

  it('takes the threads that calibration found into its profile', async () => {
    const engine = await start('none');
    expect(engine.model.profile.threads).toBe(7);
    await engine.calibrate(4, () => undefined);
    expect(engine.model.profile.threads).toBe(1);
  });

  it('passes typed errors of the engine on and stays usable', async () => {
    const engine = await start('invalidOutput');
    const { tokens, error } = await collectFailing(engine);
    expect(tokens).toBe(3);
    expect(error.toRecord()).toEqual({ code: 'model.invalidOutput', details: { where: 'logits' } });
    expect(await engine.tokenize('ab')).toHaveLength(2);
  });

  it('says nothing of the inside of an error that the engine did not name', async () => {
    const { error } = await collectFailing(await start('untypedError'));
    expect(error.toRecord()).toEqual({ code: 'app.internal', details: { where: 'engine' } });
  });
});

/** Yields until the engine has started working. */
async function* firstTokens(engine: LoadedEngine): AsyncGenerator<boolean> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield (await engine.tokenize('x')).length === 1;
  }
}

describe('an engine that fails to load', () => {
  it.each([
    ['exitOnLoad', 'engine.exited', { code: 1, signal: null }],
    ['failLoad', 'model.corrupt', { where: 'tensor 3' }],
    ['silentLoad', 'engine.hung', { reason: 'progress' }],
  ] as const)('%s: rejects with %s and leaves no process behind', async (fault, code, details) => {
    const given = fault === 'silentLoad' ? { ...timing, ...shortPatience } : timing;
    await expect(startWith(fault, given)).rejects.toMatchObject({ code, details });
    expect(started).toHaveLength(1);
    expect(started[0]?.exit).not.toBeNull();
    expect(isAlive(started[0]?.process.pid)).toBe(false);
  });

  it('gets more time for its heartbeat while others keep the machine busy, and is noticed when they are done', async () => {
    let looks = 0;
    const given: EngineTiming = {
      ...timing,
      // Five missed beats, on a machine that does nothing else.
      hungAfterMs: 500,
      slowdown: () => (++looks < 20 ? 1_000 : 1),
    };
    const halt = ({ pid }: EngineProcess): void => void process.kill(pid ?? -1, 'SIGSTOP');
    await expect(startWith('none', given, halt)).rejects.toMatchObject({
      code: 'engine.hung',
      details: { reason: 'heartbeat' },
    });
    expect(looks).toBe(20);
  });

  it.each([
    ['its file is missing', '/nowhere/engine.js', []],
    ['Node does not start', entry, ['--no-such-option']],
  ])(
    'says that the engine cannot start when %s, and does not blame the model',
    async (_why, file, execArgv) => {
      const launch = forkEngine({ entry: file, execArgv });
      await expect(
        startEngine({
          launchEngine: launch,
          modelId,
          request: {
            path: '/m',
            contextTokens: 8,
            threads: 7,
            gpu: 'off',
            batchTokens: 8,
            flashAttention: false,
          },
          sizeBytes: 1,
          parameterCount: 1,
          timing,
        }),
      ).rejects.toMatchObject({ code: 'engine.unavailable', details: { signal: null } });
    },
  );
});

describe('an engine that dies or hangs in mid-reply', () => {
  it.each([
    ['exitInStream', 'engine.exited', { code: 3, signal: null }],
    ['killInStream', 'engine.exited', { code: null, signal: 'SIGSEGV' }],
    ['busyLoopInStream', 'engine.hung', null],
    ['silentInStream', 'engine.hung', { reason: 'progress' }],
  ] as const)('%s: gives every token until then, then %s', async (fault, code, details) => {
    const engine = await start(fault, code === 'engine.hung' ? shortPatience : {});
    const failed = await collectFailing(engine);
    expect(failed.tokens).toBe(3);
    expect(failed.error.code).toBe(code);
    // A busy loop stops the heartbeat and the progress; which one is noticed first does not matter.
    if (details !== null) expect(failed.error.details).toEqual(details);
    expect((await engine.ended).code).toBe(code);
    expect(isAlive(started[0]?.process.pid)).toBe(false);
    await expect(engine.tokenize('x')).rejects.toMatchObject({ code });
  });

  it('loses no token that arrived before it died, however slow the reader is', async () => {
    const engine = await start('exitInStream');
    const kinds: string[] = [];
    const read = async (): Promise<void> => {
      for await (const event of engine.generate(request(40))) {
        kinds.push(event.kind);
        await engine.ended;
      }
    };
    await expect(read()).rejects.toMatchObject({ code: 'engine.exited' });
    expect(kinds).toEqual(['prompt', 'tokens', 'tokens', 'tokens']);
  });

  it('is noticed by its heartbeat while nothing is asked of it', async () => {
    const engine = await start('none', shortPatience);
    process.kill(started[0]?.process.pid ?? -1, 'SIGSTOP');
    expect((await engine.ended).toRecord()).toEqual({
      code: 'engine.hung',
      details: { reason: 'heartbeat' },
    });
  });

  it('is noticed when it is halted from outside', async () => {
    const engine = await start('slow', shortPatience);
    const failing = collectFailing(engine, request(900));
    process.kill(started[0]?.process.pid ?? -1, 'SIGSTOP');
    expect((await failing).error.code).toBe('engine.hung');
    await engine.ended;
    expect(isAlive(started[0]?.process.pid)).toBe(false);
  });

  it('rejects all that waits at once when it is killed', async () => {
    const engine = await start('slow');
    const waiting = [collectFailing(engine, request(900)), collectFailing(engine), collectFailing(engine)];
    process.kill(started[0]?.process.pid ?? -1, 'SIGKILL');
    for (const { error } of await Promise.all(waiting)) {
      expect(error.toRecord()).toEqual({
        code: 'engine.exited',
        details: { code: null, signal: 'SIGKILL', reason: 'killed' },
      });
    }
  });

  it.each(['ignoreStop', 'tokensAfterStop'] as const)('%s: is killed after the grace time', async (fault) => {
    const engine = await start(fault, { stopGraceMs: 400 });
    const failing = collectFailing(engine, request(900));
    for await (const event of firstTokens(engine)) if (event) break;
    await engine.stop();
    expect((await failing).error.toRecord()).toEqual({ code: 'engine.hung', details: { reason: 'stop' } });
    await engine.ended;
    expect(isAlive(started[0]?.process.pid)).toBe(false);
  });
});

describe('an engine that talks nonsense', () => {
  it('is killed when it sends more than anybody can read', async () => {
    const engine = await start('flood');
    const read = async (): Promise<void> => {
      for await (const event of engine.generate(request(100_000)))
        if (event.kind === 'prompt') await engine.ended;
    };
    await expect(read()).rejects.toMatchObject({ code: 'engine.badMessage' });
  });

  it.each([
    'gap',
    'repetition',
    'noEnd',
    'tooMany',
    'wrongShape',
    'garbageText',
    'garbageObject',
    'unasked',
    'hugeText',
  ] as const)('%s: is killed with engine.badMessage', async (fault) => {
    const engine = await start(fault);
    const { error } = await collectFailing(engine);
    expect(error.code).toBe('engine.badMessage');
    expect((await engine.ended).code).toBe('engine.badMessage');
    expect(isAlive(started[0]?.process.pid)).toBe(false);
  });
});

it('what an engine tries to reach is refused in its own process and is on the core’s list', async () => {
  const found = Promise.withResolvers<void>();
  const end = egress.ledger.subscribe(() => found.resolve());
  await start('reachOut');
  await found.promise;
  end();
  expect(egress.ledger.snapshot().attempts.at(-1)).toMatchObject({
    process: 'engine',
    kind: 'connection',
    host: '192.0.2.9',
    port: 443,
    wasRefused: true,
  });
});
