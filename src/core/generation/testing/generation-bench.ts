/**
 * A core for tests of generation: a real database in a temporary folder, the scripted library, real services. Used by
 * tests only.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { ReplyEvent } from '#contract/generation.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createNotices } from '#core/app/notices.ts';
import { createConversations } from '#core/conversations/conversations.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { createSettings } from '#core/settings/settings.ts';
import { createSummaries } from '#core/summaries/summaries.ts';
import { createTraces } from '#core/traces/traces.ts';
import { createEngineQueue } from '../engine-queue.ts';
import { createGeneration } from '../generation.ts';
import type { GenerationContext } from '../generation-context.ts';
import { createScriptedLibrary, scriptedModelId } from './scripted-library.ts';
import { silentLog } from '#core/testing/core-options.ts';

type OnReplyEnded = GenerationContext['onReplyEnded'];
export type GenerationBench = ReturnType<typeof openBench>;

export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'prisme-test-'));
}

/** Opens the services on `dataDir`. */
export function openBench(dataDir = makeTemporaryFolder(), onReplyEnded?: OnReplyEnded) {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  const notices = createNotices();
  const library = createScriptedLibrary();
  const settings = createSettings(store, notices);
  const context = {
    store,
    notices,
    library,
    settings,
    queue: createEngineQueue(),
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    onReplyEnded,
  };
  const generation = createGeneration(context);
  const conversations = createConversations({ ...context, generation });
  const traces = createTraces(context);
  const summaries = createSummaries(context);
  return {
    context,
    dataDir,
    folder,
    store,
    notices,
    library,
    settings,
    generation,
    conversations,
    traces,
    summaries,
    newConversation: (): ConversationId =>
      conversations.create({ modelId: scriptedModelId, settings: { ...samplerPresets.greedy, seed: 7 } }).id,
    send: (conversationId: ConversationId, text: string, parentId: MessageId | null = null) =>
      generation.send({ conversationId, parentId, text, overflow: 'refuse' }),
    /** Reads a reply to its end. */
    readAll: async (replyId: MessageId, fromToken = 0): Promise<ReplyEvent[]> => {
      const events: ReplyEvent[] = [];
      for await (const event of generation.attach(replyId, fromToken, undefined)) events.push(event);
      return events;
    },
    close: async (): Promise<void> => {
      await generation.close();
      notices.close();
      folder.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The tokens' texts joined, and the end event. */
export function summarise(events: readonly ReplyEvent[]) {
  const chunks = events.flatMap((event) => (event.kind === 'tokens' ? [event] : []));
  const end = events.find((event) => event.kind === 'end');
  return { text: chunks.map((chunk) => chunk.text).join(''), chunks, end };
}

/** The code of the typed error that `work` ends in; "none" when it succeeds. */
export async function codeOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (cause) {
    if (cause instanceof PrismeError) return cause.code;
    throw cause;
  }
  return 'none';
}

/** The next event of a stream that has not ended. */
export async function nextEvent(events: AsyncGenerator<ReplyEvent>): Promise<ReplyEvent> {
  const result = await events.next();
  if (result.done === true) throw new Error('the stream has ended');
  return result.value;
}
