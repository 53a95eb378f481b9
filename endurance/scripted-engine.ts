/**
 * An engine without a model behind a port in this process, and somebody between it and the core who may change every
 * message that it sends. For suites about the protocol. It keeps to the contract by itself.
 */
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { engineContract, type GenerateEvent } from '#contract/engine.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import type { EngineExit, EngineProcess } from '#core/engines/engine-process.ts';
import { loadedModel } from '#core/engines/testing/loaded-model.ts';
import { scriptedStep } from '#core/generation/testing/scripted-library.ts';
import { encodeSteps } from '#probability/trace-codec.ts';

const steps = encodeSteps([scriptedStep(7)]);

async function* generate(firstToken: number, tokens: number): AsyncGenerator<GenerateEvent, void, undefined> {
  yield { kind: 'prompt', evaluated: 3, total: 3, reused: 0, promptAlone: [] };
  for (let index = 0; index < tokens; index++)
    yield { kind: 'tokens', firstToken: firstToken + index, count: 1, steps };
  const stats = {
    promptTokens: 3,
    reusedTokens: 0,
    replyTokens: tokens,
    firstTokenMs: 1,
    promptTokensPerSecond: 100,
    tokensPerSecond: 100,
    memoryBytes: 1_000_000,
  };
  yield { kind: 'end', reason: 'tokenLimit', stats, stopStringAtByte: null };
}

function createRouter() {
  const os = implement(engineContract);
  const { profile } = loadedModel;
  return os.router({
    load: os.load.handler(async function* () {
      yield { kind: 'progress', fraction: 0.5 };
      yield { kind: 'loaded', model: loadedModel };
    }),
    render: os.render.handler(() => ({
      tokenIds: [1, 5, 6],
      spans: [{ start: 0, end: 3, part: 'raw', messageId: null }],
    })),
    tokenize: os.tokenize.handler(() => ({ tokenIds: [5, 6] })),
    generate: os.generate.handler(({ input }) => generate(input.reply.length, input.settings.maxTokens ?? 5)),
    stop: os.stop.handler(() => ({ wasRunning: false })),
    score: os.score.handler(async function* () {
      yield { kind: 'end', tokensPerSecond: 10, profile };
    }),
    rows: os.rows.handler(async function* () {
      yield { kind: 'end', profile };
    }),
    probe: os.probe.handler(async function* () {
      yield { kind: 'progress', evaluated: 0, total: 0, reused: 0 };
    }),
    calibrate: os.calibrate.handler(async function* () {
      yield { kind: 'progress', fraction: 1 };
    }),
    ping: os.ping.handler(() => ({ work: 0, memoryBytes: 1_000_000 })),
  });
}

export type ScriptedEngine = { readonly process: EngineProcess; readonly wasKilled: boolean };

/** `between` is given every message to the core and says what is sent in its place, in order. */
export function startScriptedEngine(between: (message: unknown) => readonly unknown[]): ScriptedEngine {
  const { promise: exited, resolve: exit } = Promise.withResolvers<EngineExit>();
  const toCore: ((event: { data: unknown }) => void)[] = [];
  const toEngine: ((event: { data: unknown }) => void)[] = [];
  let wasKilled = false;
  // As over a real port: a message arrives in a turn of its own.
  const deliver = (listeners: typeof toCore, data: unknown): void =>
    void setImmediate(() => {
      if (!wasKilled) for (const listener of listeners) listener({ data });
    });
  const port = (listeners: typeof toCore, post: (data: unknown) => void): SupportedMessagePort => ({
    on(event: string, callback: (event?: { data: unknown }) => void) {
      if (event === 'message') listeners.push(callback);
    },
    postMessage: post,
  });
  const handler = new RPCHandler(createRouter(), { customJsonSerializers: [...customJsonSerializers] });
  handler.upgrade(
    port(toEngine, (data) => {
      for (const message of between(data)) deliver(toCore, message);
    }),
  );
  return {
    process: {
      pid: undefined,
      port: port(toCore, (data) => deliver(toEngine, data)),
      exited,
      kill(): void {
        wasKilled = true;
        exit({ code: null, signal: 'SIGKILL' });
      },
    },
    get wasKilled() {
      return wasKilled;
    },
  };
}
