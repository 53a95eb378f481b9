/**
 * A scripted engine for tests of supervision: a real child process that speaks the engine contract and misbehaves on
 * command. Runs in tests only. It loads no model; its tokens are numbers. The environment variable FAKE_ENGINE says
 * what goes wrong, in the words of `FakeFault`.
 */
import { RPCHandler } from '@orpc/server/message-port';
import { implement, ORPCError } from '@orpc/server';
import { type Distribution, engineContract, type GenerateEvent } from '#contract/engine.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { egress } from '#egress/guard-this-process.ts';
import { loadedModel, onCard } from './loaded-model.ts';

export type FakeFault =
  | 'none'
  | 'slow'
  | 'exitOnLoad'
  | 'failLoad'
  | 'silentLoad'
  | 'exitInStream'
  | 'killInStream'
  | 'busyLoopInStream'
  | 'silentInStream'
  | 'ignoreStop'
  | 'tokensAfterStop'
  | 'gap'
  | 'repetition'
  | 'noEnd'
  | 'tooMany'
  | 'wrongShape'
  | 'garbageText'
  | 'garbageObject'
  | 'unasked'
  | 'flood'
  | 'hugeText'
  | 'invalidOutput'
  | 'untypedError'
  | 'reachOut';

// The test that starts this process sets it; any other text behaves like 'none'.
const fault = (process.env['FAKE_ENGINE'] ?? 'none') as FakeFault;
/** The most memory that it says it held; 0: it does not say. */
const peakMemoryBytes = Number(process.env['FAKE_PEAK_BYTES'] ?? 0);
/** What it says that the card holds on which it was loaded; 0: a processor computes. */
const heldOnCardBytes = Number(process.env['FAKE_CARD_BYTES'] ?? 0);
const os = implement(engineContract);
let work = 0;
let isStopRequested = false;
let ended: Promise<void> = Promise.resolve();
let isRunning = false;

const never = new Promise<never>(() => undefined);
const shortly = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const send = (value: unknown): boolean => process.send?.(value) ?? false;

function tokens(firstToken: number, count = 1): GenerateEvent {
  return { kind: 'tokens', firstToken, count, steps: new Uint8Array(8) };
}

function end(reason: 'tokenLimit' | 'stopped', replyTokens: number): GenerateEvent {
  const stats = {
    promptTokens: 3,
    reusedTokens: 0,
    replyTokens,
    firstTokenMs: 1,
    promptTokensPerSecond: 100,
    tokensPerSecond: 100,
    memoryBytes: 1_000_000,
  };
  return { kind: 'end', reason, stats, stopStringAtByte: null };
}

/** Messages that no engine should send, past the protocol library. */
const nonsense: Partial<Record<FakeFault, () => unknown>> = {
  garbageText: () => '\u0000 this is not JSON',
  garbageObject: () => ({ hello: 'core' }),
  unasked: () => JSON.stringify({ i: 'zz', p: { b: { json: 1, meta: [] } } }),
  hugeText: () => JSON.stringify({ i: '1', t: 3, p: { e: 'message', d: 'x'.repeat(30 << 20) } }),
};

/** Events that do not fit the ones before. */
const wrongEvents: Partial<Record<FakeFault, GenerateEvent>> = {
  gap: tokens(9),
  repetition: tokens(1),
  tooMany: tokens(3, 5_000),
  // The schema refuses a negative count; a cast gets it past the types of this file.
  wrongShape: { kind: 'tokens', firstToken: 3, count: -1, steps: 'no' } as unknown as GenerateEvent,
};

/** What happens before the fourth token. */
async function misbehave(): Promise<GenerateEvent | null> {
  if (fault === 'exitInStream') process.exit(3);
  if (fault === 'killInStream') process.kill(process.pid, 'SIGSEGV');
  if (fault === 'busyLoopInStream') for (;;) work++;
  if (fault === 'silentInStream') await never;
  if (fault === 'invalidOutput') throw new ORPCError('model.invalidOutput', { data: { where: 'logits' } });
  if (fault === 'untypedError') throw new Error('a secret path');
  const message = nonsense[fault];
  if (message !== undefined) send(message());
  return wrongEvents[fault] ?? null;
}

async function* generate(
  firstToken: number,
  maxTokens: number,
): AsyncGenerator<GenerateEvent, void, undefined> {
  yield { kind: 'prompt', evaluated: 3, total: 3, reused: 0, promptAlone: [] };
  for (let index = 0; index < maxTokens; index++) {
    if (index === 3) {
      const event = await misbehave();
      if (event !== null) yield event;
    }
    if (isStopRequested && fault !== 'ignoreStop' && fault !== 'tokensAfterStop')
      return yield end('stopped', index);
    work++;
    yield tokens(firstToken + index);
    if (fault !== 'flood') await shortly(fault === 'slow' ? 20 : 1);
  }
  if (fault !== 'noEnd') yield end('tokenLimit', maxTokens);
}

async function* run<Event>(events: AsyncIterable<Event>): AsyncGenerator<Event, void, undefined> {
  if (isRunning) throw new ORPCError('engine.busy', { data: {} });
  const { promise, resolve } = Promise.withResolvers<void>();
  isRunning = true;
  isStopRequested = false;
  ended = promise;
  try {
    yield* events;
  } finally {
    isRunning = false;
    resolve();
  }
}

/** Two tokens, equally probable. */
const evenDistribution: Distribution = {
  vocabularySize: 2,
  ids: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0),
  logits: new Uint8Array(8),
  logZ: Math.LN2,
  isLogZExact: true,
  endLogprob: null,
  entropyBits: 1,
  wanted: [],
  profile: loadedModel.profile,
};

const router = os.router({
  load: os.load.handler(async function* ({ input }) {
    yield { kind: 'progress', fraction: 0.5 };
    if (fault === 'exitOnLoad') process.exit(1);
    if (fault === 'silentLoad') await never;
    if (fault === 'failLoad') throw new ORPCError('model.corrupt', { data: { where: 'tensor 3' } });
    const profile = { ...loadedModel.profile, threads: input.threads ?? loadedModel.profile.threads };
    const model = { ...loadedModel, profile };
    yield { kind: 'loaded', model: heldOnCardBytes > 0 ? onCard(model, heldOnCardBytes) : model };
  }),
  render: os.render.handler(() => ({
    tokenIds: [1, 5, 6],
    spans: [{ start: 0, end: 3, part: 'raw', messageId: null }],
  })),
  tokenize: os.tokenize.handler(({ input }) => ({
    tokenIds: Array.from({ length: input.text.length }, (_, index) => index),
  })),
  generate: os.generate.handler(({ input }) =>
    run(generate(input.reply.length, input.settings.maxTokens ?? 50)),
  ),
  stop: os.stop.handler(async () => {
    if (fault === 'ignoreStop') await never;
    const wasRunning = isRunning;
    isStopRequested = true;
    if (fault !== 'tokensAfterStop') await ended;
    return { wasRunning };
  }),
  score: os.score.handler(({ input }) =>
    run(
      (async function* () {
        yield {
          kind: 'tokens' as const,
          firstToken: 0,
          count: input.tokenIds.length,
          steps: new Uint8Array(8),
        };
        yield { kind: 'end' as const, tokensPerSecond: 10, profile: loadedModel.profile };
      })(),
    ),
  ),
  rows: os.rows.handler(({ input }) =>
    run(
      (async function* () {
        const count = input.tokenIds.length - input.from;
        const logits = new Uint8Array(4 * count * loadedModel.vocabularySize);
        if (count > 0) yield { kind: 'rows' as const, firstToken: input.from, count, logits };
        yield { kind: 'end' as const, profile: loadedModel.profile };
      })(),
    ),
  ),
  probe: os.probe.handler(({ input: { prompt, reply } }) =>
    run(
      (async function* () {
        const total = prompt.length + reply.length;
        yield { kind: 'progress' as const, evaluated: total, total, reused: 0 };
        yield { kind: 'result' as const, distribution: evenDistribution };
      })(),
    ),
  ),
  calibrate: os.calibrate.handler(() =>
    run(
      (async function* () {
        yield { kind: 'progress' as const, fraction: 0.5 };
        await shortly(1);
        yield {
          kind: 'result' as const,
          calibration: { threads: 1, measurements: [{ threads: 1, msPerToken: 1 }] },
        };
      })(),
    ),
  ),
  ping: os.ping.handler(() => ({
    work,
    memoryBytes: 1_000_000,
    ...(peakMemoryBytes > 0 ? { peakMemoryBytes } : {}),
    egress: egress.ledger.takeReport(),
  })),
});

// An address that belongs to nobody (RFC 5737).
if (fault === 'reachOut') void fetch('https://192.0.2.9/').catch(() => undefined);

process.once('disconnect', () => process.exit(0));
new RPCHandler(router, { customJsonSerializers: [...customJsonSerializers] }).upgrade({
  on(event: string, listener: (event?: { data: unknown }) => void) {
    if (event === 'message') process.on('message', (data) => listener({ data }));
    if (event === 'close') process.once('disconnect', () => listener());
  },
  postMessage: (data: unknown) => void send(data),
});
