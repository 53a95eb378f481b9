/**
 * A page of the web shell whose core is exchanged under it, as when everything is deleted.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { defaultSettings } from '#contract/settings.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { type WebServer, startWebServer } from './web-server.ts';
import { coreOptions } from '#core/testing/core-options.ts';
let dataDir: string;
let core: Core;
let server: WebServer;
let cookie: string;
let startedAfresh: () => void = () => undefined;

function open(): Promise<Core> {
  return createCore({
    ...coreOptions(dataDir),
    onReplaced: () => startedAfresh(),
  });
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'prisme-web-'));
  core = await open();
  server = await startWebServer({ core, files: new Map(), dataDir, ports: [0] });
  const answer = await fetch(server.newAddress(), { redirect: 'manual' });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterEach(async () => {
  await server.close();
  await core.close();
  await rm(dataDir, { recursive: true, force: true });
});

function socket(): WebSocket {
  const origin = `http://127.0.0.1:${server.port}`;
  return new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers: { Cookie: cookie, Origin: origin } });
}

async function connect(): Promise<{ page: WebSocket; client: CoreClient }> {
  const page = socket();
  await once(page, 'open');
  // oRPC names the browser's type; the ws client has the same methods.
  const websocket = page as unknown as globalThis.WebSocket;
  const link = new RPCLink({
    websocket,
    customJsonSerializers: [...customJsonSerializers],
  });
  return { page, client: createORPCClient<CoreClient>(link) };
}

it('a page hears that everything is to be deleted, is cut off, and finds an empty Prisme with the same cookie', async () => {
  const asked = Promise.withResolvers<void>();
  startedAfresh = asked.resolve;
  const first = await connect();
  await first.client.settings.update({ language: 'fr' });
  expect(await first.client.privacy.deleteEverything({ isConfirmed: true })).toEqual({});
  await asked.promise;

  const cutOff = once(first.page, 'close');
  server.serve(null);
  expect((await cutOff)[0]).toBe(1012);
  const between = socket();
  between.on('error', () => undefined);
  const [, response] = (await once(between, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(503);
  between.terminate();

  await core.close();
  core = await open();
  server.serve(core);
  const second = await connect();
  expect(await second.client.settings.get({})).toEqual(defaultSettings);
});

it('the list of listening sockets is the one port on 127.0.0.1', async () => {
  const { client } = await connect();
  for await (const { listening } of await client.privacy.watch({})) {
    expect(listening).toEqual([{ protocol: 'tcp', address: '127.0.0.1', port: server.port }]);
    break;
  }
});
