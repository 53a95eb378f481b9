/**
 * E2: an engine that hangs in mid-reply or while nothing is asked of it: halted, running in a circle, or silent. Found
 * by the heartbeat with the limits that people have.
 */
import { engineTiming } from '#core/engines/supervise-engine.ts';
import { Turns } from '#core/engines/turns.ts';
import { type CoreWithEngines, endless, openCoreWithTinyModel } from './core-with-engines.ts';
import type { ModelId } from '#contract/ids.ts';
import type { ModelState } from '#contract/models.ts';
import type { Random } from './random.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const contextTokens = 1_024;
/** Of the system, and of processes/disturbed-engine.ts: a circle, silence. */
const hangs = { SIGSTOP: 'halted', SIGWINCH: 'in a circle', SIGHUP: 'silent' } as const;
const signals = ['SIGSTOP', 'SIGWINCH', 'SIGHUP'] as const;
/** Most of the time passes in waiting for the limit, which needs no processor: some wait together. */
const triesAtOnce = 3;
/** Loading is what needs the processor: one after the other, so that none is taken for a hang. */
const loading = new Turns();

type Found = { readonly failures: string[]; readonly foundAfterMs: number };

async function hangInReply(
  core: CoreWithEngines,
  modelId: ModelId,
  signal: NodeJS.Signals,
  tokens: number,
): Promise<Found> {
  const conversationId = await core.newConversation(modelId, endless);
  const replyId = await core.send(conversationId, 'the shore');
  let hungAtMs = 0;
  let shownText = '';
  const reply = await core.read(replyId, (shown) => {
    shownText = shown.text;
    if (shown.ids.length < tokens || hungAtMs > 0) return;
    hungAtMs = performance.now();
    process.kill(core.engine().process.pid ?? -1, signal);
  });
  const foundAfterMs = performance.now() - hungAtMs;
  const { end } = reply;
  const failures: string[] = [];
  if (end.reason !== 'interrupted' || end.error?.code !== 'engine.hung')
    failures.push(`the reply ended with ${end.reason}, ${end.error?.code ?? 'no error'}`);
  // Long before the limit for work that does not advance.
  if (end.error?.details['reason'] !== 'heartbeat') failures.push('it was not the heartbeat that found it');
  if (reply.endText !== shownText) failures.push('the text is not what was shown');
  return { failures, foundAfterMs };
}

async function hangIdle(core: CoreWithEngines, signal: NodeJS.Signals): Promise<Found> {
  const { promise: changed, resolve } = Promise.withResolvers<ModelState>();
  const forget = core.library.onChange((change) => {
    if (change.kind === 'model') resolve(change.model.state);
  });
  const hungAtMs = performance.now();
  process.kill(core.engine().process.pid ?? -1, signal);
  const state = await changed;
  forget();
  const isTold = state.kind === 'failed' && state.error.code === 'engine.hung';
  return {
    failures: isTold ? [] : [`the state of the model is ${state.kind}`],
    foundAfterMs: performance.now() - hungAtMs,
  };
}

async function tryOnce(index: number, random: Random): Promise<Found> {
  const core = await loading.run(async () => {
    const opened = await openCoreWithTinyModel(contextTokens);
    await opened.library.load(opened.modelId);
    return opened;
  });
  const { modelId } = core;
  const signal = signals[index % signals.length] ?? 'SIGSTOP';
  const isIdle = index % 4 === 3;
  const found = isIdle
    ? await hangIdle(core, signal)
    : await hangInReply(core, modelId, signal, random.int(1, 100));
  const hung = core.engine().process;
  await hung.exited;
  const { end } = await loading.run(async () => {
    const conversationId = await core.newConversation(modelId, { ...endless, maxTokens: 3 });
    return core.read(await core.send(conversationId, 'the next'));
  });
  const failures = [...found.failures];
  if (end.reason !== 'tokenLimit') failures.push(`the next reply ended with ${end.reason}`);
  await core.close();
  await Promise.all(core.engines.map(({ process }) => process.exited));
  const where = isIdle ? 'while nothing was asked' : 'in mid-reply';
  return {
    ...found,
    failures: failures.map((what) => `hang ${index}, ${hangs[signal]} ${where}: ${what}`),
  };
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  let slowestMs = 0;
  for (let start = 0; start < times; start += triesAtOnce) {
    const count = Math.min(triesAtOnce, times - start);
    const found = await Promise.all(
      Array.from({ length: count }, (_, offset) => tryOnce(start + offset, random.fork(start + offset))),
    );
    for (const each of found) {
      failures.push(...each.failures);
      slowestMs = Math.max(slowestMs, each.foundAfterMs);
    }
  }
  return {
    tried: times,
    failures,
    figures: {
      'slowest found after': `${(slowestMs / 1_000).toFixed(1)} s`,
      'limit of the heartbeat': `${engineTiming.hungAfterMs / 1_000} s`,
    },
  };
}

export const hungEngine: Suite = {
  id: 'E2',
  promise:
    'an engine that hangs is found by its heartbeat and ended, the reply keeps what was shown, and the next prompt works',
  needs: 'model',
  times: { short: 3, long: 20 },
  run,
};
