/**
 * The whole core with real engine processes, spoken to without a port. Used by tests of real models only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Distribution } from '#contract/engine.ts';
import type { BranchPlace, Place } from '#contract/place.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import { createCore } from '#core/create-core.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore, type Store } from '#core/db/store.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { coreOptions } from '../../testing/core-options.ts';

export type RealCore = Awaited<ReturnType<typeof openRealCore>>;

/**
 * One model of the file at `path`: one thread, no GPU, a context of 512 tokens.
 * @param seed writes into the empty database before the core opens it
 */
export async function openRealCore(path: string, seed?: (store: Store) => void) {
  const { client, close } = await startCore(path, seed);
  const modelId = await findModel(client, path);
  return {
    client,
    close,
    newConversation: async (settings: GenerationSettings): Promise<ConversationId> =>
      (await client.conversations.create({ modelId, settings })).id,
    send: async (
      conversationId: ConversationId,
      parentId: MessageId | null,
      text: string,
      beginning?: string,
    ) => {
      const message = { conversationId, parentId, text, overflow: 'refuse', beginning } as const;
      const sent = await client.generation.send(message);
      return await finished(client, sent.replyId);
    },
    regenerate: async (conversationId: ConversationId, replyId: MessageId) => {
      const sent = await client.generation.regenerate({ conversationId, replyId, overflow: 'refuse' });
      return await finished(client, sent.replyId);
    },
    branch: async (conversationId: ConversationId, place: BranchPlace, tokenIds: number[]) => {
      const choice = { kind: 'tokens', tokenIds } as const;
      const { replyId } = await client.generation.branch({ conversationId, place, choice, into: 'here' });
      return await finished(client, replyId);
    },
    probe: (place: Place) => probe(client, place),
    /** Ends the engine: the next request starts one with an empty cache. */
    forget: async (): Promise<void> => void (await client.models.unload({ modelId })),
  };
}

async function startCore(path: string, seed?: (store: Store) => void) {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  if (seed) {
    const folder = openDataFolder({ dataDir, now: Date.now });
    seed(createStore(folder.database));
    folder.close();
  }
  const entry = join(import.meta.dirname, '../../../engine/engine.ts');
  const core = await createCore({
    ...coreOptions(dataDir),
    modelDirs: [dirname(path)],
    shell: 'cli',
    launchEngine: forkEngine({ entry, execArgv: ['--no-warnings'] }),
  });
  return {
    client: createRouterClient(core.router),
    close: async (): Promise<void> => {
      await core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Client = Awaited<ReturnType<typeof startCore>>['client'];

async function findModel(client: Client, path: string): Promise<ModelId> {
  await client.models.rescan({});
  const model = (await client.models.list({})).models.find(({ fileName }) => path.endsWith(fileName));
  if (model === undefined) throw new Error('the model is in its folder');
  const loadSettings = { contextTokens: 512, threads: 1, gpu: 'off' } as const;
  await client.models.configure({ modelId: model.id, loadSettings });
  return model.id;
}

/** Reads a reply to its end, then everything that was captured for it. */
async function finished(client: Client, replyId: MessageId) {
  for await (const event of await client.generation.attach({ replyId, fromToken: 0 })) {
    if (event.kind !== 'end') continue;
    const { stats, reason, error } = event.end;
    if (stats === null) throw new Error(`the reply failed: ${error?.code}`);
    const chunks = await client.traces.chunks({ messageId: replyId, fromToken: 0, toToken: 10_000 });
    const steps = chunks.flatMap((chunk) => decodeSteps(chunk.steps));
    return { replyId, steps, ids: steps.map(({ tokenId }) => tokenId), text: event.text, reason, stats };
  }
  throw new Error('the reply did not end');
}

/** The raw distribution at a place, and how many tokens were evaluated for it. */
async function probe(
  client: Client,
  place: Place,
): Promise<{ distribution: Distribution; evaluated: number }> {
  let evaluated = 0;
  const question = { place, topN: 64, isExact: false, wanted: [] };
  for await (const event of await client.inspection.probe(question)) {
    if (event.kind === 'result') return { distribution: event.distribution, evaluated };
    evaluated = event.total - event.reused;
  }
  throw new Error('there was no result');
}
