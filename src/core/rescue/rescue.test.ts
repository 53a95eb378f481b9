/**
 * A data folder whose database is damaged, as a page sees it: what is said, and that each way on leads to an open app.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyDataFolder } from '../backups/data-tools.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { openDatabase, openReadOnly } from '../db/open.ts';
import { createMessageCheck } from '../db/message-check.ts';
import { newestVersion } from '../db/migrate.ts';
import { verifyDatabase } from '../db/verify.ts';
import { makeTemporaryFolder, openBench } from '../generation/testing/generation-bench.ts';
import type { ServedCore } from './create-rescue-core.ts';
import type { CoreOptions } from '../create-core.ts';
import { openServedCore } from './serve-core.ts';
import { coreOptions } from '../testing/core-options.ts';

let dataDir = '';
let core: ServedCore | null = null;
let replacements = 0;
const path = (...names: string[]): string => join(dataDir, ...names);

beforeEach(() => {
  dataDir = makeTemporaryFolder();
  replacements = 0;
});
afterEach(async () => {
  await core?.close();
  core = null;
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(options: Pick<CoreOptions, 'checkFirstUpToBytes'> = {}) {
  await core?.close();
  core = await openServedCore({
    ...coreOptions(dataDir),
    ...options,
    onReplaced: () => replacements++,
  });
  return createRouterClient(core.router);
}

type Chat = { readonly conversationId: ConversationId; readonly replyId: MessageId };

/** Chats of one exchange each, with traces, of the length that is given. */
async function writeChats(count: number, replyText: string): Promise<Chat[]> {
  const bench = openBench(dataDir);
  const chats: Chat[] = [];
  for (let number = 0; number < count; number++) {
    const conversationId = bench.newConversation();
    const { replyId } = await bench.send(conversationId, `Question ${number}`);
    const run = await bench.library.nextRun();
    const reading = bench.readAll(replyId);
    await run.write(replyText);
    await run.end('endToken');
    await reading;
    chats.push({ conversationId, replyId });
  }
  await bench.generation.close();
  bench.folder.close();
  return chats;
}

function damagePages(table: string, count: number): void {
  const database = openDatabase(path('prisme.db'));
  const size = Number(database.pragma('page_size', { simple: true }));
  const root = database
    .prepare<[string], { rootpage: number }>('SELECT rootpage FROM sqlite_master WHERE name = ?')
    .get(table);
  database.close();
  const bytes = readFileSync(path('prisme.db'));
  // The pages behind the root hold rows of several tables.
  const first = (root?.rootpage ?? 0) * size;
  bytes.fill(0xa5, first, first + count * size);
  writeFileSync(path('prisme.db'), bytes);
}

describe('a damaged database', () => {
  it('is said to be damaged by every request, and left as it is', async () => {
    await writeChats(1, 'Light is split.');
    truncateSync(path('prisme.db'), 8192);
    const before = readFileSync(path('prisme.db'));
    const client = await open();
    await expect(client.settings.get({})).rejects.toMatchObject({ code: 'database.damaged' });
    await expect(client.conversations.list({})).rejects.toMatchObject({ code: 'database.damaged' });
    await expect(client.app.notices({})).rejects.toMatchObject({ code: 'database.damaged' });
    expect(await client.backups.list({})).toEqual([]);
    expect(readFileSync(path('prisme.db')).equals(before)).toBe(true);
  });

  it('gives its place to a backup, and the app opens with what that holds', async () => {
    const [chat] = await writeChats(1, 'Light is split.');
    const first = await open();
    await first.backups.create({});
    await core?.close();
    truncateSync(path('prisme.db'), 0);
    const client = await open();
    const [backup] = await client.backups.list({});
    if (backup === undefined || chat === undefined) throw new Error('a backup was made');
    await client.backups.restore({ name: backup.name });
    expect(replacements).toBe(1);
    const again = await open();
    const conversation = await again.conversations.get({ conversationId: chat.conversationId });
    expect(conversation.messages.map(({ text }) => text)).toEqual(['Question 0', 'Light is split.']);
    expect((await again.app.status({})).startup.setAside?.reason).toBe('replaced');
  });

  it('is replaced by everything that can be read of it, and nothing of that is broken', async () => {
    const chats = await writeChats(30, 'Light is split into its colours. '.repeat(12));
    damagePages('trace_chunks', 3);
    const damaged = readFileSync(path('prisme.db'));
    const client = await open();
    const report = await client.backups.salvage({});
    expect(report).toMatchObject({ messages: 60, conversations: 30, isComplete: false });
    const again = await open();
    for (const { conversationId } of chats) {
      const { messages } = await again.conversations.get({ conversationId });
      expect(messages).toHaveLength(2);
    }
    const [folder = ''] = readdirSync(path('set-aside'));
    expect(readFileSync(path('set-aside', folder, 'prisme.db')).equals(damaged)).toBe(true);
    await core?.close();
    expect(verifyDatabase(path('prisme.db'), path('scratch'))).toEqual([]);
  });

  it('keeps messages whose conversation, parent or place in the tree was lost, and ends no circle in a loop', async () => {
    const chats = await writeChats(4, 'Light is split.');
    const database = openDatabase(path('prisme.db'));
    database.pragma('foreign_keys = OFF');
    const [first, second, third, fourth] = chats;
    const run = (sql: string, ...values: unknown[]): void => void database.prepare(sql).run(...values);
    run('DELETE FROM conversations WHERE id = ?', first?.conversationId);
    run("DELETE FROM messages WHERE conversation_id = ? AND role = 'user'", second?.conversationId);
    run(
      "UPDATE messages SET parent_id = ? WHERE conversation_id = ? AND role = 'user'",
      third?.replyId,
      third?.conversationId,
    );
    run("UPDATE conversations SET id = 'not an id at all' WHERE id = ?", fourth?.conversationId);
    database.close();
    const client = await open();
    await client.backups.salvage({});
    const again = await open();
    const heads = await again.conversations.list({});
    // One more than before: the one without an id has lost its messages to a conversation that is named after them.
    expect(heads).toHaveLength(5);
    const texts: string[] = [];
    for (const { id } of heads) {
      const { messages } = await again.conversations.get({ conversationId: id });
      texts.push(...messages.map(({ text }) => text));
    }
    expect(texts.toSorted()).toEqual([
      ...['Light is split.', 'Light is split.', 'Light is split.', 'Light is split.'],
      ...['Question 0', 'Question 2', 'Question 3'],
    ]);
    await core?.close();
    const saved = openReadOnly(path('prisme.db'));
    const check = createMessageCheck(saved);
    while (!check.runFor(100));
    expect(check.damagedIds).toEqual([]);
    saved.close();
  });

  it('of which nothing can be read is replaced by an empty one only when that is asked for', async () => {
    writeFileSync(path('prisme.db'), 'something else entirely, of some length'.repeat(200));
    const client = await open();
    expect(await client.backups.salvage({})).toEqual({
      conversations: 0,
      messages: 0,
      traces: 0,
      isComplete: false,
    });
    const again = await open();
    expect(await again.conversations.list({})).toEqual([]);
    await expect(again.backups.salvage({})).rejects.toMatchObject({ code: 'app.invalidInput' });
  });
});

it('a number in a trace that changed after a crash is refused, not shown', async () => {
  const [chat] = await writeChats(1, 'Light is split.');
  const bytes = readFileSync(path('prisme.db'));
  const steps = bytes.indexOf('PTRC');
  // The first step's logit.
  const at = steps + 12 + 4 + 12 + 6;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path('prisme.db'), bytes);
  rmSync(path('prisme.db.seal'));
  const client = await open();
  if (chat === undefined) throw new Error('a chat was written');
  const range = { messageId: chat.replyId, fromToken: 0, toToken: 100 };
  await expect(client.traces.chunks(range)).rejects.toMatchObject({ code: 'database.damaged' });
});

it.each([
  ['a model’s id', "UPDATE messages SET model_id = 'no id' WHERE role = 'assistant'"],
  ['a time', 'UPDATE messages SET created_at_ms = -9000000000000000'],
  ['a seed', "UPDATE messages SET seed = -1 WHERE role = 'assistant'"],
  ['how a reply ended', "UPDATE messages SET finish_reason = 'endTokem' WHERE role = 'assistant'"],
  ['settings', "UPDATE messages SET settings_json = '{' WHERE role = 'assistant'"],
])('%s that was damaged is said to be damaged by the request that reads it', async (_name, sql) => {
  const [chat] = await writeChats(1, 'Light is split.');
  const database = openDatabase(path('prisme.db'));
  database.exec(sql);
  database.close();
  const client = await open();
  if (chat === undefined) throw new Error('a chat was written');
  await expect(client.conversations.get({ conversationId: chat.conversationId })).rejects.toMatchObject({
    code: 'database.damaged',
  });
});

it.each(['CREATE TABLE traces (\n    message_id', 'CREATE TABLE conversations (\n    id'])(
  'a damaged description of a table (%j) leads to the ways out, and verify says so',
  async (text) => {
    await writeChats(1, 'Light is split.');
    const bytes = readFileSync(path('prisme.db'));
    const at = bytes.indexOf(text) + text.length - 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path('prisme.db'), bytes);
    rmSync(path('prisme.db.seal'));
    expect(verifyDataFolder({ dataDir, now: Date.now, newId: randomUUID }).length).toBeGreaterThan(0);
    const client = await open();
    await expect(client.settings.get({})).rejects.toMatchObject({ code: 'database.damaged' });
  },
);

describe('a database that is checked after it was opened', () => {
  const large = { checkFirstUpToBytes: 0 };

  /** The first report of a check that says something, as a page hears it. */
  async function nextReport(client: Awaited<ReturnType<typeof open>>) {
    const notices = await client.app.notices({});
    const { startup } = await client.app.status({});
    if (startup.isDamaged || startup.damagedMessages > 0) return startup;
    for await (const notice of notices) if (notice.kind === 'startupChanged') return notice.startup;
    throw new Error('the notices ended');
  }

  it('and is damaged says so while it is open, and leads to the ways out when it is asked to', async () => {
    const [chat] = await writeChats(1, 'Light is split.');
    damagePages('trace_chunks', 1);
    const before = readFileSync(path('prisme.db'));
    const client = await open(large);
    expect(await nextReport(client)).toMatchObject({ isDamaged: true });
    expect((await client.app.status({})).startup.isDamaged).toBe(true);
    await client.conversations.update({ conversationId: chat?.conversationId ?? '', title: 'Since then' });
    expect(replacements).toBe(0);
    await client.backups.openRescue({});
    expect(replacements).toBe(1);
    const next = await open(large);
    await expect(next.app.status({})).rejects.toMatchObject({ code: 'database.damaged' });
    expect(readFileSync(path('prisme.db')).equals(before)).toBe(true);
    expect(await next.backups.salvage({})).toMatchObject({ conversations: 1, messages: 2 });
    const last = await open(large);
    expect((await last.conversations.list({})).map(({ title }) => title)).toEqual(['Since then']);
  });

  it('and is sound does not lead to the ways out of a damaged one', async () => {
    const client = await open(large);
    await expect(client.backups.openRescue({})).rejects.toMatchObject({ code: 'app.invalidInput' });
    expect(replacements).toBe(0);
  });

  it('tells the open page of a text that does not match its hash', async () => {
    await writeChats(1, 'Light is split.');
    const bytes = readFileSync(path('prisme.db'));
    const at = bytes.indexOf('Question 0');
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path('prisme.db'), bytes);
    rmSync(path('prisme.db.seal'));
    expect(await nextReport(await open(large))).toMatchObject({ damagedMessages: 1, isDamaged: false });
  });
});

describe('a database of a newer Prisme', () => {
  async function makeNewer(sql = ''): Promise<Chat> {
    const [chat] = await writeChats(1, 'Light is split.');
    const database = openDatabase(path('prisme.db'));
    if (sql !== '') database.exec(sql);
    database.pragma(`user_version = ${newestVersion() + 10}`);
    database.close();
    if (chat === undefined) throw new Error('a chat was written');
    return chat;
  }

  it('can be read, refuses whatever writes, and stays as it is', async () => {
    const { conversationId, replyId } = await makeNewer('ALTER TABLE conversations ADD COLUMN colour TEXT');
    const before = readdirSync(dataDir).toSorted();
    const bytes = readFileSync(path('prisme.db'));
    const client = await open();
    expect((await client.app.status({})).startup.isReadOnly).toBe(true);
    const { messages } = await client.conversations.get({ conversationId });
    expect(messages.map(({ text }) => text)).toEqual(['Question 0', 'Light is split.']);
    expect((await client.traces.header({ messageId: replyId })).replyTokens).toBeGreaterThan(10);
    const refused = { code: 'database.newerVersion', data: { version: newestVersion() + 10 } };
    await expect(client.conversations.create({})).rejects.toMatchObject(refused);
    await expect(client.settings.update({ theme: 'dark' })).rejects.toMatchObject(refused);
    await expect(client.backups.create({})).rejects.toMatchObject(refused);
    await expect(
      client.generation.send({ conversationId, parentId: null, text: 'x', overflow: 'refuse' }),
    ).rejects.toMatchObject(refused);
    await core?.close();
    expect(readFileSync(path('prisme.db')).equals(bytes)).toBe(true);
    expect(readdirSync(dataDir).toSorted()).toEqual(before);
  });

  it('whose tables are not known any more is said to be newer by every request', async () => {
    await makeNewer('ALTER TABLE conversations RENAME TO talks');
    const client = await open();
    await expect(client.settings.get({})).rejects.toMatchObject({ code: 'database.newerVersion' });
    expect(await client.backups.list({})).toEqual([]);
  });
});
