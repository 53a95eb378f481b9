/**
 * The core process under Electron, with main played by the test over the messages of shell-messages.ts.
 */
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { defaultSettings } from '#contract/settings.ts';
import { connectToMain, type ShellPort } from './process.ts';
import type { CoreToMainMessage, MainToCoreMessage } from './shell-messages.ts';

let dataDir = '';
const open: MessagePort[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
});
afterEach(() => {
  for (const port of open.splice(0)) port.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Electron's port gives `{ data }`, Node's gives the data itself. */
function electronPort(port: MessagePort): ShellPort {
  open.push(port);
  return {
    on: (event, listener) => port.on(event, (data: unknown) => listener({ data })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
  };
}

function startCore() {
  const told: CoreToMainMessage[] = [];
  const waiting: { kind: string; resolve: (message: CoreToMainMessage) => void }[] = [];
  const exited = Promise.withResolvers<number>();
  let listener: (event: { data: unknown; ports: ShellPort[] }) => void = () => undefined;
  connectToMain(
    {
      on: (_event, given) => (listener = given),
      postMessage: (data) => {
        const message = data as CoreToMainMessage; // what process.ts sends has this type
        told.push(message);
        for (const { kind, resolve } of waiting) if (kind === message.kind) resolve(message);
      },
    },
    exited.resolve,
  );
  return {
    exited: exited.promise,
    send: (message: MainToCoreMessage, ...ports: ShellPort[]): void => listener({ data: message, ports }),
    heard: (kind: CoreToMainMessage['kind']): Promise<CoreToMainMessage> => {
      const message = told.find((candidate) => candidate.kind === kind);
      return message ? Promise.resolve(message) : new Promise((resolve) => waiting.push({ kind, resolve }));
    },
    init: (): MainToCoreMessage => ({ kind: 'init', dataDir, modelDirs: [], version: '1.2.3' }),
  };
}

function connectPage(core: ReturnType<typeof startCore>): CoreClient {
  const channel = new MessageChannel();
  core.send({ kind: 'page' }, electronPort(channel.port1));
  open.push(channel.port2);
  channel.port2.start();
  return createORPCClient<CoreClient>(
    new RPCLink({ port: channel.port2, customJsonSerializers: [...customJsonSerializers] }),
  );
}

it('opens, serves a page that came before it was ready, asks for files, and closes', async () => {
  const core = startCore();
  const client = connectPage(core);
  const asking = client.app.status({});
  core.send(core.init());
  expect(await core.heard('ready')).toMatchObject({ startup: { interruptedReplies: 0 } });
  expect(await asking).toMatchObject({ version: '1.2.3', shell: 'electron', hasFileDialog: true });

  const choosing = client.models.choose({});
  const request = await core.heard('chooseFile');
  if (request.kind !== 'chooseFile') throw new Error('a file is asked for');
  core.send({ kind: 'fileChosen', requestId: request.requestId, path: null });
  expect(await choosing).toBeNull();

  core.send({ kind: 'fileDropped', requestId: 'drop', path: join(dataDir, 'none.gguf') });
  const answer = await core.heard('fileTicket');
  if (answer.kind !== 'fileTicket' || answer.ticket === null) throw new Error('a ticket is given');
  await expect(client.models.add({ ticket: answer.ticket })).rejects.toMatchObject({
    code: 'model.unreadable',
  });

  core.send({ kind: 'close' });
  await core.heard('closed');
  expect(await core.exited).toBe(0);
});

it('says why it could not open and ends, and the first one is asked to come to the front', async () => {
  const first = startCore();
  first.send(first.init());
  await first.heard('ready');
  const second = startCore();
  second.send(second.init());
  expect(await second.heard('failed')).toMatchObject({ error: { code: 'app.alreadyRunning' } });
  expect(await second.exited).toBe(1);
  await first.heard('focus');
  first.send({ kind: 'close' });
  await first.heard('closed');
});

it('serves the ways out of a damaged database, and ends to be started again once one is taken', async () => {
  const sound = startCore();
  sound.send(sound.init());
  await sound.heard('ready');
  sound.send({ kind: 'close' });
  await sound.exited;
  truncateSync(join(dataDir, 'prisme.db'), 0);

  const core = startCore();
  const channel = new MessageChannel();
  core.send({ kind: 'page' }, electronPort(channel.port1));
  open.push(channel.port2);
  channel.port2.start();
  const client = createORPCClient<CoreClient>(
    new RPCLink({ port: channel.port2, customJsonSerializers: [...customJsonSerializers] }),
  );
  core.send(core.init());
  await core.heard('ready');
  await expect(client.settings.get({})).rejects.toMatchObject({ code: 'database.damaged' });
  expect(await client.backups.salvage({})).toMatchObject({ messages: 0, isComplete: false });
  await core.heard('reopening');
  expect(await core.exited).toBe(0);

  const next = startCore();
  next.send(next.init());
  expect(await next.heard('ready')).toMatchObject({ startup: { setAside: { reason: 'replaced' } } });
  next.send({ kind: 'close' });
  await next.exited;
});

it('ends for a fresh start when everything is to be deleted, and the next one is empty', async () => {
  const first = startCore();
  const client = connectPage(first);
  first.send(first.init());
  await client.settings.update({ language: 'fr' });
  await client.privacy.deleteEverything({ isConfirmed: true });
  await first.heard('reopening');
  expect(await first.exited).toBe(0);
  const second = startCore();
  const again = connectPage(second);
  second.send(second.init());
  expect(await again.settings.get({})).toEqual(defaultSettings);
  second.send({ kind: 'close' });
  await second.heard('closed');
});

it('keeps what the window’s processes tried to reach on its list', async () => {
  const core = startCore();
  const client = connectPage(core);
  core.send(core.init());
  await core.heard('ready');
  const attempt = { atMs: 1, kind: 'request', host: 'page.invalid', port: null, wasRefused: true } as const;
  core.send({ kind: 'egress', report: { attempts: [attempt], listening: [] } });
  for await (const report of await client.privacy.watch({})) {
    expect(report.attempts.at(-1)).toEqual({ ...attempt, process: 'page' });
    break;
  }
  core.send({ kind: 'close' });
  await core.heard('closed');
});
