/**
 * Answers `probe`: the raw distribution after some tokens. Runs in the engine. It chooses no token and knows no
 * settings; the complete row, when it is needed for entropy and ranks, stays here unless it was asked for.
 */
import type { Distribution, ProbeEvent, ProbeRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { evaluatePrompt, requireKnownTokens, requireRoom } from './evaluate-prompt.ts';
import { profileOf } from './load-model.ts';
import type { Normaliser, Position, RankedLogits } from './probe.ts';
import { rankAmong } from './ranked-logits.ts';
import { endLogprobOf, headLogZ } from './trace-step.ts';

/**
 * Emits progress, then `result`; a stop before that ends it without one.
 * @throws generation.contextFull { needTokens, contextTokens }, model.invalidOutput, app.invalidInput
 */
export async function probe(
  state: EngineState,
  loaded: LoadedEngine,
  request: ProbeRequest,
  run: Run,
  emit: (event: ProbeEvent) => void,
): Promise<void> {
  const { prompt, reply, wanted } = request;
  if (prompt.length + reply.length === 0) throw new PrismeError('app.invalidInput', { prompt: 'empty' });
  requireKnownTokens([...prompt, ...reply, ...wanted], loaded.vocabulary.size);
  requireRoom(prompt.length + reply.length, loaded.model.contextTokens);
  const { position } = await evaluatePrompt(state, loaded, request, run, ({ evaluated, total, reused }) =>
    emit({ kind: 'progress', evaluated, total, reused }),
  );
  if (position === null || run.isStopRequested) return;
  emit({ kind: 'result', distribution: await readDistribution(position, loaded, request) });
}

async function readDistribution(
  position: Position,
  loaded: LoadedEngine,
  { topN, isExact, wanted }: ProbeRequest,
): Promise<Distribution> {
  const vocabularySize = loaded.vocabulary.size;
  const { endTokenIds } = loaded.model;
  const [row, normaliser] = await Promise.all([
    position.top(isExact ? vocabularySize : Math.min(topN, vocabularySize)),
    position.normaliser(1, [...wanted, ...endTokenIds]),
  ]);
  const isComplete = row.ids.length >= vocabularySize;
  const logZ = logZOf(row, normaliser, isComplete);
  const maxLogit = row.logits[0] ?? Number.NaN;
  if (!Number.isFinite(maxLogit) || !Number.isFinite(logZ) || row.logits.some(Number.isNaN))
    throw new PrismeError('model.invalidOutput');
  const logitOf = logitsOf(row, wanted, normaliser);
  const endLogits = normaliser?.wanted.subarray(wanted.length) ?? null;
  return {
    vocabularySize,
    ids: littleEndian(row.ids.slice(0, topN)),
    logits: littleEndian(row.logits.slice(0, topN)),
    logZ,
    isLogZExact: isComplete || normaliser !== null,
    endLogprob: endLogits === null ? null : endLogprobOf(endLogits, maxLogit, logZ),
    entropyBits: isComplete ? entropyBitsOf(row, logZ) : null,
    wanted: wanted.map((tokenId) => {
      const logit = logitOf(tokenId);
      const rank = isComplete ? rankAmong(row.logits, logit) : null;
      return { tokenId, logit, logprob: Math.min(0, logit - maxLogit - logZ), rank };
    }),
    profile: profileOf(loaded.model, loaded.context, 'generation'),
  };
}

/** Of a complete row: summed in f64, smallest first. Otherwise what llama.cpp summed in f32. */
function logZOf(row: RankedLogits, normaliser: Normaliser | null, isComplete: boolean): number {
  return Math.max(0, isComplete || normaliser === null ? headLogZ(row.logits) : normaliser.logZ);
}

/** A wanted token's raw logit: from the row, else from the normaliser's pass, else the row's last as an upper bound. */
function logitsOf(
  row: RankedLogits,
  wanted: readonly number[],
  normaliser: Normaliser | null,
): (tokenId: number) => number {
  return (tokenId) => {
    const place = row.ids.indexOf(tokenId);
    const known = place >= 0 ? row.logits[place] : normaliser?.wanted[wanted.indexOf(tokenId)];
    return known ?? row.logits.at(-1) ?? 0;
  };
}

/** H = (ln Z − Σ p · (logit − max)) / ln 2, in f64, smallest terms first; a logit of −∞ adds nothing. */
function entropyBitsOf({ logits }: RankedLogits, logZ: number): number {
  const maxLogit = logits[0] ?? 0;
  let mean = 0;
  for (let index = logits.length - 1; index >= 0; index--) {
    const distance = (logits[index] ?? -Infinity) - maxLogit;
    if (distance > -Infinity) mean += Math.exp(distance - logZ) * distance;
  }
  return Math.max(0, (logZ - mean) / Math.LN2);
}

/** Every platform that llama.cpp and Node run on together is little-endian. */
function littleEndian(values: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
