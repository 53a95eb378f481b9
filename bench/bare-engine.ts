/**
 * An engine process without the app around it. Runs in the bench process.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { EngineClient } from '#contract/contract.ts';
import type { GenerateRequest, LoadedModel } from '#contract/engine.ts';
import type { ReplyStats } from '#contract/reply.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';

export type BareEngine = {
  readonly client: EngineClient;
  readonly model: LoadedModel;
  close(): Promise<void>;
};

/** Loads a model the way the app does: the built engine, on the CPU, with the given number of threads. */
export async function startBareEngine(
  path: string,
  contextTokens: number,
  threads: number,
  flashAttention = true,
): Promise<BareEngine> {
  const engine = await forkEngine({ entry: 'out/main/engine.js' })();
  const client = createORPCClient<EngineClient>(new RPCLink({ port: engine.port, customJsonSerializers }));
  const events = await client.load({
    path,
    contextTokens,
    threads,
    gpu: 'off',
    batchTokens: 512,
    flashAttention,
  });
  for await (const event of events) {
    if (event.kind !== 'loaded') continue;
    const close = async (): Promise<void> => {
      engine.kill();
      await engine.exited;
    };
    return { client, model: event.model, close };
  }
  throw new Error('the engine ended its load without a model');
}

/** The statistics of one generation, its chunks read and dropped. */
export async function generateOnce(client: EngineClient, request: GenerateRequest): Promise<ReplyStats> {
  for await (const event of await client.generate(request)) if (event.kind === 'end') return event.stats;
  throw new Error('the generation ended without its end event');
}
