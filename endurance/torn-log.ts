/**
 * D3: a write-ahead log that was torn or damaged. What opens is the history up to some moment, without a gap.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerationBench, openBench } from '#core/generation/testing/generation-bench.ts';
import { damages } from './damaged-logs.ts';
import { FolderOpener, type Opened } from './folder-opener.ts';
import { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { patternIds, type Stock } from './told.ts';

const chatMessages = 24;
/** Variants of one chat. */
const variantsOfOneChat = 50;

/** How far the log has reached the database before it is damaged. */
type Checkpoint = 'none' | 'in the middle' | 'at the end';

/** A database and its log as a kill leaves them, and what was acknowledged. */
type Chat = {
  readonly checkpoint: Checkpoint;
  readonly database: Buffer;
  readonly log: Buffer;
  /** The tokens of the reply to each message, in the order in which they were sent. */
  readonly replies: readonly number[];
};

const messageText = (index: number): string => `Message ${index}. ${'é ☕ '.repeat(index % 50)}`;

async function makeChat(dataDir: string, random: Random): Promise<Chat> {
  const checkpoint = random.pick<Checkpoint>(['none', 'in the middle', 'at the end']);
  const bench = openBench(dataDir);
  bench.library.setContextTokens(1_000_000);
  const conversations = [bench.newConversation(), bench.newConversation(), bench.newConversation()];
  const replies: number[] = [];
  const checkpointAt = checkpoint === 'in the middle' ? random.int(chatMessages >> 1, chatMessages - 2) : -1;
  for (let index = 0; index < chatMessages; index++) {
    if (index === checkpointAt) bench.folder.database.pragma('wal_checkpoint(PASSIVE)');
    replies.push(await exchange(bench, random.pick(conversations), index, random));
  }
  if (checkpoint === 'at the end') bench.folder.database.pragma('wal_checkpoint(PASSIVE)');
  const database = readFileSync(join(dataDir, 'prisme.db'));
  const log = readFileSync(join(dataDir, 'prisme.db-wal'));
  await bench.close();
  return { checkpoint, database, log, replies };
}

async function exchange(
  bench: GenerationBench,
  conversationId: ReturnType<GenerationBench['newConversation']>,
  index: number,
  random: Random,
): Promise<number> {
  const { leafId } = bench.conversations.get(conversationId);
  const { replyId } = await bench.send(conversationId, messageText(index), leafId);
  const run = await bench.library.nextRun();
  const reading = bench.readAll(replyId);
  const tokens = random.int(1, 200);
  await run.tokens(patternIds(0, tokens));
  await run.end('tokenLimit');
  await reading;
  return tokens;
}

/** Null: it is the history up to some moment. */
function gap({ replies }: Chat, stock: Stock): string | null {
  const [unsound] = new Ledger().compare(stock).failures;
  if (unsound !== undefined) return unsound;
  const found = new Map(
    stock.messages.flatMap((message) => (message.role === 'user' ? [[message.text, message.id]] : [])),
  );
  const known = replies.map((_, index) => found.get(messageText(index)));
  const count = known.findIndex((id) => id === undefined);
  const sent = count === -1 ? replies.length : count;
  if (found.size !== sent)
    return `${found.size} messages are there, but only the first ${sent} without a gap`;
  for (let index = 0; index < sent; index++) {
    const answer = stock.messages.find(({ parentId }) => parentId === known[index]);
    const isLast = index === sent - 1;
    if (answer === undefined) return `message ${index} has no reply`;
    if (!isLast && answer.tokens !== replies[index])
      return `reply ${index} of ${sent} has ${answer.tokens} tokens instead of ${replies[index]}`;
  }
  return null;
}

/** What is wrong with how a damaged folder opened; null: nothing. */
function judge(chat: Chat, opened: Opened, dataDir: string, log: Buffer | null): string | null {
  if (opened.kind === 'crashed') return `the process that opened it crashed: ${opened.errors.slice(0, 300)}`;
  if (opened.kind === 'stock') return gap(chat, opened.stock);
  if (opened.code !== 'database.damaged') return `it was refused with ${opened.code}`;
  const isKept =
    readFileSync(join(dataDir, 'prisme.db')).equals(chat.database) &&
    (log === null || readFileSync(join(dataDir, 'prisme.db-wal')).equals(log));
  return isKept ? null : 'it was refused, and changed all the same';
}

class Tally {
  readonly failures: string[] = [];
  tried = 0;
  opened = 0;
  refused = 0;
}

async function tryVariants(
  chat: Chat,
  opener: FolderOpener,
  trial: { times: number; random: Random },
  tally: Tally,
) {
  for (let variant = 0; variant < trial.times; variant++) {
    const random = trial.random.fork(variant);
    const name = random.pick(Object.keys(damages));
    const dataDir = mkdtempSync(join(tmpdir(), 'prisme-torn-log-'));
    const log = damages[name]?.(Buffer.from(chat.log), random) ?? null;
    writeFileSync(join(dataDir, 'prisme.db'), chat.database);
    if (log !== null) writeFileSync(join(dataDir, 'prisme.db-wal'), log);
    // The index of the log that the killed process left: another one is made of the log, or it is never looked at.
    if (random.int(0, 2) === 0) writeFileSync(join(dataDir, 'prisme.db-shm'), random.bytes(32_768));
    const opened = await opener.open(dataDir);
    const failure = judge(chat, opened, dataDir, log);
    if (failure !== null)
      tally.failures.push(`checkpoint ${chat.checkpoint}, log: ${name}, seed ${random.seed}: ${failure}`);
    tally.tried += 1;
    if (opened.kind === 'stock') tally.opened += 1;
    else tally.refused += 1;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const tally = new Tally();
  const opener = new FolderOpener();
  for (let chat = 0; tally.tried < times; chat++) {
    const own = random.fork(chat);
    const made = await makeChat(mkdtempSync(join(tmpdir(), 'prisme-torn-log-')), own);
    await tryVariants(
      made,
      opener,
      { times: Math.min(variantsOfOneChat, times - tally.tried), random: own },
      tally,
    );
  }
  await opener.close();
  const { failures, tried, opened, refused } = tally;
  return {
    tried,
    failures,
    figures: {
      'opened at an earlier moment': String(opened),
      'refused as damaged, and left as it was': String(refused),
    },
  };
}

export const tornLog: Suite = {
  id: 'D3',
  promise:
    'a write-ahead log that is cut, damaged or gone never crashes a start: what opens is the history up to some moment, without a gap',
  needs: 'nothing',
  times: { short: 100, long: 2_000 },
  run,
};
