/**
 * What is tried on a graphics card, each with what it found. Runs in the process of the checks. A check that finds
 * something wrong says so in `failures` and goes on; figures are not judged.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { GivenLoadSettings } from '#contract/models.ts';
import type { TraceStep } from '#probability/trace.ts';
import { heldOnCard, takeMemoryDownTo, waitForHeldAtMost } from './card.ts';
import { type CoreOnCard, differenceOf, type OnCard } from './core-on-card.ts';

export type Bench = {
  readonly core: CoreOnCard;
  readonly path: string;
  readonly modelId: ModelId;
  /** A model of a gigabyte. */
  readonly largeId: ModelId | null;
  readonly say: (what: string, figures: unknown) => void;
  readonly fail: (what: string) => void;
};

type Settings = Partial<GivenLoadSettings>;

const text = readFileSync(join(import.meta.dirname, '..', '..', 'CONTRIBUTING.md'), 'utf8');
const readTokens = 400;
const megabyte = 1_048_576;
const inMb = (bytes: number | null): number | null => (bytes === null ? null : Math.round(bytes / megabyte));

/** The most that the process of the last engine held at once. */
function peakRssMb({ engines }: CoreOnCard): number | null {
  try {
    const status = readFileSync(`/proc/${engines.at(-1)?.pid}/status`, 'utf8');
    return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024);
  } catch {
    return null;
  }
}

/** How it was loaded, in a line. */
function briefly({ model, seconds }: OnCard) {
  const { backend, gpuLayers, threads, flashAttention, kvCacheType, contextTokens, isLogZExact } =
    model.profile;
  const how = [backend, `${gpuLayers} layers`, `${threads} threads`, kvCacheType, `${contextTokens} tokens`];
  return {
    how: `${how.join(', ')}${flashAttention ? ', flash' : ''}${isLogZExact ? '' : ', bounds only'}`,
    seconds: Number(seconds.toFixed(2)),
    rssMb: inMb(model.memoryBytes),
    cardMb: inMb(heldOnCard()),
  };
}

async function readText({ core }: Bench, modelId: ModelId, count = readTokens): Promise<TraceStep[]> {
  const engine = await core.library.load(modelId);
  const tokenIds = (await engine.tokenize(text)).slice(0, count);
  return await core.score(modelId, tokenIds);
}

async function write({ core }: Bench, modelId: ModelId, maxTokens = 96) {
  const { replyId } = await core.begin(
    modelId,
    'Explain in a few sentences how a prism splits light.',
    maxTokens,
  );
  const { ids, text, end } = await core.read(replyId);
  const { stats, reason, error } = end;
  return { ids, text, reason, error, prompt: stats?.promptTokensPerSecond, speed: stats?.tokensPerSecond };
}

type Written = Awaited<ReturnType<typeof write>>;
const speedOf = ({ ids, reason, prompt, speed }: Written) => ({ tokens: ids.length, reason, prompt, speed });

function sameBeginning(left: readonly number[], right: readonly number[]): number {
  const different = left.findIndex((id, index) => id !== right[index]);
  return different === -1 ? left.length : different;
}

/** The same text and the same prompt on the processor and on the card. */
export async function comparing(bench: Bench): Promise<void> {
  const { core, modelId, say, fail } = bench;
  const onProcessor = await core.load(modelId, { gpu: 'off' });
  say('processor: loaded', { ...briefly(onProcessor), graphics: onProcessor.model.graphics });
  const read = await readText(bench, modelId);
  const written = await write(bench, modelId);
  say('processor: wrote', speedOf(written));
  const empty = heldOnCard();
  const first = await core.load(modelId);
  say('card: loaded first', { ...briefly(first), graphics: first.model.graphics });
  if (first.model.profile.backend === 'cpu') fail('the card is not used');
  const readThere = await readText(bench, modelId);
  say('card against processor, reading', differenceOf(read, readThere));
  say('card against itself, reading', differenceOf(readThere, await readText(bench, modelId)));
  const writtenThere = await write(bench, modelId);
  const same = sameBeginning(written.ids, writtenThere.ids);
  say('card: wrote', { ...speedOf(writtenThere), sameAsProcessor: `${same} of ${written.ids.length}` });
  say('card: text', writtenThere.text.slice(0, 300));
  say('card: loaded again', briefly(await core.load(modelId)));
  await core.library.unload(modelId);
  const left = await waitForHeldAtMost((empty ?? 0) + 8 * megabyte);
  say('card: after unloading, before loading', `${inMb(left)} and ${inMb(empty)} MB`);
  if (left !== null && left > (empty ?? 0) + 8 * megabyte) fail('unloading left memory on the card');
}

export async function layers(bench: Bench): Promise<void> {
  const { core, modelId, say, fail } = bench;
  const all = (await core.load(modelId)).model.graphics?.card?.totalLayers ?? 1;
  for (const gpuLayers of new Set([0, 1, all >> 1, all - 1, all, 10_000])) {
    const loaded = await core.load(modelId, { gpuLayers });
    const written = await write(bench, modelId, 48);
    say(`${gpuLayers} layers`, { ...briefly(loaded), ...speedOf(written), graphics: loaded.model.graphics });
    if (written.reason === 'interrupted') fail(`${gpuLayers} layers: ${written.error?.code}`);
    if (gpuLayers <= all && loaded.model.profile.gpuLayers !== gpuLayers)
      fail(`${loaded.model.profile.gpuLayers} layers instead of ${gpuLayers}`);
  }
}

export async function caches(bench: Bench): Promise<void> {
  const { core, modelId, say } = bench;
  for (const kvCacheType of ['f16', 'q8_0', 'q4_0'] as const) {
    const settings: Settings = { kvCacheType, flashAttention: true };
    await core.load(modelId, { ...settings, gpu: 'off' });
    const read = await readText(bench, modelId);
    const loaded = await core.load(modelId, settings);
    say(`flash, ${kvCacheType}: card against processor`, {
      ...briefly(loaded),
      ...differenceOf(read, await readText(bench, modelId)),
      reason: loaded.model.graphics?.reason,
    });
  }
}

export async function contexts(bench: Bench): Promise<void> {
  const { core, modelId, say } = bench;
  for (const contextTokens of [512, 2_048, 8_192]) {
    const empty = heldOnCard();
    const loaded = await core.load(modelId, { contextTokens });
    await write(bench, modelId, 16);
    const { memoryNeed } = core.library.get(modelId);
    say(`context of ${contextTokens}`, {
      ...briefly(loaded),
      emptyMb: inMb(empty),
      afterWorkMb: inMb(heldOnCard()),
      peakRssMb: peakRssMb(core),
      needMb: inMb(memoryNeed.bytes),
      isMeasured: memoryNeed.isMeasured,
    });
    await core.library.unload(modelId);
    await waitForHeldAtMost((empty ?? 0) + 8 * megabyte);
  }
  const bare = join(import.meta.dirname, '..', 'processes', 'bare-graphics.ts');
  const args = ['--no-warnings', bare, bench.path, '2048'];
  say('node-llama-cpp alone', JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
}

/** The engine is killed in the middle of a reply; the processor goes on. */
export async function losing(bench: Bench): Promise<void> {
  const { core, modelId, say, fail } = bench;
  for (const signal of ['SIGKILL', 'SIGABRT'] as const) {
    const empty = heldOnCard();
    const loaded = await core.load(modelId);
    const { conversationId, replyId } = await core.begin(
      modelId,
      'Tell a long story about a lighthouse.',
      400,
    );
    let isKilled = false;
    const cut = await core.read(replyId, ({ ids }) => {
      const pid = core.engines.at(-1)?.pid;
      if (isKilled || ids.length < 20 || pid === undefined) return;
      isKilled = true;
      process.kill(pid, signal);
    });
    say(`${signal}: the reply ended`, { ...briefly(loaded), tokens: cut.ids.length, end: cut.end });
    if (cut.end.error?.details['backend'] !== loaded.model.profile.backend)
      fail(`${signal}: the end does not say which card was lost`);
    const left = await waitForHeldAtMost((empty ?? 0) + 8 * megabyte);
    say(`${signal}: memory on the card before and after`, `${inMb(empty)} and ${inMb(left)} MB`);
    const startedAtMs = performance.now();
    const whole = await core.read(await core.continueOnProcessor(modelId, conversationId, replyId));
    const seconds = Number(((performance.now() - startedAtMs) / 1_000).toFixed(2));
    const { state } = core.library.get(modelId);
    const backend = state.kind === 'loaded' ? state.model.profile.backend : state.kind;
    const kept = sameBeginning(cut.ids, whole.ids);
    say(`${signal}: the processor went on`, {
      backend,
      seconds,
      kept,
      tokens: whole.ids.length,
      end: whole.end,
    });
    if (whole.end.reason === 'interrupted' || backend !== 'cpu' || kept < cut.ids.length)
      fail(`${signal}: the reply did not go on as it stood`);
  }
}

/** Drivers that do not work, or show no card. */
export async function broken(bench: Bench): Promise<void> {
  const { core, modelId, say, fail } = bench;
  const nowhere = { VK_DRIVER_FILES: '/nowhere/icd.json', VK_ICD_FILENAMES: '/nowhere/icd.json' };
  const ways: readonly (readonly [string, Record<string, string>])[] = [
    ['no card shown to CUDA', { CUDA_VISIBLE_DEVICES: '' }],
    ['no card shown to CUDA, no driver for Vulkan', { CUDA_VISIBLE_DEVICES: '', ...nowhere }],
    ['no card shown to CUDA or Vulkan', { CUDA_VISIBLE_DEVICES: '', GGML_VK_VISIBLE_DEVICES: '99' }],
  ];
  for (const [name, variables] of ways) {
    Object.assign(core.env, variables);
    core.lines.length = 0;
    const loaded = await core.load(modelId).catch((error: unknown) => said(error));
    for (const variable of Object.keys(variables)) delete core.env[variable];
    if (!('model' in loaded)) {
      say(name, loaded);
      fail(`${name}: the model is not loaded at all`);
      continue;
    }
    const { graphics, profile } = loaded.model;
    say(name, { ...briefly(loaded), graphics, lines: core.lines.slice(0, 6) });
    if (profile.backend === 'cpu' && graphics?.reason === null) fail(`${name}: no reason is given`);
  }
}

/** Another program holds most of the card. */
export async function crowded(bench: Bench): Promise<void> {
  const { core, modelId, largeId, say, fail } = bench;
  const tries: readonly (readonly [number, ModelId | null, Settings])[] = [
    [2_600, largeId, {}],
    [1_300, largeId, {}],
    [1_300, largeId, { gpuLayers: 9 }],
    [700, modelId, {}],
    [700, modelId, { gpuLayers: 31, contextTokens: 8_192 }],
    [100, modelId, {}],
  ];
  for (const [leftMb, id, settings] of tries) {
    if (id === null) continue;
    const free = await takeMemoryDownTo(leftMb * megabyte);
    if (free === null) return say('crowded', 'nothing here takes the memory of a card');
    try {
      const name = `${leftMb} MB left, ${id === modelId ? 'small' : 'large'} model, ${JSON.stringify(settings)}`;
      core.lines.length = 0;
      const loaded = await core.load(id, settings).catch((error: unknown) => said(error));
      if (!('model' in loaded)) {
        say(name, { ...loaded, lines: core.lines.slice(-6) });
        fail(`${name}: the model is not loaded at all`);
        continue;
      }
      const written = await write(bench, id, 24);
      const { graphics } = loaded.model;
      say(name, { ...briefly(loaded), ...speedOf(written), error: written.error, graphics });
      if (written.reason === 'interrupted') fail(`${name}: ${written.error?.code}`);
      await core.library.unload(id);
    } finally {
      await free();
    }
  }
}

/** Where arithmetic counts more than starting kernels. */
export async function large(bench: Bench): Promise<void> {
  const { core, largeId, say } = bench;
  if (largeId === null) return;
  for (const gpu of ['off', 'auto'] as const) {
    const loaded = await core.load(largeId, { gpu });
    const written = await write(bench, largeId, 32);
    const { memoryNeed } = core.library.get(largeId);
    say(`large model, gpu ${gpu}`, {
      ...briefly(loaded),
      ...speedOf(written),
      peakRssMb: peakRssMb(core),
      needMb: inMb(memoryNeed.bytes),
      isMeasured: memoryNeed.isMeasured,
    });
  }
  await core.library.unload(largeId);
}

function said(error: unknown): { code: string; details: unknown } {
  if (error instanceof PrismeError) return { code: error.code, details: error.details };
  return { code: 'unexpected', details: String(error) };
}
