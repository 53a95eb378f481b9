/**
 * The members of node-llama-cpp 3.22.1 that the package marks internal and exact-probe.ts uses, and a look whether
 * they are there. Runs in the engine. It calls none of them.
 */
import type { LlamaContextSequence } from 'node-llama-cpp';

export type SamplerConfig = {
  temperature: number;
  topK?: number;
  topP?: number;
  minP?: number;
  seed?: number;
  tokenBiasKeys?: Uint32Array;
  tokenBiasValues?: Float32Array;
};
export type AddonSampler = { applyConfig(config: SamplerConfig): void; dispose(): void };
export type LogitFilter = readonly [
  tokens: readonly number[],
  max: boolean,
  min: boolean,
  selected: boolean,
  top: number,
];
type SampleResult = readonly [
  token: number,
  probabilities: unknown,
  confidence: unknown,
  logits?: number[],
  weight?: number,
];

/** The internal members that are used, as far as they are used. */
type InternalSequence = {
  readonly _tokenMeter: unknown;
  readonly _takeIntervalCheckpointIfNeededAfterBatch: unknown;
  _decodeTokens(
    tokens: readonly number[],
    logits: readonly (true | undefined)[],
    priority: number,
    meter: unknown,
    contextShift: { size: number; strategy: 'eraseBeginning' },
    mapper: (batchLogitIndex: number, tokenIndex: number) => number,
    afterBatch: unknown,
  ): Promise<(number | undefined)[]>;
};
export type InternalContext = {
  sampleToken(
    index: number,
    sampler: AddonSampler,
    probabilities: boolean,
    confidence: boolean,
    logits: LogitFilter | boolean,
    weight: boolean,
  ): Promise<SampleResult>;
};
export type Internals = {
  sequence: InternalSequence;
  context: InternalContext;
  createSampler: () => AddonSampler;
};

/** The internals, when all of them are there; null after a change of node-llama-cpp. */
export function findInternals(sequence: LlamaContextSequence): Internals | null {
  const candidate: unknown = sequence;
  if (!hasFunction(candidate, '_decodeTokens')) return null;
  const context = memberOf(sequence.context, '_ctx');
  if (!hasFunction(context, 'sampleToken')) return null;
  const addonModel = memberOf(sequence.model, '_model');
  const Sampler = memberOf(memberOf(sequence.model.llama, '_bindings'), 'AddonSampler');
  if (typeof Sampler !== 'function' || addonModel === undefined) return null;
  return {
    // The members were just seen to exist; that they behave as described is what agreesWithPublicApi finds out.
    sequence: candidate as unknown as InternalSequence,
    context: context as unknown as InternalContext,
    createSampler: () => Reflect.construct(Sampler, [addonModel]) as AddonSampler,
  };
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function hasFunction(value: unknown, key: string): value is object {
  return typeof memberOf(value, key) === 'function';
}
