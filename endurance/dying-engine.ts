/**
 * E1: an engine that dies in mid-reply, by a signal or by an exit of its own, at random moments.
 */
import { type CoreWithEngines, endless, openCoreWithTinyModel, type ReadReply } from './core-with-engines.ts';
import type { ConversationId, ModelId } from '#contract/ids.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const contextTokens = 1_024;
/** SIGUSR2: an exit with a code, see processes/disturbed-engine.ts. */
const deaths = ['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGTERM', 'SIGUSR2'] as const;
type Death = (typeof deaths)[number];

type Bench = CoreWithEngines & { readonly modelId: ModelId };

/** A reply whose engine is killed once `tokens` of it have been shown, and how much that was. */
async function killInReply(
  core: Bench,
  death: Death,
  tokens: number,
): Promise<ReadReply & { readonly conversationId: ConversationId; readonly shownText: string }> {
  const conversationId = await core.newConversation(core.modelId, endless);
  const replyId = await core.send(conversationId, 'the shore');
  let shownText: string | null = null;
  const reply = await core.read(replyId, (shown) => {
    if (shown.ids.length < tokens || shownText !== null) return;
    shownText = shown.text;
    process.kill(core.engine().process.pid ?? -1, death);
  });
  return { ...reply, conversationId, shownText: shownText ?? '' };
}

type KilledReply = Awaited<ReturnType<typeof killInReply>>;

/** What must hold after a death; one sentence for each thing that does not. */
function checkEnd(death: Death, { end, text, endText, shownText }: KilledReply): string[] {
  const wrong: string[] = [];
  const code = end.error?.code ?? 'none';
  if (end.reason !== 'interrupted' || code !== 'engine.exited')
    wrong.push(`it ended with ${end.reason}, ${code}`);
  const [detail, expected] = death === 'SIGUSR2' ? (['code', 3] as const) : (['signal', death] as const);
  const told = end.error?.details[detail];
  if (told !== expected) wrong.push(`the death was told as ${String(told)}`);
  if (text !== endText || !endText.startsWith(shownText)) wrong.push('the text is not what was shown');
  return wrong;
}

/** The same, for what is on disk. */
async function checkStored(core: Bench, { conversationId, ids, endText }: KilledReply): Promise<string[]> {
  const { messages } = await core.client.conversations.get({ conversationId });
  const stored = messages.at(-1);
  if (stored === undefined) return ['nothing is stored'];
  const again = await core.read(stored.id);
  return [
    ...(stored.text === endText ? [] : ['the stored text is not what was shown']),
    ...(again.ids.join() === ids.join() ? [] : ['the stored tokens are not those that were shown']),
  ];
}

/** The next prompt: its reply, written by a new engine. */
async function sendNext(core: Bench): Promise<string[]> {
  const settings = { ...endless, maxTokens: 3 };
  const conversationId = await core.newConversation(core.modelId, settings);
  const { end, ids } = await core.read(await core.send(conversationId, 'the next'));
  return end.reason === 'tokenLimit' && ids.length === 3
    ? []
    : [`the next reply ended with ${end.reason}, ${end.error?.code ?? 'no error'}`];
}

/** Three deaths within a minute, which the clock of the core sees. */
async function checkQuarantine(core: Bench): Promise<string[]> {
  core.skipMinutes(2);
  for (let death = 0; death < 3; death++) await killInReply(core, 'SIGKILL', 1);
  const conversationId = await core.newConversation(core.modelId, endless);
  const refused = await core.send(conversationId, 'x').then(
    async (replyId) => (await core.read(replyId)).end.error?.code,
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );
  await core.client.models.release({ modelId: core.modelId });
  const after = await sendNext(core);
  return [
    ...(refused === 'model.quarantined' ? [] : [`after three deaths in a minute: ${String(refused)}`]),
    ...after.map((failure) => `after the release: ${failure}`),
  ];
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const core = await openCoreWithTinyModel(contextTokens);
  const failures: string[] = [];
  const witness = await core.newConversation(core.modelId, { ...endless, maxTokens: 5 });
  await core.read(await core.send(witness, 'untouched'));
  const before = JSON.stringify(await core.client.conversations.get({ conversationId: witness }));
  const coreBytes = process.memoryUsage.rss();
  let slowestMs = 0;
  for (let index = 0; index < times; index++) {
    // Deaths that lie further apart than a minute are no reason to give up on a model.
    core.skipMinutes(2);
    const own: Random = random.fork(index);
    const death = deaths[index % deaths.length] ?? 'SIGKILL';
    const tokens = own.int(1, 300);
    const reply = await killInReply(core, death, tokens);
    const diedAtMs = performance.now();
    const wrong = [...checkEnd(death, reply), ...(await checkStored(core, reply)), ...(await sendNext(core))];
    slowestMs = Math.max(slowestMs, performance.now() - diedAtMs);
    failures.push(...wrong.map((what) => `death ${index} by ${death} after ${tokens} tokens: ${what}`));
  }
  failures.push(...(await checkQuarantine(core)));
  const after = JSON.stringify(await core.client.conversations.get({ conversationId: witness }));
  if (after !== before) failures.push('another conversation has changed');
  const growth = process.memoryUsage.rss() - coreBytes;
  const left = core.engines.filter(({ exit }) => exit === null).length;
  if (left !== 1) failures.push(`${left} engines run at the end instead of one`);
  await core.close();
  await Promise.all(core.engines.map(({ process }) => process.exited));
  return {
    tried: times,
    failures,
    figures: {
      'slowest from a death to the end of the next reply': `${(slowestMs / 1_000).toFixed(1)} s`,
      'growth of the core': `${(growth / 1e6).toFixed(0)} MB`,
    },
  };
}

export const dyingEngine: Suite = {
  id: 'E1',
  promise:
    'an engine that dies in mid-reply costs no token that was shown, leaves no process, and the next prompt works',
  needs: 'model',
  times: { short: 5, long: 500 },
  run,
};
