/**
 * The core as a page sees it: through the contract, over a message port.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CoreClient } from '#contract/contract.ts';
import { fileTicketSchema, messageIdSchema, modelIdSchema } from '#contract/ids.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { type Core, createCore } from './create-core.ts';
import { createPortServer } from './serve-port.ts';
import { coreOptions } from './testing/core-options.ts';

let dataDir = '';
let core: Core;
let client: CoreClient;
const channels: MessageChannel[] = [];
const logged: { fields: object; message: string }[] = [];

function open(): Promise<Core> {
  const write = (fields: object, message: string): void => void logged.push({ fields, message });
  return createCore({
    ...coreOptions(dataDir),
    shell: 'cli',
    log: { info: write, warn: write, error: write },
  });
}

function connect(): CoreClient {
  const channel = new MessageChannel();
  channels.push(channel);
  createPortServer(core.router)(channel.port1);
  channel.port1.start();
  channel.port2.start();
  return createORPCClient<CoreClient>(
    new RPCLink({ port: channel.port2, customJsonSerializers: [...customJsonSerializers] }),
  );
}

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  logged.length = 0;
  core = await open();
  client = connect();
});
afterEach(async () => {
  for (const channel of channels.splice(0)) channel.port2.close();
  await core.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function errorOf(work: Promise<unknown>): Promise<{ code: string; data: unknown }> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof ORPCError) return { code: cause.code, data: cause.data };
    throw cause;
  }
  throw new Error('nothing was thrown');
}

describe('conversations', () => {
  it('are created, renamed, pinned, listed in order, binned and taken out again', async () => {
    const first = await client.conversations.create({});
    const second = await client.conversations.create({ systemPrompt: 'Be brief.' });
    const { id: conversationId } = first;
    await client.conversations.update({
      conversationId,
      title: 'Light',
      isPinned: true,
      draft: 'half a thought',
    });
    expect((await client.conversations.list({})).map(({ id, title }) => [id, title])).toEqual([
      [conversationId, 'Light'],
      [second.id, ''],
    ]);
    await client.conversations.delete({ conversationId });
    expect((await client.conversations.list({})).map(({ id }) => id)).toEqual([second.id]);
    expect(await errorOf(client.conversations.get({ conversationId }))).toEqual({
      code: 'conversation.notFound',
      data: {},
    });
    await client.conversations.restore({ conversationId });
    expect(await client.conversations.get({ conversationId })).toMatchObject({
      title: 'Light',
      draft: 'half a thought',
      isPinned: true,
    });
  });

  it('are still there after the core was closed and opened again', async () => {
    const { id: conversationId } = await client.conversations.create({ systemPrompt: 'Be brief.' });
    await core.close();
    core = await open();
    expect(await connect().conversations.get({ conversationId })).toMatchObject({
      systemPrompt: 'Be brief.',
    });
  });
});

describe('errors', () => {
  it('name the field of a rejected input and change nothing', async () => {
    const { id: conversationId } = await client.conversations.create({});
    const tooLong = client.conversations.update({ conversationId, title: 'x'.repeat(201) });
    expect(await errorOf(tooLong)).toEqual({ code: 'app.invalidInput', data: { field: 'title' } });
    expect(await client.conversations.get({ conversationId })).toMatchObject({ title: '' });
  });

  it('carry the code and details of the catalogue', async () => {
    const ticket = fileTicketSchema.parse(randomUUID());
    expect(await errorOf(client.models.add({ ticket }))).toEqual({ code: 'file.expired', data: {} });
    const messageId = messageIdSchema.parse(randomUUID());
    expect(await errorOf(client.traces.header({ messageId }))).toEqual({ code: 'trace.notFound', data: {} });
    expect(await errorOf(client.models.load({ modelId: modelIdSchema.parse('0'.repeat(64)) }))).toEqual({
      code: 'model.notFound',
      data: {},
    });
    const { id: conversationId } = await client.conversations.create({ modelId: null });
    const send = client.generation.send({
      conversationId,
      parentId: null,
      text: 'secret words',
      overflow: 'refuse',
    });
    expect(await errorOf(send)).toEqual({ code: 'model.noneChosen', data: {} });
  });

  it('of streams carry them too', async () => {
    const attaching = client.generation.attach({
      replyId: messageIdSchema.parse(randomUUID()),
      fromToken: 0,
    });
    expect(await errorOf(attaching)).toEqual({ code: 'generation.notFound', data: {} });
  });

  it('never put a message’s text into the log', async () => {
    const { id: conversationId } = await client.conversations.create({ modelId: null });
    await errorOf(
      client.generation.send({ conversationId, parentId: null, text: 'secret words', overflow: 'refuse' }),
    );
    expect(JSON.stringify(logged)).not.toContain('secret words');
  });
});

describe('notices', () => {
  it('reach every page, until it leaves', async () => {
    const other = connect();
    const leaving = new AbortController();
    const mine = await client.app.notices({}, { signal: leaving.signal });
    const theirs = await other.app.notices({});
    await client.settings.update({ theme: 'dark' });
    const expected = { value: { kind: 'settingsChanged', settings: { theme: 'dark' } }, done: false };
    expect(await mine.next()).toMatchObject(expected);
    expect(await theirs.next()).toMatchObject(expected);
    leaving.abort();
    await expect(mine.next()).rejects.toThrow();
    await client.settings.update({ theme: 'light' });
    expect(await theirs.next()).toMatchObject({ value: { settings: { theme: 'light' } } });
  });

  it('end when the core closes', async () => {
    const notices = await client.app.notices({});
    const rest = (async () => {
      for await (const notice of notices) if (notice.kind === 'settingsChanged') return 'a notice';
      return 'the end';
    })();
    await core.close();
    expect(await rest).toBe('the end');
  });
});

describe('settings', () => {
  it('keep what was changed and leave the rest', async () => {
    await client.settings.update({ language: 'fr', inspectorWidthPx: 420 });
    await client.settings.update({ heatMap: 'surprisal' });
    await core.close();
    core = await open();
    expect(await connect().settings.get({})).toMatchObject({
      language: 'fr',
      inspectorWidthPx: 420,
      heatMap: 'surprisal',
      theme: 'system',
    });
  });

  it('fall back to the default where a stored value no longer fits', async () => {
    await client.settings.update({ language: 'fr', theme: 'dark' });
    await core.close();
    const { openDatabase } = await import('./db/open.ts');
    const database = openDatabase(join(dataDir, 'prisme.db'));
    database.exec(`UPDATE settings SET value_json = '"mauve"' WHERE key = 'theme'`);
    database.close();
    core = await open();
    expect(await connect().settings.get({})).toMatchObject({ language: 'fr', theme: 'system' });
  });
});

describe('the app', () => {
  it('says what it is and that there is nothing to repair', async () => {
    expect(await client.app.status({})).toMatchObject({
      version: '0.0.0',
      shell: 'cli',
      hasFileDialog: false,
      startup: {
        interruptedReplies: 0,
        backupFileName: null,
        setAside: null,
        isReadOnly: false,
        damagedMessages: 0,
        isDamaged: false,
      },
    });
  });

  it('refuses a second core on the same data folder', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'app.alreadyRunning' });
  });
});
