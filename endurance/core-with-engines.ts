/**
 * A whole core with real engine processes, for suites that harm the engines. Runs in the process of the suites; the
 * engines are processes of their own. It breaks nothing by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { ReplyEvent } from '#contract/generation.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { createCore } from '#core/create-core.ts';
import type { EngineExit, EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { coreOptions } from '#core/testing/core-options.ts';

const entry = join(import.meta.dirname, 'processes', 'disturbed-engine.ts');

/** Writes until the context is full: the ends of the tiny model are ruled out. */
export const endless: GenerationSettings = {
  ...samplerPresets.balanced,
  logitBias: [0, 2].map((tokenId) => ({ tokenId, bias: -100 })),
};

export type StartedEngine = { readonly process: EngineProcess; exit: EngineExit | null };

/** What of a reply has been shown so far. */
export type Shown = { readonly ids: number[]; text: string };
export type ReadReply = Shown & {
  readonly end: ReplyEnd;
  readonly endText: string;
  readonly eventsAfterEnd: number;
};

export type CoreWithEngines = Awaited<ReturnType<typeof openCoreWithEngines>>;

export async function openCoreWithEngines() {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-engines-'));
  const fork = forkEngine({ entry, execArgv: ['--no-warnings'] });
  const engines: StartedEngine[] = [];
  /** Milliseconds that were passed over: crashes that lie a minute apart are no reason for a quarantine. */
  let skippedMs = 0;
  const core = await createCore({
    ...coreOptions(dataDir),
    shell: 'cli',
    launchEngine: async () => {
      const started: StartedEngine = { process: await fork(), exit: null };
      engines.push(started);
      void started.process.exited.then((exit) => (started.exit = exit));
      return started.process;
    },
    now: () => Date.now() + skippedMs,
  });
  const client = createRouterClient(core.router);

  return {
    client,
    library: core.library,
    engines,
    /** The engine that was started last. */
    engine(): StartedEngine {
      const engine = engines.at(-1);
      if (engine === undefined) throw new Error('no engine was started');
      return engine;
    },
    skipMinutes: (minutes: number): void => void (skippedMs += minutes * 60_000),
    /** Makes the file known, with one thread and no GPU. @throws model.* */
    async addModel(path: string, contextTokens: number): Promise<ModelId> {
      const { id } = await core.library.addFile(path);
      await core.library.configure(id, { contextTokens, threads: 1, gpu: 'off' });
      return id;
    },
    newConversation: async (modelId: ModelId, settings: GenerationSettings): Promise<ConversationId> =>
      (await client.conversations.create({ modelId, settings })).id,
    async send(conversationId: ConversationId, text: string): Promise<MessageId> {
      const request = { conversationId, parentId: null, text, overflow: 'refuse' } as const;
      return (await client.generation.send(request)).replyId;
    },
    /** Reads a reply to its end. `onShown` is told after each piece; what it returns is waited for. */
    read: (replyId: MessageId, onShown: (shown: Shown) => void = () => undefined): Promise<ReadReply> =>
      readReply(client.generation.attach({ replyId, fromToken: 0 }), onShown),
    async close(): Promise<void> {
      await core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Reads a reply to its end, as `CoreWithEngines.read` does. */
export async function readReply(
  events: PromiseLike<AsyncIterable<ReplyEvent>>,
  onShown: (shown: Shown) => void,
): Promise<ReadReply> {
  const shown: Shown = { ids: [], text: '' };
  let last: Extract<ReplyEvent, { kind: 'end' }> | null = null;
  let eventsAfterEnd = 0;
  for await (const event of await events) {
    if (last !== null) eventsAfterEnd += 1;
    if (event.kind === 'end') last = event;
    if (event.kind !== 'tokens') continue;
    shown.ids.push(...decodeSteps(event.steps).map(({ tokenId }) => tokenId));
    shown.text += event.text;
    onShown(shown);
  }
  if (last === null) throw new Error('the reply did not end');
  return { ...shown, end: last.end, endText: last.text, eventsAfterEnd };
}

/** A core with one small model that is loaded already, and the way to put both away. */
export async function openCoreWithTinyModel(contextTokens: number) {
  const tiny = writeTinyLlama({ seed: 5, contextTokens });
  const core = await openCoreWithEngines();
  const modelId = await core.addModel(tiny.path, contextTokens);
  await core.library.load(modelId);
  const close = async (): Promise<void> => {
    await core.close();
    rmSync(tiny.folder, { recursive: true, force: true });
  };
  return { ...core, modelId, close };
}
