/**
 * A model library for tests: one model whose vocabulary is the 256 bytes (and an end token), and an engine in this
 * process that does what a script says. Used by tests of the core only.
 */
import type {
  GenerateEvent,
  GenerateRequest,
  LoadedModel,
  ProbeEvent,
  RenderRequest,
  ScoreEvent,
} from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { type ModelId, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import type { Model, Vocabulary } from '#contract/models.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { FinishReason } from '#contract/reply.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import type { ModelLibrary } from '#core/models/model-library.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TokenOrigin, TraceStep } from '#probability/trace.ts';
import { scriptedDistribution } from './scripted-distribution.ts';

export const scriptedModelId = modelIdSchema.parse('a'.repeat(64));
export const scriptedVocabularyHash = vocabularyHashSchema.parse('b'.repeat(64));
export const endToken = 256;
export const controlToken = 257;

export const scriptedProfile: EvaluationProfile = {
  engine: 'scripted',
  backend: 'cpu',
  gpuLayers: 0,
  threads: 1,
  batchTokens: 1,
  flashAttention: false,
  kvCacheType: 'f16',
  contextTokens: 1_000,
  pass: 'generation',
  isLogZExact: true,
};

/** What the engine is told to do next. */
export type EngineScript = {
  /** Sends the bytes of a text as tokens, in one chunk. */
  write(text: string): Promise<void>;
  /** Sends these tokens in one chunk. */
  tokens(ids: readonly number[], origin?: TokenOrigin): Promise<void>;
  /** Sends the forced tokens of the request, as an engine does before its own. */
  forced(): Promise<void>;
  end(reason?: Exclude<FinishReason, 'interrupted'>, stopStringAtByte?: number | null): Promise<void>;
  /** The engine dies: every waiting call rejects. */
  die(): Promise<void>;
  /** Sends an event as it is. */
  send(event: GenerateEvent): Promise<void>;
};

/** One request that the engine is working on. */
export type ScriptedRun = EngineScript & { readonly request: GenerateRequest };

export type ScriptedLibrary = ModelLibrary & {
  /** Resolves with the next generation that reaches the engine. */
  nextRun(): Promise<ScriptedRun>;
  /** Lets `load` succeed only after `finishLoading`. */
  holdLoading(): void;
  finishLoading(error?: PrismeError): void;
  setContextTokens(contextTokens: number): void;
  /** When set, `stop` is not obeyed by the stream (a hang until `die`). */
  ignoresStop: boolean;
  stops: number;
  readonly renders: readonly RenderRequest[];
};

/** A step that draws `tokenId` among two captured tokens. */
export function scriptedStep(tokenId: number): TraceStep {
  return {
    tokenId,
    origin: 'sampled',
    logit: 2,
    maxLogit: 2,
    logZ: 0.5,
    isLogZExact: true,
    draw: 0.25,
    xtcDraw: null,
    endLogprob: -3,
    logZAtTemperature: null,
    rank: null,
    topIds: Uint32Array.of(tokenId, tokenId === 0 ? 1 : 0),
    topLogits: Float32Array.of(2, 1),
  };
}

export function scriptedVocabulary(): Vocabulary {
  const size = 258;
  const offsets = new DataView(new ArrayBuffer((size + 1) * 4));
  const bytes = [
    ...Array.from({ length: 256 }, (_, byte) => byte),
    ...new TextEncoder().encode('<end><control>'),
  ];
  for (let id = 0; id <= 256; id++) offsets.setUint32(id * 4, id, true);
  offsets.setUint32(257 * 4, 256 + '<end>'.length, true);
  offsets.setUint32(258 * 4, bytes.length, true);
  const types = new Uint8Array(size).fill(1);
  types[endToken] = 3;
  types[controlToken] = 3;
  return {
    hash: scriptedVocabularyHash,
    bytes: Uint8Array.from(bytes),
    offsets: new Uint8Array(offsets.buffer),
    types,
    endTokenIds: [endToken],
  };
}

class Stream {
  readonly request: GenerateRequest;
  #events: (GenerateEvent | PrismeError)[] = [];
  #wake: () => void = () => undefined;
  #nextToken: number;

  constructor(request: GenerateRequest) {
    this.request = request;
    this.#nextToken = request.reply.length;
  }

  async push(event: GenerateEvent | PrismeError): Promise<void> {
    this.#events.push(event);
    this.#wake();
    // Lets the reader take it before the script goes on.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async *read(): AsyncGenerator<GenerateEvent, void, void> {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      if (event instanceof PrismeError) throw event;
      yield event;
      if (event.kind === 'end') return;
    }
  }

  run(): ScriptedRun {
    const tokens = async (ids: readonly number[], origin: TokenOrigin = 'sampled'): Promise<void> => {
      const firstToken = this.#nextToken;
      this.#nextToken += ids.length;
      await this.push({
        kind: 'tokens',
        firstToken,
        count: ids.length,
        steps: encodeSteps(ids.map((id) => ({ ...scriptedStep(id), origin }))),
      });
    };
    return {
      request: this.request,
      tokens,
      forced: () => tokens(this.request.forced, 'forced'),
      write: (text) => tokens([...new TextEncoder().encode(text)]),
      end: (reason = 'endToken', stopStringAtByte = null) =>
        this.push(endEvent(this.request, this.#nextToken, reason, stopStringAtByte)),
      die: () => this.push(new PrismeError('engine.exited', { code: null, signal: 'SIGKILL' })),
      send: (event) => this.push(event),
    };
  }

  stopSoftly(): void {
    void this.push(endEvent(this.request, this.#nextToken, 'stopped', null));
  }
}

function endEvent(
  request: GenerateRequest,
  replyTokens: number,
  reason: Exclude<FinishReason, 'interrupted'>,
  stopStringAtByte: number | null,
): GenerateEvent {
  const stats = {
    promptTokens: request.prompt.length,
    reusedTokens: 0,
    replyTokens,
    firstTokenMs: 1,
    promptTokensPerSecond: null,
    tokensPerSecond: null,
    memoryBytes: 1,
  };
  return { kind: 'end', reason, stats, stopStringAtByte };
}

/** Renders a chat as the bytes of its texts, one `|` after each turn. */
function renderBytes(request: RenderRequest): number[] {
  if (request.kind === 'raw') return [...new TextEncoder().encode(request.text)];
  return request.turns.flatMap((turn) => [...new TextEncoder().encode(`${turn.text}|`)]);
}

class Scripted implements ScriptedLibrary {
  ignoresStop = false;
  stops = 0;
  readonly renders: RenderRequest[] = [];
  #contextTokens = 1_000;
  #isLoaded = false;
  #stream: Stream | null = null;
  #loading = Promise.resolve();
  #finishLoading: (error?: PrismeError) => void = () => undefined;
  readonly #runs: ScriptedRun[] = [];
  readonly #waiting: ((run: ScriptedRun) => void)[] = [];
  readonly #vocabulary = scriptedVocabulary();
  readonly #engine = this.#makeEngine();

  nextRun(): Promise<ScriptedRun> {
    const run = this.#runs.shift();
    return run ? Promise.resolve(run) : new Promise((resolve) => this.#waiting.push(resolve));
  }

  holdLoading(): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#loading = promise;
    this.#finishLoading = (error) => (error ? reject(error) : resolve());
  }

  finishLoading(error?: PrismeError): void {
    this.#finishLoading(error);
  }

  setContextTokens(contextTokens: number): void {
    this.#contextTokens = contextTokens;
  }

  list = () => ({ models: [this.#model()], rejected: [] });

  get(modelId: ModelId): Model {
    if (modelId !== scriptedModelId) throw new PrismeError('model.notFound');
    return this.#model();
  }

  async load(modelId: ModelId): Promise<RunningEngine> {
    this.get(modelId);
    await this.#loading;
    this.#isLoaded = true;
    return this.#engine;
  }

  async unload(): Promise<Model> {
    this.#isLoaded = false;
    return this.#model();
  }

  vocabulary = () => this.#vocabulary;
  addFile = () => Promise.resolve(this.#model());
  configure = () => Promise.resolve(this.#model());
  calibrate = () => Promise.resolve(this.#model());
  release = () => Promise.resolve(this.#model());
  rescan = () => Promise.resolve();
  remove = () => Promise.resolve();
  close = () => Promise.resolve();
  onChange = () => () => undefined;

  #model(): Model {
    return {
      ...modelFacts,
      state: this.#isLoaded
        ? { kind: 'loaded', model: { ...loadedFacts, contextTokens: this.#contextTokens } }
        : { kind: 'unloaded' },
    };
  }

  #generate(request: GenerateRequest): AsyncIterable<GenerateEvent> {
    this.#stream = new Stream(request);
    const run = this.#stream.run();
    const receiver = this.#waiting.shift();
    if (receiver) receiver(run);
    else this.#runs.push(run);
    return this.#stream.read();
  }

  #makeEngine(): RunningEngine {
    const contextTokens = (): number => this.#contextTokens;
    return {
      modelId: scriptedModelId,
      get model() {
        return { ...loadedFacts, contextTokens: contextTokens() };
      },
      render: async (request) => {
        this.renders.push(request);
        const tokenIds = renderBytes(request);
        const whole = { start: 0, end: tokenIds.length, part: 'template' as const, messageId: null };
        return { tokenIds, spans: tokenIds.length === 0 ? [] : [whole] };
      },
      tokenize: async (text) => [...new TextEncoder().encode(text)],
      generate: (request) => this.#generate(request),
      score: async function* ({ tokenIds }): AsyncGenerator<ScoreEvent, void, void> {
        yield {
          kind: 'tokens',
          firstToken: 0,
          count: tokenIds.length,
          steps: encodeSteps(tokenIds.map(scriptedStep)),
        };
        yield { kind: 'end', tokensPerSecond: 1, profile: { ...scriptedProfile, pass: 'scoring' } };
      },
      probe: async function* ({ prompt, reply, wanted }): AsyncGenerator<ProbeEvent, void, void> {
        const total = prompt.length + reply.length;
        yield { kind: 'progress', evaluated: total, total, reused: 0 };
        yield { kind: 'result', distribution: scriptedDistribution(wanted, scriptedProfile) };
      },
      stop: async () => {
        this.stops += 1;
        if (!this.ignoresStop) this.#stream?.stopSoftly();
      },
    };
  }
}

const loadedFacts: LoadedModel = {
  vocabularySize: 258,
  contextTokens: 1_000,
  trainedContextTokens: 1_000,
  bosTokenId: null,
  endTokenIds: [endToken],
  hasChatTemplate: true,
  profile: scriptedProfile,
  memoryBytes: 1,
};

const modelFacts: Omit<Model, 'state'> = {
  id: scriptedModelId,
  name: 'Scripted',
  fileName: 'scripted.gguf',
  sizeBytes: 1,
  isPresent: true,
  architecture: 'scripted',
  quantisation: null,
  parameterCount: null,
  trainedContextTokens: 1_000,
  vocabularySize: 258,
  vocabularyHash: scriptedVocabularyHash,
  hasChatTemplate: true,
  licence: null,
  estimatedMemoryBytes: 1,
  loadSettings: { contextTokens: null, threads: null, gpu: 'off' },
  calibration: null,
};

export function createScriptedLibrary(): ScriptedLibrary {
  return new Scripted();
}
