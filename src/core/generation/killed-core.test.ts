/**
 * A core that is killed with SIGKILL while it writes a reply: what the next start finds.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { messageIdSchema } from '#contract/ids.ts';
import { openDataFolder } from '../db/open-data-folder.ts';
import { createStore } from '../db/store.ts';
import { repairReplies } from './repair.ts';
import { makeTemporaryFolder } from './testing/generation-bench.ts';

const script = join(import.meta.dirname, 'testing', 'write-until-killed.ts');
/** What may be lost: tokens younger than this at the moment of the kill. */
const atRiskMs = 250;

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), replyId: messageIdSchema, userMessageId: messageIdSchema }),
  z.object({ kind: z.literal('shown'), toToken: z.int(), atMs: z.number() }),
]);
type Message = z.infer<typeof messageSchema>;
type Kind = 'reply' | 'branch';

/** Runs a core, kills it when it has shown `killAtToken` tokens, and returns everything that it told. */
async function runAndKill(dataDir: string, killAtToken: number, kind: Kind): Promise<Message[]> {
  const child = fork(script, [dataDir, kind], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told: Message[] = [];
  child.on('message', (data) => {
    const message = messageSchema.parse(data);
    told.push(message);
    if (message.kind === 'shown' && message.toToken >= killAtToken) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
  return told;
}

it.each<[number, Kind]>([
  [1, 'reply'],
  [40, 'reply'],
  [90, 'reply'],
  [170, 'reply'],
  [260, 'reply'],
  [30, 'branch'],
  [120, 'branch'],
])(
  'finds the message and every token but the youngest after a kill at token %i of a %s, and goes on working',
  async (killAtToken, kind) => {
    const dataDir = makeTemporaryFolder();
    const told = await runAndKill(dataDir, killAtToken, kind);
    const sent = told.find((message) => message.kind === 'sent');
    const shown = told.filter((message) => message.kind === 'shown');
    const killedAtMs = shown.at(-1)?.atMs ?? 0;
    const mustBeThere = shown.findLast((message) => message.atMs <= killedAtMs - atRiskMs)?.toToken ?? 0;
    if (sent === undefined) throw new Error('the message was sent');

    const folder = openDataFolder({ dataDir, now: Date.now });
    const store = createStore(folder.database);
    expect(repairReplies(store)).toBe(1);
    expect(store.messages.find(sent.userMessageId)?.text).toBe('Write on.');
    const reply = store.messages.find(sent.replyId);
    const stored = store.traces.tokenCount(sent.replyId);
    expect(stored).toBeGreaterThanOrEqual(mustBeThere);
    expect(reply).toMatchObject({
      state: 'complete',
      end: { reason: 'interrupted', error: { code: 'engine.exited', details: { by: 'core' } } },
    });
    expect(reply?.text).toBe(
      Array.from({ length: stored }, (_, index) => String.fromCharCode(97 + (index % 26))).join(''),
    );
    if (kind === 'branch') {
      expect(stored).toBeGreaterThanOrEqual(30);
      expect(reply?.fork).toMatchObject({ position: 30, logprob: stored > 30 ? -0.5 : null });
    }
    expect(folder.database.pragma('integrity_check', { simple: true })).toBe('ok');
    folder.close();
    rmSync(dataDir, { recursive: true, force: true });
  },
);
