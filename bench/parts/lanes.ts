/**
 * What a comparison costs against its lanes one by one, loading included, and what is left in memory after each lane and
 * after two hundred changes of the model. The core lives in this process, its engines in their own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { openRealComparisons, type RealComparisons } from '#core/comparisons/testing/real-comparisons.ts';
import { isOver } from '#core/comparisons/testing/comparison-bench.ts';
import { descendants } from '../../e2e/support/processes.ts';
import { processFigures } from '../../endurance/process-figures.ts';
import { slopeOf } from '../../endurance/slope.ts';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';
import { type BenchRow, interleave, summarise } from '../ratio.ts';

const replyTokens = 64;
const switches = 200;
/** Lanes after which the memory is read, and those before them: what is made once has been made by then. */
const countedLanes = 10;
const firstLanes = 4;
/** Of Linux on the usual processors. */
const pageBytes = 4_096;
const prompt = 'Name five rivers of Europe and say where each of them ends.';
/** On this machine lanes run one after another: what is compared is the same work. */
const oneByOne = { availableBytes: () => 8e9, mostThreads: 1 } as const;

/** One row: a run of two lanes / the sum of the two single runs. */
export async function benchLanes(modelPaths: readonly string[], pairs: number): Promise<BenchRow> {
  const { core, modelIds, close } = await open(modelPaths);
  try {
    // The number of threads is measured once for each model, and that is part of neither side.
    for (const modelId of modelIds) await core.client.models.load({ modelId });
    const together = () => timed(core, modelIds, () => runLanes(core, modelIds));
    const apart = async (): Promise<number> => {
      let ms = 0;
      for (const modelId of modelIds) ms += await timed(core, modelIds, () => runAlone(core, modelId));
      return ms;
    };
    const { ratio, left, right } = await interleave(pairs, together, apart);
    return {
      what: `a run of ${modelIds.length} lanes / its single runs, ${replyTokens} tokens each, loading included`,
      ratio,
      sides: `${left.toFixed(0)} / ${right.toFixed(0)} ms`,
      aim: { atMost: 1.05 },
    };
  } finally {
    await close();
  }
}

/**
 * One row: resident memory of the core and of all that it started, after a lane and the end of its model / before it. It
 * also says how many engines lived at once in a run of both lanes.
 */
export async function benchLaneMemory(modelPaths: readonly string[]): Promise<BenchRow> {
  const { core, modelIds, close } = await open(modelPaths);
  try {
    const engines = await mostEnginesDuring(() => timed(core, modelIds, () => runLanes(core, modelIds)));
    const after: number[] = [];
    for (let lane = 0; lane < firstLanes + countedLanes; lane++) {
      const modelId = modelIds[lane % modelIds.length];
      if (modelId === undefined) break;
      await timed(core, modelIds, () => runAlone(core, modelId));
      await core.client.models.unload({ modelId });
      after.push(residentBytes());
    }
    const counted = after.slice(firstLanes - 1);
    return {
      what: 'resident memory of the core and its processes after a lane / before it, the model let go of',
      ratio: summarise(counted.slice(1).map((bytes, index) => bytes / (counted[index] ?? Number.NaN))),
      sides: `${mebibytes(counted.at(-1) ?? Number.NaN)} after the last / ${mebibytes(counted[0] ?? Number.NaN)} MB before the first; at most ${engines} engines at once in a run of ${modelIds.length} lanes`,
      aim: { atMost: 1.05 },
    };
  } finally {
    await close();
  }
}

// Node was not started with the flag, and the terminal's commands are no place for it.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Looks ten times a second. */
async function mostEnginesDuring(work: () => Promise<unknown>): Promise<number> {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, processFigures(process.pid)?.children ?? 0);
  }, 100);
  await work();
  clearInterval(timer);
  return most;
}

/** Of this process, without what nobody holds any more, and of every one below it. */
function residentBytes(): number {
  collectGarbage();
  const pages = descendants(process.pid).map((pid) => {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    return Number(resident) * pageBytes;
  });
  return pages.reduce((sum, bytes) => sum + bytes, process.memoryUsage.rss());
}

/** One row: resident memory of the core after the last of 200 changes of the model / after the first tenth. */
export async function benchSwitches(): Promise<BenchRow> {
  const tiny = [writeTinyLlama({ seed: 1 }), writeTinyLlama({ seed: 2, extraPieces: ['other'] })];
  const folder = mkdtempSync(join(tmpdir(), 'prisme-switches-'));
  const paths = tiny.map(({ path }, index) => {
    const link = join(folder, `tiny-${index}.gguf`);
    symlinkSync(path, link);
    return link;
  });
  const { core, modelIds, close } = await open(paths);
  try {
    const points: { x: number; y: number }[] = [];
    for (let index = 0; index < switches; index++) {
      const modelId = modelIds[index % modelIds.length];
      if (modelId !== undefined) await core.client.models.load({ modelId });
      collectGarbage();
      points.push({ x: index, y: process.memoryUsage.rss() });
    }
    const settled = points.slice(switches / 10);
    const [first, last] = [settled[0]?.y ?? Number.NaN, settled.at(-1)?.y ?? Number.NaN];
    return {
      what: `resident memory of the core after ${switches} changes of the model / after ${switches / 10}`,
      ratio: summarise([last / first]),
      sides: `${mebibytes(last)} / ${mebibytes(first)} MB, slope ${(slopeOf(settled) / 1_024).toFixed(1)} kB a change`,
      aim: { atMost: 1.05 },
    };
  } finally {
    await close();
    for (const path of [folder, ...tiny.map((model) => model.folder)]) rmSync(path, { recursive: true });
  }
}

const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);

/** A core with these models; their ids are in the order of the paths. */
async function open(modelPaths: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-bench-'));
  const models = join(folder, 'models');
  mkdirSync(models);
  for (const path of modelPaths) symlinkSync(path, join(models, basename(path)));
  const core = await openRealComparisons(join(folder, 'data'), [models], oneByOne);
  const modelIds: ModelId[] = [];
  for (const path of modelPaths) modelIds.push(await core.findModel(path));
  return {
    core,
    modelIds,
    close: async (): Promise<void> => {
      await core.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Milliseconds; no model is loaded at its beginning. */
async function timed(
  { client }: RealComparisons,
  modelIds: readonly ModelId[],
  work: () => Promise<void>,
): Promise<number> {
  for (const modelId of modelIds) await client.models.unload({ modelId });
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

const settings = { ...samplerPresets.greedy, seed: 1, maxTokens: replyTokens };

async function runLanes({ client, watch }: RealComparisons, modelIds: readonly ModelId[]): Promise<void> {
  const lanes = modelIds.map(
    (modelId) => ({ modelId, template: 'none', systemPrompt: '', settings }) as const,
  );
  const { id: comparisonId } = await client.comparisons.create({ lanes });
  await client.comparisons.send({ comparisonId, text: prompt });
  await watch(comparisonId, isOver);
}

async function runAlone({ client }: RealComparisons, modelId: ModelId): Promise<void> {
  const { id: conversationId } = await client.conversations.create({ modelId, settings });
  await client.conversations.update({ conversationId, template: 'none' });
  const sent = await client.generation.send({
    conversationId,
    parentId: null,
    text: prompt,
    overflow: 'refuse',
  });
  for await (const event of await client.generation.attach({ replyId: sent.replyId, fromToken: 0 }))
    if (event.kind === 'end') return;
}
