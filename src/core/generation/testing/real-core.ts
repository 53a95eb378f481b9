/**
 * The whole core with real engine processes, spoken to without a port. Used by tests of real models only.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { Distribution } from '#contract/engine.ts';
import type { BranchPlace, Place } from '#contract/place.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import { createCore } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { silentLog } from './generation-bench.ts';

export type RealCore = Awaited<ReturnType<typeof openRealCore>>;

/** One model of the file at `path`: one thread, no GPU, a context of 512 tokens. */
export async function openRealCore(path: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  const entry = join(import.meta.dirname, '../../../engine/engine.ts');
  const core = await createCore({
    dataDir,
    modelDirs: [dirname(path)],
    shell: 'cli',
    version: '0.0.0',
    launchEngine: forkEngine({ entry, execArgv: ['--no-warnings'] }),
    log: silentLog,
    now: Date.now,
    newId: randomUUID,
    chooseModelFile: null,
  });
  const client = createRouterClient(core.router);
  await client.models.rescan({});
  const model = (await client.models.list({})).models.find(({ fileName }) => path.endsWith(fileName));
  if (model === undefined) throw new Error('the model is in its folder');
  const modelId: ModelId = model.id;
  await client.models.configure({ modelId, loadSettings: { contextTokens: 512, threads: 1, gpu: 'off' } });

  /** Reads a reply to its end, then everything that was captured for it. */
  async function finished(replyId: MessageId) {
    for await (const event of await client.generation.attach({ replyId, fromToken: 0 })) {
      if (event.kind !== 'end') continue;
      if (event.end.stats === null) throw new Error(`the reply failed: ${event.end.error?.code}`);
      const chunks = await client.traces.chunks({ messageId: replyId, fromToken: 0, toToken: 10_000 });
      const steps = chunks.flatMap((chunk) => decodeSteps(chunk.steps));
      return {
        replyId,
        steps,
        ids: steps.map(({ tokenId }) => tokenId),
        text: event.text,
        reason: event.end.reason,
        stats: event.end.stats,
      };
    }
    throw new Error('the reply did not end');
  }

  return {
    client,
    modelId,
    newConversation: async (settings: GenerationSettings): Promise<ConversationId> =>
      (await client.conversations.create({ modelId, settings })).id,
    send: async (conversationId: ConversationId, parentId: MessageId | null, text: string) => {
      const sent = await client.generation.send({ conversationId, parentId, text, overflow: 'refuse' });
      return await finished(sent.replyId);
    },
    branch: async (conversationId: ConversationId, place: BranchPlace, tokenIds: number[]) => {
      const choice = { kind: 'tokens', tokenIds } as const;
      const { replyId } = await client.generation.branch({ conversationId, place, choice, into: 'here' });
      return await finished(replyId);
    },
    /** The raw distribution at a place, and how many tokens were evaluated for it. */
    probe: async (place: Place): Promise<{ distribution: Distribution; evaluated: number }> => {
      let evaluated = 0;
      const question = { place, topN: 64, isExact: false, wanted: [] };
      for await (const event of await client.inspection.probe(question)) {
        if (event.kind === 'result') return { distribution: event.distribution, evaluated };
        evaluated = event.total - event.reused;
      }
      throw new Error('there was no result');
    },
    /** Ends the engine: the next request starts one with an empty cache. */
    forget: async (): Promise<void> => void (await client.models.unload({ modelId })),
    close: async (): Promise<void> => {
      await core.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Largest difference of two captured distributions in any log-probability that both hold, in nats; and how many that are. */
export function compareSteps(left: Captured, right: Captured): { difference: number; shared: number } {
  const other = logprobs(right);
  let difference = 0;
  let shared = 0;
  for (const [id, logprob] of logprobs(left)) {
    const expected = other.get(id);
    if (expected === undefined) continue;
    shared++;
    difference = Math.max(difference, Math.abs(logprob - expected));
  }
  return { difference, shared };
}

export type Captured = Pick<TraceStep, 'topIds' | 'topLogits' | 'logZ'>;

/** A probed distribution in the form of a captured one. */
export function captured({ ids, logits, logZ }: Distribution): Captured {
  return {
    topIds: new Uint32Array(ids.slice().buffer),
    topLogits: new Float32Array(logits.slice().buffer),
    logZ,
  };
}

function logprobs({ topIds, topLogits, logZ }: Captured): Map<number, number> {
  const highest = topLogits[0] ?? 0;
  return new Map(Array.from(topIds, (id, index) => [id, (topLogits[index] ?? -Infinity) - highest - logZ]));
}
