/**
 * E3: replies that are stopped at random points.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { endless, openCoreWithTinyModel, type Shown } from './core-with-engines.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const contextTokens = 1_024;
type Core = Awaited<ReturnType<typeof openCoreWithTinyModel>>;

/** Stops a reply once `tokens` of it have been shown; 0: as soon as it was sent. */
async function stopAt(core: Core, tokens: number): Promise<{ failures: string[]; stoppedAfterMs: number }> {
  const conversationId = await core.newConversation(core.modelId, endless);
  const replyId = await core.send(conversationId, 'the shore');
  let stoppedAtMs: number | null = null;
  const stop = (): void => {
    if (stoppedAtMs !== null) return;
    stoppedAtMs = performance.now();
    void core.client.generation.stop({ replyId });
  };
  if (tokens === 0) stop();
  const reply = await core.read(replyId, (shown: Shown) => {
    if (shown.ids.length >= tokens) stop();
  });
  const stoppedAfterMs = performance.now() - (stoppedAtMs ?? 0);
  const failures: string[] = [];
  if (reply.end.reason !== 'stopped' || reply.end.error !== null)
    failures.push(`it ended with ${reply.end.reason}, ${reply.end.error?.code ?? 'no error'}`);
  if (reply.eventsAfterEnd > 0) failures.push(`${reply.eventsAfterEnd} events came after the end`);
  if (reply.text !== reply.endText) failures.push('the text is not what was shown');
  await nextTurn();
  const again = await core.read(replyId);
  if (again.ids.join() !== reply.ids.join() || again.endText !== reply.endText)
    failures.push('something was added after the end');
  return { failures, stoppedAfterMs };
}

async function sendNext(core: Core): Promise<string[]> {
  const conversationId = await core.newConversation(core.modelId, { ...endless, maxTokens: 2 });
  const { end } = await core.read(await core.send(conversationId, 'the next'));
  return end.reason === 'tokenLimit' ? [] : [`the next reply ended with ${end.reason}`];
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const core = await openCoreWithTinyModel(contextTokens);
  const failures: string[] = [];
  const durations: number[] = [];
  for (let index = 0; index < times; index++) {
    const own = random.fork(index);
    const tokens = own.pick([0, 1, own.int(1, 20), own.int(1, 400)]);
    const { failures: wrong, stoppedAfterMs } = await stopAt(core, tokens);
    durations.push(stoppedAfterMs);
    failures.push(
      ...[...wrong, ...(await sendNext(core))].map((what) => `stop ${index} after ${tokens} tokens: ${what}`),
    );
  }
  // Obeyed each time: none had to be ended for it.
  if (core.engines.length !== 1) failures.push(`${core.engines.length} engines were needed instead of one`);
  await core.close();
  await Promise.all(core.engines.map(({ process }) => process.exited));
  const sorted = durations.toSorted((left, right) => left - right);
  const at = (share: number): string =>
    `${(sorted[Math.ceil(share * sorted.length) - 1] ?? 0).toFixed(0)} ms`;
  return {
    tried: times,
    failures,
    figures: { 'stopped after (median)': at(0.5), p95: at(0.95), slowest: at(1) },
  };
}

export const cancelled: Suite = {
  id: 'E3',
  promise:
    'a reply that is stopped at any point ends as stopped, nothing comes after it, and the next prompt works',
  needs: 'model',
  times: { short: 5, long: 500 },
  run,
};
