/**
 * Loads a GGUF file with llama.cpp and makes the one context and sequence that the engine works on. Runs in the
 * engine. It renders, generates and scores nothing.
 */
import { access, constants } from 'node:fs/promises';
import {
  getLlama,
  getModuleVersion,
  LlamaLogLevel,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp';
import type { LoadRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { openProbe } from './capture.ts';
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
  if (request.gpu === 'off') return await loadWith(await library.get(false), request, log, onProgress);
  const llama = await library.get('auto').catch(() => library.get(false));
  try {
    return await loadWith(llama, request, log, onProgress);
  } catch (error) {
    // A lost or too small GPU must not keep a model from running: once more without it, and the profile says "cpu".
    if (llama.gpu === false) throw error;
    return await loadWith(await library.get(false), request, log, onProgress);
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
): Promise<{ engineModel: EngineModel; engineContext: EngineContext }> {
  log.clear();
  let model: LlamaModel | null = null;
  try {
    model = await llama.loadModel({
      modelPath: request.path,
      gpuLayers: llama.gpu === false ? 0 : { fitContext: { contextSize: request.contextTokens } },
      useMmap: true,
      onLoadProgress: onProgress,
    });
    const vocabularySize = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
    const engineModel: EngineModel = {
      llama,
      model,
      request,
      contextTokens: Math.min(request.contextTokens, model.trainContextSize),
      vocabularySize,
      endTokenIds: [...model.iterateAllTokens()].filter((token) => model?.isEogToken(token)),
      bindingVersion: await getModuleVersion(),
    };
    const engineContext = await createEngineContext(
      engineModel,
      request.threads ?? defaultThreads(llama),
      engineModel.contextTokens,
    );
    return { engineModel, engineContext };
  } catch (error) {
    await model?.dispose().catch(() => undefined);
    if (!(error instanceof PrismeError)) await log.explained();
    throw loadErrorFrom(error, log.lines(), request.path);
  }
}

/** Before calibration: half of the cores that are good at arithmetic, because threads that outnumber free cores spin. */
export function defaultThreads(llama: Llama): number {
  return Math.max(1, Math.floor(llama.cpuMathCores / 2));
}

/** A context with one sequence. The whole cache is kept for sliding-window models too: a prefix can always be reused. */
export async function createEngineContext(
  { model, request, vocabularySize, endTokenIds }: EngineModel,
  threads: number,
  contextTokens: number,
): Promise<EngineContext> {
  const context = await model.createContext({
    contextSize: contextTokens,
    batchSize: Math.min(request.batchTokens, contextTokens),
    flashAttention: request.flashAttention,
    threads,
    sequences: 1,
    swaFullCache: true,
    failedCreationRemedy: false,
  });
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
    kvCacheType: 'f16',
    contextTokens,
    pass,
    isLogZExact: probe.isLogZExact,
  };
}
