/**
 * E6: an engine that sends garbage, one message in each of many conversations with the core's side of the port.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorRecordSchema, PrismeError } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { type LoadedEngine, startEngine } from '#core/engines/running-engine-of.ts';
import type { EngineTiming } from '#core/engines/supervise-engine.ts';
import { garbageFrom } from './garbage.ts';
import type { Random } from './random.ts';
import { type ScriptedEngine, startScriptedEngine } from './scripted-engine.ts';
import type { Outcome, Suite, Trial } from './suite.ts';
import { Tally } from './tally.ts';

/** Short: a message that was replaced is missing, and what waits for it waits this long. Many tries wait together. */
const timing: EngineTiming = {
  heartbeatMs: 100,
  hungAfterMs: 1_000,
  slowdown: () => 1,
  progressFloorMs: 1_000,
  stopGraceMs: 500,
};
const triesAtOnce = 50;
const tokensAsked = 5;
/** Load, its events, the answers and events of a reply, and a call behind it: about so many messages. */
const messagesInAll = 18;
const mostGrowthBytes = 1024 * 1024 * 1024;

const request = {
  path: '/a/model',
  contextTokens: 1_000,
  threads: 1,
  gpu: 'off',
  batchTokens: 512,
  flashAttention: false,
} as const;
const modelId = modelIdSchema.parse('a'.repeat(64));

type Told = { what: string; outcome: string };

async function tryOnce(random: Random): Promise<Told> {
  const told: Told = { what: 'nothing', outcome: '' };
  const position = random.int(0, messagesInAll);
  const isAdded = random.next() < 0.3;
  let seen = 0;
  let scripted: ScriptedEngine | null = null;
  const between = (message: unknown): readonly unknown[] => {
    if (seen++ !== position || typeof message !== 'string') return [message];
    const { what, messages } = garbageFrom(message, random);
    told.what = `${what} ${isAdded ? 'behind' : 'in the place of'} message ${position}`;
    return isAdded ? [message, ...messages] : messages;
  };
  const launchEngine = async () => (scripted = startScriptedEngine(between)).process;
  let engine: LoadedEngine | null = null;
  try {
    engine = await startEngine({
      launchEngine,
      modelId,
      request,
      sizeBytes: 1,
      parameterCount: 1,
      timing,
    });
    told.outcome = await converse(engine);
  } catch (error) {
    told.outcome = codeOf(error);
  }
  if (engine !== null) await engine.kill(new PrismeError('engine.exited', { reason: 'closed' }));
  if (!(scripted as ScriptedEngine | null)?.wasKilled) throw new Error('the engine was not ended');
  return told;
}

/** A reply and a call behind it. @throws PrismeError; Error when what was let through makes no sense */
async function converse(engine: LoadedEngine): Promise<string> {
  const events = engine.generate({
    prompt: [1, 2, 3],
    reply: [],
    forced: [],
    settings: { ...samplerPresets.greedy, maxTokens: tokensAsked },
    seed: 1,
    topN: 8,
    capture: true,
  });
  let nextToken = 0;
  let ends = 0;
  for await (const event of events) {
    if (ends > 0) throw new Error('an event after the end was let through');
    if (event.kind === 'end') ends += 1;
    if (event.kind !== 'tokens') continue;
    if (event.firstToken !== nextToken || !(event.steps instanceof Uint8Array))
      throw new Error(`token ${event.firstToken} in the place of ${nextToken} was let through`);
    nextToken += event.count;
  }
  if (ends !== 1) throw new Error('a reply without an end was let through');
  await engine.tokenize('x');
  return 'answered';
}

/** The code of an error that can be stored and told as it is. @throws what is no typed error */
function codeOf(error: unknown): string {
  if (!(error instanceof PrismeError)) throw error;
  const { code } = errorRecordSchema.parse(error.toRecord());
  // What an engine knows nothing about, it must not be believed.
  if (!/^(engine|model)\.|^app\.(internal|invalidInput)$|^generation\.contextFull$/.test(code))
    throw new Error(`the engine was believed: ${code}`);
  return code;
}

/** What nobody caught, while the suite runs. It also keeps the process alive: the watchdogs alone do not. */
function watchProcess(failures: string[]): () => void {
  const alive = setInterval(() => undefined, 60_000);
  const note = (error: unknown): void => void failures.push(`nobody caught: ${String(error)}`);
  process.on('uncaughtException', note).on('unhandledRejection', note);
  return () => {
    clearInterval(alive);
    process.off('uncaughtException', note).off('unhandledRejection', note);
  };
}

const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;

async function run({ times, random }: Trial): Promise<Outcome> {
  const failures: string[] = [];
  const outcomes = new Tally();
  const forget = watchProcess(failures);
  const before = peakBytes();
  let slowestMs = 0;
  for (let start = 0; start < times; start += triesAtOnce) {
    const count = Math.min(triesAtOnce, times - start);
    const startedAtMs = performance.now();
    const tries = Array.from({ length: count }, async (_, offset) => {
      const index = start + offset;
      try {
        const { outcome } = await tryOnce(random.fork(index));
        outcomes.add(outcome);
      } catch (error) {
        failures.push(`try ${index}: ${String(error)}`);
      }
    });
    await Promise.all(tries);
    slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
  }
  // Late rejections are told in a turn of their own.
  await nextTurn();
  forget();
  const growthBytes = peakBytes() - before;
  if (growthBytes > mostGrowthBytes) failures.push(`it took ${growthBytes} bytes of memory`);
  if (Reflect.has({}, 'polluted')) failures.push('a prototype was changed');
  for (const expected of ['answered', 'engine.badMessage'])
    if (!outcomes.has(expected)) failures.push(`no try ended with ${expected}`);
  return {
    tried: times,
    failures,
    figures: {
      outcomes: String(outcomes),
      'slowest fifty at once': `${(slowestMs / 1_000).toFixed(1)} s`,
      'growth of the peak memory': `${(growthBytes / 1e6).toFixed(0)} MB`,
    },
  };
}

export const hostileEngine: Suite = {
  id: 'E6',
  promise:
    'garbage from an engine ends in a typed error or is left out, in bounded memory, and changes nothing else',
  needs: 'nothing',
  times: { short: 1_000, long: 10_000 },
  run,
};
