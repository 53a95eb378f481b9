/**
 * T3 and T4: Prisme in use for long. What its core holds is measured after every conversation.
 */
import { rmSync } from 'node:fs';
import { stillLiving } from '../e2e/support/processes.ts';
import { modelsHere, realModelPath } from '../fixtures/real-models.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { Person } from './person.ts';
import { type ProcessFigures, processFigures } from './process-figures.ts';
import { findModels, type Memory, type ServedCore, serveCore } from './served-core.ts';
import { type Point, slopeOf } from './slope.ts';
import type { Outcome, Suite, Trial } from './suite.ts';

const contextTokens = 512;
/** From so many conversations on it is a long session: what it holds is judged, not only told. */
const judgedSession = 100;
/** The whole of it, which takes at least so long and so many tokens. */
const wholeSession = { conversations: 500, tokens: 50_000, ms: 3_600_000 };
/** How often what comes between conversations, and a killed engine within one; each also in a short session. */
const switches = { every: 5, first: 2 };
const probes = { every: 10, first: 1 };
const kills = { every: 25, first: 3 };
/** Of the samples: what is made once has been made by then. */
const warmUp = 0.2;
const mostGrowth = { bytesPerRequest: 1_000, handles: 2, threads: 1 };

type Sample = { readonly requests: number; readonly memory: Memory; readonly figures: ProcessFigures | null };

const isDue = (index: number, { every, first }: typeof kills): boolean => index % every === first;

async function live(person: Person, core: ServedCore, times: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  const startedAtMs = performance.now();
  const isOver = (): boolean => {
    const { conversations, tokens } = person.counts;
    if (person.failures.length > 20) return true;
    if (conversations < times || times < wholeSession.conversations) return conversations >= times;
    return tokens >= wholeSession.tokens && performance.now() - startedAtMs >= wholeSession.ms;
  };
  const mostTokens = times < judgedSession ? 24 : 100;
  for (let index = 0; !isOver(); index++) {
    if (index % 10 === 0) await person.reopen();
    await person.visit(index, {
      isSwitch: isDue(index, switches),
      isProbe: isDue(index, probes),
      isKill: isDue(index, kills),
      mostTokens,
    });
    samples.push({
      requests: person.counts.requests,
      memory: await core.memory(),
      figures: processFigures(core.pid),
    });
  }
  return samples;
}

/** The most of something after the warm-up: in the earlier and in the later half of the rest. */
function halves(samples: readonly Sample[], what: keyof ProcessFigures): readonly [number, number] {
  const counted = samples
    .slice(Math.floor(samples.length * warmUp))
    .map(({ figures }) => figures?.[what] ?? 0);
  const middle = counted.length >> 1;
  return [Math.max(0, ...counted.slice(0, middle)), Math.max(0, ...counted.slice(middle))];
}

function growthOf(samples: readonly Sample[], y: (memory: Memory) => number): number {
  const points: Point[] = samples
    .slice(Math.floor(samples.length * warmUp))
    .map(({ requests, memory }) => ({ x: requests, y: y(memory) }));
  return slopeOf(points);
}

/** @param models how many there are: each has one engine at most, and within the memory's budget it stays */
function judge(samples: readonly Sample[], models: number, isLong: boolean): string[] {
  const wrong: string[] = [];
  for (const what of ['handles', 'threads'] as const) {
    const [earlier, later] = halves(samples, what);
    if (later > earlier + mostGrowth[what]) wrong.push(`${what} grew from ${earlier} to ${later}`);
  }
  const most = (what: 'children' | 'zombies'): number =>
    Math.max(0, ...samples.map(({ figures }) => figures?.[what] ?? 0));
  if (most('children') > models) wrong.push(`${most('children')} engines at once`);
  if (most('zombies') > 0) wrong.push(`${most('zombies')} ended processes were not noticed`);
  const growth = growthOf(samples, ({ residentBytes }) => residentBytes);
  if (isLong && growth > mostGrowth.bytesPerRequest)
    wrong.push(`the memory of the core grew by ${growth.toFixed(0)} bytes a request`);
  return wrong;
}

/**
 * Two models that can chat, and one that cannot: in a short session all but one are tiny, because a large one is read
 * and loaded for longer than the session lasts.
 */
function collectModels(isLong: boolean): { readonly paths: readonly string[]; remove(): void } {
  const chat = writeTinyLlama({ seed: 5, contextTokens: 2 * contextTokens });
  const base = writeTinyLlama({ seed: 6, contextTokens: 2 * contextTokens, chatTemplate: null });
  const real = modelsHere('smolLm2', ...(isLong ? (['gemma3'] as const) : [])).map(realModelPath);
  return {
    paths: [...real, chat.path, ...(real.length > 1 ? [] : [base.path])],
    remove: () => {
      for (const { folder } of [chat, base]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run({ times, random }: Trial): Promise<Outcome> {
  const { paths, remove } = collectModels(times >= judgedSession);
  const core = await serveCore(paths);
  const person = new Person(core, random);
  await person.reopen();
  const { client, socket } = await core.openPage();
  const models = await findModels(client, contextTokens);
  await person.load(models);
  socket.close();
  const samples = await live(person, core, times);
  const ended = await core.close();
  remove();
  const failures = [
    ...person.failures,
    ...judge(samples, paths.length, times >= judgedSession),
    ...core.errors.map((error) => `the core logged: ${error}`),
    ...(ended === null ? [] : [`the core ended with ${ended}`]),
    ...stillLiving(core.enginePids).map((pid) => `engine ${pid} lives on`),
  ];
  return { tried: person.counts.conversations, failures, figures: figuresOf(person, core, samples) };
}

function figuresOf({ counts }: Person, core: ServedCore, samples: readonly Sample[]): Record<string, string> {
  const range = (what: 'handles' | 'threads'): string => halves(samples, what).join(' → ');
  const perThousand = (bytesPerRequest: number): string => `${(bytesPerRequest / 1_000).toFixed(2)} MB`;
  const resident = samples.map(({ memory }) => memory.residentBytes / 1e6);
  return {
    'requests, tokens': `${counts.requests}, ${counts.tokens}`,
    'switches, killed engines, stops, written again': `${counts.switches}, ${counts.kills}, ${counts.stops}, ${counts.again}`,
    'engines started': String(core.enginePids.length),
    'handles, threads of the core (most in each half)': `${range('handles')}, ${range('threads')}`,
    'memory of the core, first and last': `${resident.at(0)?.toFixed(0)} MB, ${resident.at(-1)?.toFixed(0)} MB`,
    'growth in 1,000 requests': perThousand(growthOf(samples, ({ residentBytes }) => residentBytes)),
    'of the heap': perThousand(growthOf(samples, ({ heapBytes }) => heapBytes)),
  };
}

export const longSession: Suite = {
  id: 'T3',
  promise:
    'in long use, with switches of the model and killed engines, nothing fails but what was killed, and handles, threads, processes and memory of the core stay as they were',
  needs: 'model',
  times: { short: 5, long: wholeSession.conversations },
  run,
};
