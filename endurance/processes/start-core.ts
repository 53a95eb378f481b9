/**
 * A process for the suites: starts a core on a data folder as a shell does, asks for what a page shows first, and tells
 * how long that took. Arguments: the data folder, the largest database that is checked before it is opened, and a
 * StartedMode. Has no page and no engine.
 */
import { createRouterClient } from '@orpc/server';
import type { ConversationId } from '#contract/ids.ts';
import { PrismeError } from '#contract/errors.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { coreOptions } from '#core/testing/core-options.ts';
import type { Started, StartedMode } from '../started.ts';

const [dataDir = '', checkFirstUpToBytes = '', mode = 'stay'] = process.argv.slice(2);
const startedAtMs = performance.now();
const since = (fromMs: number): number => performance.now() - fromMs;
const tell = (told: Started): void => void process.send?.(told);

/** What the log says of the check is what a person can see of it too. */
const checked = Promise.withResolvers<{ readonly isSound: boolean; readonly atMs: number }>();
const log = {
  info: (_fields: object, message: string): void => {
    if (message === 'the database was checked') checked.resolve({ isSound: true, atMs: performance.now() });
  },
  warn: (): void => undefined,
  error: (): void => checked.resolve({ isSound: false, atMs: performance.now() }),
};

/** Writes one thing after the other until `work` is done. @returns the longest that one of them took */
async function writeDuring(
  client: Client,
  conversationId: ConversationId,
  work: Promise<unknown>,
): Promise<{ readonly longestWriteMs: number; readonly writes: number }> {
  let isDone = false;
  const end = (): void => void (isDone = true);
  void work.then(end, end);
  let [longestWriteMs, writes] = [0, 0];
  while (!isDone) {
    const beganAtMs = performance.now();
    await client.conversations.update({ conversationId, draft: `draft ${writes++}` });
    longestWriteMs = Math.max(longestWriteMs, since(beganAtMs));
    // What else the core does has its turn.
    await new Promise(setImmediate);
  }
  return { longestWriteMs, writes };
}

type Client = ReturnType<typeof connect>;
function connect(core: Core) {
  return createRouterClient(core.router);
}

async function askAsPage(client: Client): Promise<{ conversationId: ConversationId; conversations: number }> {
  await Promise.all([client.app.status({}), client.settings.get({}), client.models.list({})]);
  const list = await client.conversations.list({});
  const [first] = list;
  if (first === undefined) throw new Error('there are no conversations');
  await client.conversations.get({ conversationId: first.id });
  return { conversationId: first.id, conversations: list.length };
}

async function waitAndBackUp(client: Client, conversationId: ConversationId): Promise<void> {
  const { longestWriteMs } = await writeDuring(client, conversationId, checked.promise);
  const { isSound, atMs } = await checked.promise;
  tell({ kind: 'checked', checkedMs: atMs - startedAtMs, isSound, longestWriteMs });
  const beganAtMs = performance.now();
  const backup = client.backups.create({});
  const waited = await writeDuring(client, conversationId, backup);
  await backup;
  tell({ kind: 'backedUp', backupMs: since(beganAtMs), ...waited });
}

async function start(): Promise<void> {
  const core = await createCore({
    ...coreOptions(dataDir),
    checkFirstUpToBytes: Number(checkFirstUpToBytes),
    log,
  });
  const client = connect(core);
  const { conversationId, conversations } = await askAsPage(client);
  const openMs = since(startedAtMs);
  const askedAtMs = performance.now();
  await client.conversations.list({});
  tell({ kind: 'answered', openMs, listMs: since(askedAtMs), conversations });
  const wanted = mode as StartedMode;
  if (wanted === 'stay') return;
  if (wanted === 'all') await waitAndBackUp(client, conversationId);
  const closedAtMs = performance.now();
  await core.close();
  tell({ kind: 'closed', closeMs: since(closedAtMs) });
}

process.on('disconnect', () => process.exit(0));
start().catch((cause: unknown) =>
  tell({ kind: 'refused', code: cause instanceof PrismeError ? cause.code : String(cause) }),
);
