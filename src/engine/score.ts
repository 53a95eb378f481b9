/**
 * Answers `score`: the distribution before every token of a given text. Runs in the engine. The numbers come from
 * another pass than a generation (batches instead of single tokens) and carry a profile of their own.
 */
import type { ScoreEvent, ScoreRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Position } from './probe.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { requireKnownTokens, requireRoom } from './evaluate-prompt.ts';
import { profileOf } from './load-model.ts';
import { endLogprobOf, stepFrom } from './trace-step.ts';

/** Logits of a batch take 4 bytes × vocabulary × positions: 64 MB for the largest vocabularies. */
const positionsInBatch = 64;

/** Emits one step a token, in order. A stop ends it early, with the tokens scored so far. @throws generation.contextFull, model.invalidOutput */
export async function score(
  state: EngineState,
  loaded: LoadedEngine,
  request: ScoreRequest,
  run: Run,
  emit: (event: ScoreEvent) => void,
): Promise<void> {
  const { tokenIds } = request;
  requireKnownTokens(tokenIds, loaded.vocabulary.size);
  requireRoom(tokenIds.length, loaded.model.contextTokens);
  const startedAtMs = performance.now();
  const { context, sequence, probe } = loaded.context;
  const batchTokens = Math.min(positionsInBatch, context.batchSize);
  await sequence.clearHistory();
  const [first] = tokenIds;
  if (first !== undefined) emitSteps(emit, 0, [unscoredStep(first)]);
  let scored = 0;
  while (scored < tokenIds.length - 1 && !run.isStopRequested) {
    const batch = tokenIds.slice(scored, Math.min(tokenIds.length - 1, scored + batchTokens));
    const positions = await probe.read(batch, [...batch.keys()]);
    state.work += batch.length;
    const steps: TraceStep[] = [];
    for (const [index, position] of positions.entries()) {
      steps.push(await scoreToken(position, tokenIds[scored + index + 1] ?? 0, request.topN, loaded));
    }
    emitSteps(emit, scored + 1, steps);
    scored += batch.length;
  }
  // The cache holds numbers of another batch shape: a generation must not go on from them.
  await sequence.clearHistory();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const profile = { ...profileOf(loaded.model, loaded.context, 'scoring'), batchTokens };
  emit({ kind: 'end', tokensPerSecond: scored > 0 ? scored / seconds : null, profile });
}

async function scoreToken(
  position: Position,
  tokenId: number,
  topN: number,
  { model }: LoadedEngine,
): Promise<TraceStep> {
  const [top, normaliser] = await Promise.all([
    position.top(topN),
    position.normaliser(1, [tokenId, ...model.endTokenIds]),
  ]);
  const step = stepFrom({
    tokenId,
    origin: 'prompt',
    top,
    normaliser,
    wantedLogit: normaliser?.wanted[0] ?? null,
  });
  if (step === null) throw new PrismeError('model.invalidOutput');
  return {
    ...step,
    endLogprob:
      normaliser === null ? null : endLogprobOf(normaliser.wanted.subarray(1), step.maxLogit, step.logZ),
  };
}

function emitSteps(emit: (event: ScoreEvent) => void, firstToken: number, steps: readonly TraceStep[]): void {
  emit({ kind: 'tokens', firstToken, count: steps.length, steps: encodeSteps(steps) });
}

function unscoredStep(tokenId: number): TraceStep {
  return {
    tokenId,
    origin: 'prompt',
    logit: 0,
    maxLogit: 0,
    logZ: 0,
    isLogZExact: false,
    draw: null,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    topIds: new Uint32Array(0),
    topLogits: new Float32Array(0),
  };
}
