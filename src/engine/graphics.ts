/**
 * Which graphics cards this machine has for llama.cpp, which one computes, and why another one does not. Runs in the
 * engine. It opens none of them.
 */
import { getLlamaGpuTypes, type Llama, type LlamaModel } from 'node-llama-cpp';
import { type Graphics, type GraphicsCard, graphicsKinds } from '#contract/graphics.ts';
import { PrismeError } from '#contract/errors.ts';
import { whyNotStarted } from './graphics-reasons.ts';

type Kind = Graphics['found'][number];

/** The order in which node-llama-cpp tries them. */
const preferred: readonly Kind[] = ['metal', 'cuda', 'vulkan'];

/** What can be used here: looks for drivers and libraries. Nothing where that cannot be found out. */
async function findGraphics(): Promise<Kind[]> {
  const types: readonly (string | false)[] = await getLlamaGpuTypes('supported').catch(() => []);
  return graphicsKinds.filter((kind) => types.includes(kind));
}

/** Vulkan's loader is on most machines, also where no card answers it: llama.cpp then computes on the processor. */
export async function hasCard(llama: Pick<Llama, 'gpu' | 'getGpuDeviceNames'>): Promise<boolean> {
  if (llama.gpu === false) return false;
  const names = await llama.getGpuDeviceNames().catch((): string[] => []);
  return names.length > 0;
}

/** What was opened when the best was asked for. `used` is null when it is the processor, or a library with no card behind it. */
export async function graphicsOf(llama: Pick<Llama, 'gpu' | 'getGpuDeviceNames'>): Promise<Graphics> {
  const found = await findGraphics();
  const passedOver = passedOverFor(llama.gpu, found);
  const reason = await reasonsOf(passedOver);
  if (llama.gpu !== false && (await hasCard(llama))) return { found, used: llama.gpu, notUsed: null, reason };
  return { found, used: null, notUsed: passedOver.length > 0 ? 'notStarted' : 'none', reason };
}

/** Kinds that were found and would have come before the one that was opened. */
export function passedOverFor(opened: Kind | false, found: readonly Kind[]): Kind[] {
  const before = opened === false ? preferred : preferred.slice(0, preferred.indexOf(opened));
  return before.filter((kind) => found.includes(kind));
}

/** The processor computes, and no card was asked or it could not be. */
export async function graphicsWithout(
  notUsed: 'off' | 'notStarted' | 'loadFailed',
  cause?: unknown,
): Promise<Graphics> {
  const reason = cause === undefined ? null : wordsOf(cause);
  return { found: await findGraphics(), used: null, notUsed, reason };
}

/** What the cards have free before a model is loaded, in bytes. */
export async function freeOnCard(llama: Pick<Llama, 'getVramState'>): Promise<number> {
  return (await llama.getVramState()).free;
}

/**
 * The card with the model and its context on it. What it holds is what is free no more: another program that takes memory
 * meanwhile is counted too.
 */
export async function cardOf(
  llama: Pick<Llama, 'getVramState' | 'getGpuDeviceNames'>,
  model: {
    readonly gpuLayers: number;
    readonly fileInsights: Pick<LlamaModel['fileInsights'], 'totalLayers'>;
  },
  freeBefore: number,
): Promise<GraphicsCard> {
  const { total, free, used } = await llama.getVramState();
  const names = await llama.getGpuDeviceNames();
  return {
    names: names.slice(0, 64).map((name) => name.slice(0, 300)),
    layers: model.gpuLayers,
    totalLayers: model.fileInsights.totalLayers,
    totalBytes: total,
    freeBytes: free,
    // Drivers of Vulkan without VK_EXT_memory_budget say that everything is free, always.
    heldBytes: used === 0 && model.gpuLayers > 0 ? null : Math.max(0, freeBefore - free),
  };
}

async function reasonsOf(kinds: readonly Kind[]): Promise<string | null> {
  const reasons = await Promise.all(kinds.map(whyNotStarted));
  const said = reasons.flatMap((reason, index) => (reason === null ? [] : [`${kinds[index]}: ${reason}`]));
  return said.length === 0 ? null : said.join(' ');
}

function wordsOf(cause: unknown): string {
  const { reason } = cause instanceof PrismeError ? cause.details : {};
  if (typeof reason === 'string') return reason.slice(0, 2_000);
  return (cause instanceof Error ? cause.message : String(cause)).slice(0, 2_000);
}
