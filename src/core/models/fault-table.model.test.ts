/**
 * One row for every way in which a model or its engine fails, with the exact code that people are told, on a real
 * library with real engine processes. What an engine does only when it is broken itself (garbage, a stop that is not
 * obeyed) is in core/engines; deaths and hangs at random moments are suites of the endurance tests. A GPU that is lost
 * ends its process by SIGABRT, which is a row; without a GPU nothing more of it can be seen here.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RenderRequest } from '#contract/engine.ts';
import { type ErrorCode, PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import type { EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { type GgufValue, writeGguf } from '../../../fixtures/gguf-writer.ts';
import { createTinyLlama, type TinyLlamaOptions } from '../../../fixtures/tiny-llama.ts';
import { createModelLibrary } from './create-model-library.ts';
import type { ModelLibrary } from './model-library.ts';

const entry = join(import.meta.dirname, '../../engine/engine.ts');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const contextTokens = 256;
const isLinux = process.platform === 'linux';

let folder = '';
let path = '';
let database: Database;
let library: ModelLibrary;
let engines: EngineProcess[];
let availableBytes: number;
let launch: ReturnType<typeof forkEngine>;
/** Done to an engine's process before it is asked for anything. */
let onLaunch: (engine: EngineProcess) => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-faults-'));
  path = join(folder, 'model.gguf');
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  engines = [];
  availableBytes = 16e9;
  launch = forkEngine({ entry, execArgv: ['--no-warnings'] });
  onLaunch = () => undefined;
  library = createModelLibrary({
    database,
    modelDirs: [],
    launchEngine: async () => {
      const engine = await launch();
      engines.push(engine);
      onLaunch(engine);
      return engine;
    },
    now: Date.now,
    log: silent,
    availableBytes: () => availableBytes,
  });
});

afterEach(async () => {
  await library.close();
  await Promise.all(engines.map(({ exited }) => exited));
  database.close();
  rmSync(folder, { recursive: true });
});

const tiny = (options: TinyLlamaOptions = {}): Uint8Array => createTinyLlama(options).file;

/** A file whose header the core finds sound, without one of its tensors. */
function withoutTensor(name: string): Uint8Array {
  const { tensors, vocabulary, config } = createTinyLlama();
  const count = (value: number): GgufValue => ({ type: 'u32', value });
  const metadata = new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'llama' }],
    ['llama.context_length', count(config.contextTokens)],
    ['llama.embedding_length', count(config.embedding)],
    ['llama.block_count', count(config.layers)],
    ['llama.feed_forward_length', count(config.feedForward)],
    ['llama.attention.head_count', count(config.heads)],
    ['llama.attention.head_count_kv', count(config.kvHeads)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: config.normEpsilon }],
    ['llama.rope.dimension_count', count(config.headSize)],
    ...vocabulary.metadata,
  ]);
  return writeGguf(
    metadata,
    [...tensors.values()].filter((tensor) => tensor.name !== name),
  );
}

async function add(file: Uint8Array, context = contextTokens): Promise<ModelId> {
  writeFileSync(path, file);
  const { id } = await library.addFile(path);
  await library.configure(id, { contextTokens: context, threads: 1, gpu: 'off' });
  return id;
}

async function load(file: Uint8Array, context = contextTokens): Promise<RunningEngine> {
  return library.load(await add(file, context));
}

async function write(
  engine: RunningEngine,
  prompt: number[],
  onToken = (): void => undefined,
): Promise<void> {
  const settings = {
    ...samplerPresets.greedy,
    logitBias: [0, 2].map((tokenId) => ({ tokenId, bias: -100 })),
  };
  const request = { prompt, reply: [], forced: [], settings, seed: 1, topN: 8, capture: true };
  for await (const event of engine.generate(request)) if (event.kind === 'tokens') onToken();
}

/** The engine's process gets this signal at the first token of a reply. */
async function signalled(signal: NodeJS.Signals): Promise<void> {
  const engine = await load(tiny());
  let isSent = false;
  await write(engine, [0, 50], () => {
    if (!isSent) process.kill(engines[0]?.pid ?? -1, signal);
    isSent = true;
  });
}

const chat: RenderRequest = { kind: 'chat', turns: [{ role: 'user', text: 'x', messageId: null }] };

type Row = readonly [fault: string, code: ErrorCode, details: object, act: () => Promise<unknown>];

const rows: readonly Row[] = [
  ['a file that is something else', 'model.notGguf', {}, () => add(new TextEncoder().encode('no model'))],
  [
    'a file that is not there',
    'model.unreadable',
    { reason: 'ENOENT' },
    () => library.addFile(join(folder, 'missing.gguf')),
  ],
  [
    'a file that was cut',
    'model.truncated',
    { haveBytes: tiny().length - 1_000 },
    () => add(tiny().subarray(0, -1_000)),
  ],
  [
    'a file that was cut after it was added',
    'model.truncated',
    { haveBytes: tiny().length - 1_000 },
    async () => {
      const id = await add(tiny());
      truncateSync(path, tiny().length - 1_000);
      await library.load(id);
    },
  ],
  [
    'a file that became another one',
    'model.unreadable',
    { reason: 'changed' },
    async () => {
      const id = await add(tiny());
      utimesSync(path, 1, 1);
      await library.load(id);
    },
  ],
  [
    'a damaged header',
    'model.corrupt',
    { where: 'tensor 0' },
    () => {
      const file = Buffer.from(tiny());
      file.writeUInt32LE(99, file.indexOf('token_embd.weight') + 'token_embd.weight'.length);
      return add(file);
    },
  ],
  ['a missing tensor', 'model.corrupt', {}, () => load(withoutTensor('output_norm.weight'))],
  [
    'an architecture that nobody knows',
    'model.unsupportedArchitecture',
    { architecture: 'martian' },
    () => add(tiny({ architecture: 'martian' })),
  ],
  [
    'a version that nobody knows',
    'model.unsupportedVersion',
    { version: 9 },
    () => add(Buffer.from(tiny()).fill(9, 4, 5)),
  ],
  [
    'too little memory, as estimated',
    'model.notEnoughMemory',
    { haveBytes: 100e6, largestContextTokens: 0 },
    async () => {
      availableBytes = 100e6;
      await load(tiny());
    },
  ],
  [
    'a context that is full',
    'generation.contextFull',
    { contextTokens },
    async () =>
      write(
        await load(tiny()),
        Array.from({ length: contextTokens + 1 }, () => 50),
      ),
  ],
  [
    'numbers that are none',
    'model.invalidOutput',
    {},
    async () => write(await load(tiny({ hasNanWeights: true })), [0, 50]),
  ],
  [
    'no chat template',
    'model.noChatTemplate',
    {},
    async () => (await load(tiny({ chatTemplate: null }))).render(chat),
  ],
  [
    'a chat template that fails',
    'model.templateFailed',
    { reason: 'no' },
    async () => (await load(tiny({ chatTemplate: "{{ raise_exception('no') }}" }))).render(chat),
  ],
  [
    'a chat template without end',
    'model.templateFailed',
    { reason: 'the template ran longer than 2 s' },
    async () =>
      (
        await load(
          tiny({
            // Time without memory: one long list would meet the other limit first on some machines.
            chatTemplate: '{% for a in range(50000) %}{% for b in range(50000) %}{% endfor %}{% endfor %}',
          }),
        )
      ).render(chat),
  ],
  [
    'an engine that cannot start',
    'engine.unavailable',
    { code: 1, signal: null },
    async () => {
      launch = forkEngine({ entry: join(folder, 'no-engine.js') });
      await load(tiny());
    },
  ],
  ['a fault in native code', 'engine.exited', { signal: 'SIGSEGV' }, () => signalled('SIGSEGV')],
  ['a failed assertion, or a lost GPU', 'engine.exited', { signal: 'SIGABRT' }, () => signalled('SIGABRT')],
  [
    'a system that is short of memory',
    'engine.exited',
    { signal: 'SIGKILL', reason: 'killed' },
    () => signalled('SIGKILL'),
  ],
  ['a process that is halted', 'engine.hung', { reason: 'heartbeat' }, () => signalled('SIGSTOP')],
  [
    'three deaths in a minute',
    'model.quarantined',
    { lastCode: 'engine.exited' },
    async () => {
      const id = await add(tiny());
      for (let death = 0; death < 3; death++) {
        const engine = await library.load(id);
        await write(engine, [0, 50], () => engines.at(-1)?.kill()).catch(() => undefined);
        await engines.at(-1)?.exited;
      }
      await library.load(id);
    },
  ],
];

describe('every fault has its code', () => {
  it.each(rows)('%s: %s', async (_fault, code, details, act) => {
    const error: unknown = await act().then(
      () => new Error('nothing failed'),
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(PrismeError);
    expect(error).toMatchObject({ code, details });
  });

  it.runIf(isLinux)(
    'memory that runs out while the engine works: told by its code, and the core lives',
    async () => {
      await load(tiny({ seed: 2 }));
      const status = readFileSync(`/proc/${engines[0]?.pid}/status`, 'utf8');
      const usualBytes = Number(/^VmSize:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
      // Enough for the engine and a short context, not for the cache and the buffers of a long one.
      onLaunch = ({ pid }) =>
        void execFileSync('prlimit', ['--pid', String(pid), `--as=${usualBytes + 200e6}`]);
      const long = tiny({ contextTokens: 1_000_000 });
      await expect(load(long, 1_000_000)).rejects.toMatchObject({ code: 'model.notEnoughMemory' });
      onLaunch = () => undefined;
      await write(await load(tiny({ seed: 2 })), [0, 50]);
    },
  );
});
