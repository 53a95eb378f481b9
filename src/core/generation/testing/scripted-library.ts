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
  RowsEvent,
  ScoreEvent,
} from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { type ModelId, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import { loadSettingsSchema, type Model, type Vocabulary } from '#contract/models.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import type { ModelLibrary } from '#core/models/model-library.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import { scriptedDistribution } from './scripted-distribution.ts';
import { type ScriptedRun, ScriptedStream, scriptedStep } from './scripted-stream.ts';

export { scriptedStep };

export const scriptedModelId = modelIdSchema.parse('a'.repeat(64));
export const scriptedVocabularyHash = vocabularyHashSchema.parse('b'.repeat(64));
export const endToken = 256;
export const controlToken = 257;

export const scriptedProfile: EvaluationProfile = {
  ...testProfile,
  engine: 'scripted',
  contextTokens: 1_000,
};

export type ScriptedLibrary = ModelLibrary & {
  /** What its engines compute on. */
  backend: string;
  /** Resolves with the next generation that reaches the engine. */
  nextRun(): Promise<ScriptedRun>;
  /** Lets `load` succeed only after `finishLoading`. */
  holdLoading(): void;
  finishLoading(error?: PrismeError): void;
  setContextTokens(contextTokens: number): void;
  /**
   * The engine has died and nobody knows: whoever asks it next is told, and the load after that gives a living one.
   * `rendered`: it dies once it has rendered something. `reason`: as in the details of engine.exited.
   */
  dieUnnoticed(when: 'now' | 'rendered', reason?: string): void;
  /** How often an engine was started. */
  readonly starts: number;
  /** When set, `stop` is not obeyed by the stream (a hang until `die`). */
  ignoresStop: boolean;
  stops: number;
  readonly renders: readonly RenderRequest[];
};

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

/** Renders a chat as the bytes of its texts, one `|` after each turn. */
function renderBytes(request: RenderRequest): number[] {
  if (request.kind === 'raw') return [...new TextEncoder().encode(request.text)];
  return request.turns.flatMap(({ documents = [], text }) => {
    const attached = documents.map((document) => document.text).join('');
    return [...new TextEncoder().encode(`${attached}${text}|`)];
  });
}

class Scripted implements ScriptedLibrary {
  ignoresStop = false;
  backend = 'cpu';
  stops = 0;
  starts = 0;
  readonly renders: RenderRequest[] = [];
  readonly #modelId: ModelId;
  #reason = '';
  #death: 'none' | 'afterRendering' | 'unnoticed' | 'noticed' = 'none';
  #contextTokens = 1_000;
  #isLoaded = false;
  #stream: ScriptedStream | null = null;
  #loading = Promise.resolve();
  #finishLoading: (error?: PrismeError) => void = () => undefined;
  readonly #runs: ScriptedRun[] = [];
  readonly #waiting: ((run: ScriptedRun) => void)[] = [];
  readonly #vocabulary = scriptedVocabulary();
  #engine: RunningEngine | null = null;
  readonly #listeners = new Set<Parameters<ModelLibrary['onChange']>[0]>();

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

  dieUnnoticed(when: 'now' | 'rendered', reason = 'killed'): void {
    this.#reason = reason;
    this.#death = when === 'now' ? 'unnoticed' : 'afterRendering';
  }

  list = () => ({ models: [this.#model()], rejected: [] });

  constructor(modelId: ModelId) {
    this.#modelId = modelId;
  }

  get(modelId: ModelId): Model {
    if (modelId !== this.#modelId) throw new PrismeError('model.notFound');
    return this.#model();
  }

  async load(modelId: ModelId): Promise<RunningEngine> {
    this.get(modelId);
    await this.#loading;
    if (!this.#isLoaded || this.#death === 'noticed') {
      this.starts += 1;
      this.#death = 'none';
    }
    const wasLoaded = this.#isLoaded;
    this.#isLoaded = true;
    if (!wasLoaded) this.#tell();
    return (this.#engine ??= this.#makeEngine());
  }

  running = (): RunningEngine | null => (this.#isLoaded ? (this.#engine ??= this.#makeEngine()) : null);

  async unload(): Promise<Model> {
    this.#isLoaded = false;
    this.#tell();
    return this.#model();
  }

  vocabulary = () => this.#vocabulary;
  addFile = () => Promise.resolve(this.#model());
  configure = () => Promise.resolve(this.#model());
  setChat = () => Promise.resolve(this.#model());
  chatTemplate = () => Promise.resolve(null);
  calibrate = () => Promise.resolve(this.#model());
  release = () => Promise.resolve(this.#model());
  rescan = () => Promise.resolve();
  remove = () => Promise.resolve();
  close = () => Promise.resolve();
  onChange: ModelLibrary['onChange'] = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  keepTogether = () => Promise.resolve(() => Promise.resolve());
  giveUpLoad = async (): Promise<void> => undefined;
  memory = () => ({
    totalBytes: 1e9,
    availableBytes: 1e9,
    budgetBytes: 0,
    automaticBudgetBytes: 0,
    spareBytes: 0,
    holdings: [],
    freed: [],
  });
  capacity = () => ({ bytes: 1e9, freeBytes: 1.256e9, heldBytes: 0, threads: 1 });

  #model(): Model {
    return {
      ...modelFacts,
      id: this.#modelId,
      state: this.#isLoaded
        ? { kind: 'loaded', model: { ...loadedFacts, contextTokens: this.#contextTokens } }
        : { kind: 'unloaded' },
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener({ kind: 'model', model: this.#model() });
  }

  #requireLiving(): void {
    if (this.#death === 'none' || this.#death === 'afterRendering') return;
    this.#death = 'noticed';
    throw new PrismeError('engine.exited', { code: null, signal: 'SIGKILL', reason: this.#reason });
  }

  async *#generate(request: GenerateRequest): AsyncGenerator<GenerateEvent, void, void> {
    this.#requireLiving();
    yield* this.#open(request);
  }

  #open(request: GenerateRequest): AsyncIterable<GenerateEvent> {
    this.#stream = new ScriptedStream(request);
    const run = this.#stream.run();
    const receiver = this.#waiting.shift();
    if (receiver) receiver(run);
    else this.#runs.push(run);
    return this.#stream.read();
  }

  #makeEngine(): RunningEngine {
    const loaded = (): LoadedModel => ({
      ...loadedFacts,
      contextTokens: this.#contextTokens,
      profile: { ...scriptedProfile, backend: this.backend },
    });
    return {
      modelId: this.#modelId,
      get model() {
        return loaded();
      },
      continuesText: false,
      render: async (request) => {
        this.#requireLiving();
        this.renders.push(request);
        if (this.#death === 'afterRendering') this.#death = 'unnoticed';
        const tokenIds = renderBytes(request);
        const whole = { start: 0, end: tokenIds.length, part: 'template' as const, messageId: null };
        return { tokenIds, spans: tokenIds.length === 0 ? [] : [whole] };
      },
      tokenize: async (text) => {
        this.#requireLiving();
        return [...new TextEncoder().encode(text)];
      },
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
      rows: scriptedRows,
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

async function* scriptedRows({
  tokenIds,
  from,
}: Parameters<RunningEngine['rows']>[0]): AsyncGenerator<RowsEvent, void, void> {
  const count = tokenIds.length - from;
  const logits = new Float32Array(count * loadedFacts.vocabularySize);
  yield { kind: 'rows', firstToken: from, count, logits: new Uint8Array(logits.buffer) };
  yield { kind: 'end', profile: { ...scriptedProfile, pass: 'scoring' } };
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

const modelFacts: Omit<Model, 'state' | 'id'> = {
  name: 'Scripted',
  fileName: 'scripted.gguf',
  sizeBytes: 1,
  isPresent: true,
  isReplaced: false,
  copies: 1,
  architecture: 'scripted',
  quantisation: null,
  parameterCount: null,
  trainedContextTokens: 1_000,
  vocabularySize: 258,
  vocabularyHash: scriptedVocabularyHash,
  hasChatTemplate: true,
  chatFormat: null,
  chat: { kind: 'file' },
  isChatChosen: false,
  suggestedFormat: null,
  licence: null,
  estimatedMemoryBytes: 1,
  memoryNeed: {
    bytes: 1,
    isMeasured: false,
    weightsBytes: 1,
    cacheBytes: 0,
    computeBytes: 0,
    engineBytes: 0,
    contextTokens: 8,
    cardBytes: null,
  },
  loadSettings: loadSettingsSchema.parse({ contextTokens: null, threads: null, gpu: 'off' }),
  calibration: null,
};

export function createScriptedLibrary(modelId = scriptedModelId): ScriptedLibrary {
  return new Scripted(modelId);
}
