/**
 * A core in a process of its own behind the real web server, for suites that use it for long or with many clients, and
 * what its process holds. Runs in the process of the suites.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { CoreClient } from '#contract/contract.ts';
import type { Model } from '#contract/models.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { openSocket, signIn } from './own-web-server.ts';

const saysSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), port: z.int(), address: z.string() }),
  z.object({ kind: z.literal('engine'), pid: z.int() }),
  z.object({ kind: z.literal('error'), text: z.string() }),
  z.object({ kind: z.literal('memory'), heapBytes: z.number(), residentBytes: z.number() }),
]);
/** What such a process tells. */
export type CoreSays = z.infer<typeof saysSchema>;
export type Memory = Omit<Extract<CoreSays, { kind: 'memory' }>, 'kind'>;

export type Page = { readonly client: CoreClient; readonly socket: WebSocket };

export type ServedCore = {
  readonly pid: number;
  /** Ids of the engines in the order of their start. */
  readonly enginePids: readonly number[];
  /** What the core has logged as errors. */
  readonly errors: readonly string[];
  /** A client on a connection of its own. */
  openPage(): Promise<Page>;
  /** What the core holds once its garbage is collected. */
  memory(): Promise<Memory>;
  /** Ends it in the way a shell does. Returns how its process ended; null: by itself, well. */
  close(): Promise<string | null>;
};

/** @param models paths of the files that it finds */
export async function serveCore(models: readonly string[]): Promise<ServedCore> {
  const root = join(import.meta.dirname, '..');
  if (!existsSync(join(root, 'out', 'main', 'engine.js')))
    throw new Error('the engine is not built: npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'prisme-served-core-'));
  const modelsDir = mkdtempSync(join(tmpdir(), 'prisme-models-'));
  for (const [index, path] of models.entries())
    symlinkSync(path, join(modelsDir, `${index}-${basename(path)}`));
  const child = fork(join(import.meta.dirname, 'processes', 'serve-core.ts'), [folder, modelsDir], {
    execArgv: ['--no-warnings', '--expose-gc'],
  });
  const heard = listen(child);
  const { port, address } = await heard.next('open');
  const cookie = await signIn(port, address);
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  return {
    pid: child.pid ?? -1,
    enginePids: heard.enginePids,
    errors: heard.errors,
    openPage: async () => {
      const socket = await openSocket({ server: { port }, cookie });
      return { socket, client: clientOn(socket) };
    },
    memory: () => {
      child.send('memory');
      return heard.next('memory');
    },
    close: async () => {
      if (child.connected) child.send('close');
      const [code, signal] = await ended;
      for (const made of [folder, modelsDir]) rmSync(made, { recursive: true, force: true });
      return code === 0 ? null : (signal ?? `code ${code}`);
    },
  };
}

function listen(child: ChildProcess) {
  const enginePids: number[] = [];
  const errors: string[] = [];
  child.on('message', (message) => {
    const says = saysSchema.parse(message);
    if (says.kind === 'engine') enginePids.push(says.pid);
    if (says.kind === 'error') errors.push(says.text);
  });
  /** @throws when the process ends before it says so */
  const next = <Kind extends CoreSays['kind']>(kind: Kind): Promise<Extract<CoreSays, { kind: Kind }>> =>
    new Promise((resolve, reject) => {
      const hear = (message: unknown): void => {
        const says = saysSchema.parse(message);
        if (says.kind !== kind) return;
        stop();
        resolve(says as Extract<CoreSays, { kind: Kind }>);
      };
      const fail = (): void => {
        stop();
        reject(new Error(`the core ended before it told "${kind}"`));
      };
      const stop = (): void => void child.off('message', hear).off('exit', fail);
      child.on('message', hear).on('exit', fail);
    });
  return { enginePids, errors, next };
}

function clientOn(socket: WebSocket): CoreClient {
  // oRPC names the browser's type; the ws client has the same methods.
  const websocket = socket as unknown as globalThis.WebSocket;
  return createORPCClient<CoreClient>(
    new RPCLink({ websocket, customJsonSerializers: [...customJsonSerializers] }),
  );
}

/** The models that are there, each ready to be loaded as the suites do: a small context, one thread, no calibration. */
export async function findModels(client: CoreClient, contextTokens: number): Promise<Model[]> {
  await client.models.rescan({});
  const { models } = await client.models.list({});
  const loadSettings = { contextTokens, threads: 1, gpu: 'off' } as const;
  return Promise.all(models.map(({ id }) => client.models.configure({ modelId: id, loadSettings })));
}
