/**
 * A whole core with real engines, for the checks of a graphics card: loads a model in any way, has it read and write, and
 * says what it held. Runs in the process of the checks; the engines are processes of their own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { LoadedModel } from '#contract/engine.ts';
import type { ConversationId, MessageId, ModelId } from '#contract/ids.ts';
import type { GivenLoadSettings } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { createCore } from '#core/create-core.ts';
import type { EngineProcess } from '#core/engines/engine-process.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { coreOptions } from '#core/testing/core-options.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { readReply, type ReadReply } from '../core-with-engines.ts';

const entry = join(import.meta.dirname, '..', '..', 'src', 'engine', 'engine.ts');

export type OnCard = { readonly model: LoadedModel; readonly seconds: number };

export type CoreOnCard = Awaited<ReturnType<typeof openCoreOnCard>>;

export async function openCoreOnCard(limits: { availableBytes?: () => number } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-graphics-'));
  const env: Record<string, string> = {};
  const lines: string[] = [];
  const engines: EngineProcess[] = [];
  const fork = forkEngine({
    entry,
    execArgv: ['--no-warnings'],
    env,
    log: (line) => void lines.push(line),
  });
  const core = await createCore({
    ...coreOptions(dataDir),
    ...limits,
    shell: 'cli',
    launchEngine: async () => {
      const engine = await fork();
      engines.push(engine);
      return engine;
    },
  });
  return wrap(core, { dataDir, env, lines, engines });
}

type Parts = {
  readonly dataDir: string;
  /** Variables that the engines from now on get. */
  readonly env: Record<string, string>;
  /** What the engines wrote on their standard output and error. */
  readonly lines: string[];
  readonly engines: EngineProcess[];
};

function wrap(core: Awaited<ReturnType<typeof createCore>>, parts: Parts) {
  const { library } = core;
  const client = createRouterClient(core.router);
  const usual = { contextTokens: 2_048, threads: null, gpu: 'auto' } as const;
  return {
    ...parts,
    client,
    library,
    addModel: async (path: string): Promise<ModelId> => (await library.addFile(path)).id,
    /** Unloads it and loads it anew with these settings. */
    async load(modelId: ModelId, settings: Partial<GivenLoadSettings> = {}): Promise<OnCard> {
      await library.unload(modelId);
      await library.configure(modelId, { ...usual, ...settings });
      const startedAtMs = performance.now();
      const { model } = await library.load(modelId);
      return { model, seconds: (performance.now() - startedAtMs) / 1_000 };
    },
    /** The distributions before each token of a text, as scoring sees them. */
    async score(modelId: ModelId, tokenIds: readonly number[]): Promise<TraceStep[]> {
      const engine = await library.load(modelId);
      const steps: TraceStep[] = [];
      for await (const event of engine.score({ tokenIds: [...tokenIds], from: 1, topN: 64 }))
        if (event.kind === 'tokens') steps.push(...decodeSteps(event.steps));
      return steps;
    },
    async begin(modelId: ModelId, text: string, maxTokens: number) {
      const settings = { ...samplerPresets.greedy, seed: 1, maxTokens };
      const { id: conversationId } = await client.conversations.create({ modelId, settings });
      const request = { conversationId, parentId: null, text, overflow: 'refuse' } as const;
      const { replyId } = await client.generation.send(request);
      return { conversationId, replyId };
    },
    read: (
      replyId: MessageId,
      onShown: Parameters<typeof readReply>[1] = () => undefined,
    ): Promise<ReadReply> => readReply(client.generation.attach({ replyId, fromToken: 0 }), onShown),
    /** What the button “go on with the processor” does. */
    async continueOnProcessor(modelId: ModelId, conversationId: ConversationId, replyId: MessageId) {
      const { loadSettings } = library.get(modelId);
      await client.models.configure({ modelId, loadSettings: { ...loadSettings, gpu: 'off' } });
      await client.models.unload({ modelId });
      return (await client.generation.continue({ conversationId, replyId })).replyId;
    },
    async close(): Promise<void> {
      await core.close();
      rmSync(parts.dataDir, { recursive: true, force: true });
    },
  };
}

export type Difference = {
  readonly tokens: number;
  /** Largest difference of ln p of the text's own tokens, nats. */
  readonly ofText: number;
  readonly meanOfText: number;
  /** Largest difference of ln p among the tokens that both sides list, down to p = 1e-4 on the first side. */
  readonly ofListed: number;
  /** Positions at which another token is the most probable one. */
  readonly otherFirst: number;
};

/** How far two readings of one text are apart. */
export function differenceOf(left: readonly TraceStep[], right: readonly TraceStep[]): Difference {
  let [ofText, sum, ofListed, otherFirst] = [0, 0, 0, 0];
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) throw new Error('two readings of one text have the same length');
    const apart = Math.abs(logprob(one, one.logit) - logprob(other, other.logit));
    ofText = Math.max(ofText, apart);
    sum += apart;
    if (one.topIds[0] !== other.topIds[0]) otherFirst += 1;
    const listed = new Map([...other.topIds].map((id, rank) => [id, other.topLogits[rank] ?? 0]));
    for (const [rank, id] of one.topIds.entries()) {
      const here = logprob(one, one.topLogits[rank] ?? 0);
      const there = listed.get(id);
      if (there !== undefined && here > Math.log(1e-4))
        ofListed = Math.max(ofListed, Math.abs(here - logprob(other, there)));
    }
  }
  return { tokens: left.length, ofText, meanOfText: sum / left.length, ofListed, otherFirst };
}

function logprob({ maxLogit, logZ }: TraceStep, logit: number): number {
  return logit - maxLogit - logZ;
}
