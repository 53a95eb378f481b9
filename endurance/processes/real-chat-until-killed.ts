/**
 * A process for the suites: the core with the built engine and a real model, which sends one message after the other
 * and reads the replies, until it is killed. Tells what it found, each engine that it starts, and every call. An engine
 * that ends takes a reply along, and the next message starts another one. Its arguments: the data folder, the folder of
 * the model, a seed.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createCore } from '#core/create-core.ts';
import { databaseFileName } from '#core/db/file-names.ts';
import { openReadOnly } from '#core/db/open.ts';
import { createStore } from '#core/db/store.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { doingLater } from '../calls.ts';
import { createRandom } from '../random.ts';
import { takeStock } from '../stock.ts';
import { tell } from '../told.ts';
import { coreOptions } from '#core/testing/core-options.ts';

const [, , dataDir = '', modelsDir = '', seed] = process.argv;
const random = createRandom(Number(seed));
const settings = { ...samplerPresets.greedy, seed: 7, maxTokens: 150 };

// Ends with the suite, should that forget it.
process.stdin.on('end', () => process.exit(0)).resume();
const launch = forkEngine({ entry: join(import.meta.dirname, '../../out/main/engine.js') });
const core = await createCore({
  ...coreOptions(dataDir),
  modelDirs: [modelsDir],
  shell: 'cli',
  launchEngine: async () => {
    const engine = await launch();
    tell({ kind: 'engine', pid: engine.pid ?? -1 });
    return engine;
  },
});
tell({ kind: 'open', repaired: core.startup.interruptedReplies });
flushCompileCache();
tellStock();
const client = createRouterClient(core.router);
const modelId = await findModel();
for (;;) await exchange(await chooseConversation());

/** Through a connection of its own: the core gives its database to nobody. */
function tellStock(): void {
  const database = openReadOnly(join(dataDir, databaseFileName));
  tell({ kind: 'stock', stock: takeStock(database, createStore(database), 'by a model') });
  database.close();
}

async function findModel(): Promise<ModelId> {
  await client.models.rescan({});
  const [model] = (await client.models.list({})).models;
  if (model === undefined) throw new Error(`there is no model in ${modelsDir}`);
  const loadSettings = { contextTokens: 512, threads: 1, gpu: 'off' } as const;
  await client.models.configure({ modelId: model.id, loadSettings });
  return model.id;
}

async function chooseConversation(): Promise<ConversationId> {
  const heads = await client.conversations.list({});
  if (heads.length > 2) return random.pick(heads).id;
  const systemPrompt = `Be brief. ${random.int(0, 1e6)}`;
  const { id } = await client.conversations.create({ modelId, settings, systemPrompt });
  tell({
    kind: 'acknowledged',
    facts: { [`conversation.${id}.systemPrompt`]: JSON.stringify(systemPrompt) },
    stream: null,
  });
  return id;
}

/** At the root, so that no conversation outgrows the context. */
async function exchange(conversationId: ConversationId): Promise<void> {
  // Three ends of an engine within a minute are the suite's doing, not the model's.
  await client.models.release({ modelId });
  const text = `Count from ${random.int(1, 900)} upwards, in words, as far as you can.`;
  const leaf = `conversation.${conversationId}.leafId`;
  let reply: MessageId | null = null;
  await doingLater({ [leaf]: null }, async () => {
    const sent = await client.generation.send({ conversationId, parentId: null, text, overflow: 'refuse' });
    reply = sent.replyId;
    return {
      facts: {
        [leaf]: JSON.stringify(sent.replyId),
        [`message.${sent.userMessageId}.text`]: text,
        [`message.${sent.userMessageId}.place`]: `user under null in ${conversationId}`,
        [`message.${sent.replyId}.place`]: `assistant under ${sent.userMessageId} in ${conversationId}`,
      },
    };
  });
  if (reply !== null) await read(reply);
}

async function read(replyId: MessageId): Promise<void> {
  let tokens = 0;
  for await (const event of await client.generation.attach({ replyId, fromToken: 0 })) {
    if (event.kind === 'tokens') {
      tokens = event.firstToken + event.count;
      tell({ kind: 'shown', replyId, toToken: tokens });
    }
    if (event.kind !== 'end') continue;
    const { reason, error } = event.end;
    // The core lives: whatever it has shown it has stored.
    const facts = {
      [`message.${replyId}.text`]: event.text,
      [`message.${replyId}.reason`]: reason,
      [`message.${replyId}.tokens`]: String(tokens),
    };
    tell({ kind: 'acknowledged', facts, stream: { replyId, tokens } });
    if (error !== null) tell({ kind: 'refused', code: error.code, replyId });
  }
}
