/**
 * Loads a GGUF file with llama.cpp and makes the one context and sequence that the engine works on. Runs in the
 * engine. It renders, generates and scores nothing.
 */
import { access, constants } from 'node:fs/promises';
import {
  getLlama,
  getModuleVersion,
  GgmlType,
  LlamaLogLevel,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
  type LlamaModelOptions,
} from 'node-llama-cpp';
import type { KvCacheType, LoadRequest } from '#contract/engine.ts';
import type { Graphics } from '#contract/graphics.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { openProbe } from './capture.ts';
import { cardOf, freeOnCard, graphicsOf, graphicsWithout, hasCard } from './graphics.ts';
import { loadErrorFrom, type EngineLog } from './engine-log.ts';
import type { Probe } from './probe.ts';

/** A context that can evaluate, and the probe on its only sequence. Replaced as a whole by calibration. */
export type EngineContext = {
  readonly context: LlamaContext;
  readonly sequence: LlamaContextSequence;
  readonly probe: Probe;
};

/** A model that is ready to be evaluated. */
export type EngineModel = {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly request: LoadRequest;
  /** Tokens that prompt and reply may have together. */
  readonly contextTokens: number;
  readonly vocabularySize: number;
  readonly endTokenIds: readonly number[];
  /** Version of node-llama-cpp. */
  readonly bindingVersion: string;
  readonly graphics: Graphics;
};

/**
 * llama.cpp's library, opened once for each kind of device. One process keeps the instances: a second one of the same
 * kind would lose the log lines that say why a load failed (node-llama-cpp 3.22.1 forgets the newer logger when the
 * older one is released).
 */
export type LlamaLibrary = { get(gpu: 'auto' | false): Promise<Llama> };

export function createLlamaLibrary(log: EngineLog): LlamaLibrary {
  const opened = new Map<'auto' | false, Llama>();
  return {
    async get(gpu) {
      const known =
        opened.get(gpu) ?? [...opened.values()].find((llama) => gpu === false && llama.gpu === false);
      const llama = known ?? (await startLlama(gpu, log));
      opened.set(gpu, llama);
      return llama;
    },
  };
}

/**
 * Loads the file and makes a context.
 * @throws model.unreadable, model.unsupportedArchitecture, model.corrupt, model.truncated, model.notEnoughMemory,
 * model.loadFailed, engine.unavailable
 */
export async function loadModel(
  request: LoadRequest,
  library: LlamaLibrary,
  log: EngineLog,
  onProgress: (fraction: number) => void,
): Promise<{ engineModel: EngineModel; engineContext: EngineContext }> {
  await access(request.path, constants.R_OK).catch((cause: unknown) => {
    throw new PrismeError('model.unreadable', {}, { cause });
  });
  return await loadOnBest(request, library, log, onProgress);
}

type Loaded = { engineModel: EngineModel; engineContext: EngineContext };

/** With the graphics card where it may be used and can be, else without it. */
async function loadOnBest(
  request: LoadRequest,
  library: LlamaLibrary,
  log: EngineLog,
  onProgress: (fraction: number) => void,
): Promise<Loaded> {
  const onProcessor = async (graphics: Promise<Graphics>): Promise<Loaded> =>
    await loadWith(await library.get(false), request, log, onProgress, graphics);
  if (request.gpu === 'off') return await onProcessor(graphicsWithout('off'));
  const opened = await library.get('auto').catch((cause: unknown) => ({ cause }));
  if ('cause' in opened) return await onProcessor(graphicsWithout('notStarted', opened.cause));
  // Asks the drivers that were passed over why, which may take seconds: beside the loading, not before it.
  const graphics = graphicsOf(opened);
  if (!(await hasCard(opened))) return await onProcessor(graphics);
  try {
    return await loadWith(opened, request, log, onProgress, graphics);
  } catch (cause) {
    // A lost or too small GPU must not keep a model from running: once more without it, and the profile says "cpu".
    return await onProcessor(graphicsWithout('loadFailed', cause));
  }
}

async function startLlama(gpu: 'auto' | false, log: EngineLog): Promise<Llama> {
  try {
    return await getLlama({
      gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: 0,
      // Reasons of failed loads are logged as warnings and errors; anything finer costs time for nothing.
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => log.add(level, message),
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 2_000) : String(cause).slice(0, 2_000);
    throw new PrismeError('engine.unavailable', { reason }, { cause });
  }
}

async function loadWith(
  llama: Llama,
  request: LoadRequest,
  log: EngineLog,
  onProgress: (fraction: number) => void,
  // Looked for while llama.cpp loads; it never rejects.
  graphics: Promise<Graphics>,
): Promise<Loaded> {
  log.clear();
  let model: LlamaModel | null = null;
  try {
    const freeBytes = llama.gpu === false ? null : await freeOnCard(llama);
    model = await llama.loadModel({
      modelPath: request.path,
      gpuLayers: layersFor(llama, request),
      useMmap: request.useMmap ?? true,
      onLoadProgress: onProgress,
    });
    const contextTokens = Math.min(request.contextTokens, model.trainContextSize);
    const opening = openContext(model, request, request.threads ?? defaultThreads(llama), contextTokens);
    // llama.cpp reserves its buffers in a thread of its own: what else is to be known is found out meanwhile.
    const [context, endTokenIds] = await bothOrNeither(opening, findEndTokens(model));
    const engineModel: EngineModel = {
      llama,
      model,
      request,
      contextTokens,
      vocabularySize: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
      endTokenIds,
      bindingVersion: await getModuleVersion(),
      graphics: await graphics,
    };
    const engineContext = await withProbe(context, engineModel);
    if (freeBytes === null) return { engineModel, engineContext };
    const card = await cardOf(llama, model, freeBytes);
    return { engineModel: { ...engineModel, graphics: { ...engineModel.graphics, card } }, engineContext };
  } catch (error) {
    await model?.dispose().catch(() => undefined);
    if (error instanceof PrismeError) throw error;
    if (model !== null && cacheTypeOf(request) !== 'f16') throw cacheRefused(request.kvCacheType, error);
    await log.explained();
    throw loadErrorFrom(error, log.lines(), request.path);
  }
}

/** Tokens between two looks at what else is to be done. */
const tokensAtOnce = 4_096;

/** Every token that ends a generation. Asks llama.cpp about each: 49,000 take about 30 ms. */
async function findEndTokens(model: LlamaModel): Promise<number[]> {
  const found: number[] = [];
  for (const token of model.iterateAllTokens()) {
    if (token % tokensAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    if (model.isEogToken(token)) found.push(token);
  }
  return found;
}

/** Both; where one fails, the other is waited for too, so that nothing works on a model that is being freed. */
async function bothOrNeither<Left, Right>(
  left: Promise<Left>,
  right: Promise<Right>,
): Promise<[Left, Right]> {
  await Promise.allSettled([left, right]);
  return await Promise.all([left, right]);
}

/** A number that a person chose, or as many as fit beside a context of that length. */
function layersFor(
  { gpu }: Llama,
  { gpuLayers, contextTokens }: LoadRequest,
): NonNullable<LlamaModelOptions['gpuLayers']> {
  if (gpu === false) return 0;
  return gpuLayers ?? { fitContext: { contextSize: contextTokens } };
}

function cacheTypeOf({ kvCacheType }: LoadRequest): KvCacheType {
  return kvCacheType ?? 'f16';
}

/** llama.cpp cuts the heads of a model into blocks of 32 numbers; where that does not work out, there is no such cache. */
function cacheRefused(kvCacheType: KvCacheType | undefined, cause: unknown): PrismeError {
  const reason = cause instanceof Error ? cause.message.slice(0, 2_000) : String(cause).slice(0, 2_000);
  return new PrismeError('model.loadFailed', { kvCacheType: kvCacheType ?? 'f16', reason }, { cause });
}

/** Before calibration: half of the cores that are good at arithmetic, because threads that outnumber free cores spin. */
export function defaultThreads(llama: Llama): number {
  return Math.max(1, Math.floor(llama.cpuMathCores / 2));
}

const cacheTypes = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const satisfies Record<KvCacheType, string>;

/** A context with one sequence, and the probe on it. */
export async function createEngineContext(
  engineModel: EngineModel,
  threads: number,
  contextTokens: number,
): Promise<EngineContext> {
  const { model, request } = engineModel;
  return await withProbe(await openContext(model, request, threads, contextTokens), engineModel);
}

/** The whole cache is kept for sliding-window models too: a prefix can always be reused. */
async function openContext(
  model: LlamaModel,
  request: LoadRequest,
  threads: number,
  contextTokens: number,
): Promise<LlamaContext> {
  const cacheType = cacheTypes[cacheTypeOf(request)];
  return await model.createContext({
    contextSize: contextTokens,
    batchSize: Math.min(request.batchTokens, contextTokens),
    // llama.cpp reads a cache of fewer bits only this way.
    flashAttention: request.flashAttention || cacheType !== 'F16',
    experimentalKvCacheKeyType: cacheType,
    experimentalKvCacheValueType: cacheType,
    threads,
    sequences: 1,
    swaFullCache: true,
    failedCreationRemedy: false,
  });
}

async function withProbe(
  context: LlamaContext,
  { model, vocabularySize, endTokenIds }: EngineModel,
): Promise<EngineContext> {
  const sequence = context.getSequence();
  const probe = await openProbe(sequence, {
    checkTokenId: model.tokens.bos ?? 0,
    vocabularySize,
    endTokenIds,
  });
  return { context, sequence, probe };
}

export async function closeEngineContext({ context, probe }: EngineContext): Promise<void> {
  probe.close();
  await context.dispose();
}

/** How numbers are computed with this model and context. */
export function profileOf(
  { llama, model, contextTokens, bindingVersion }: EngineModel,
  { context, probe }: EngineContext,
  pass: EvaluationProfile['pass'],
): EvaluationProfile {
  return {
    engine: `node-llama-cpp ${bindingVersion}, llama.cpp ${llama.llamaCppRelease.release}`,
    backend: llama.gpu === false ? 'cpu' : llama.gpu,
    gpuLayers: model.gpuLayers,
    threads: Math.max(1, context.idealThreads),
    batchTokens: context.batchSize,
    flashAttention: context.flashAttention === true,
    kvCacheType: (GgmlType[context.kvCacheKeyType] ?? 'f16').toLowerCase(),
    contextTokens,
    pass,
    isLogZExact: probe.isLogZExact,
  };
}
