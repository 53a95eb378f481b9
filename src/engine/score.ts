/**
 * Answers `score`: the distribution before every token of a given text. Runs in the engine. The numbers come from
 * another pass than a generation (batches instead of single tokens) and carry a profile of their own. Batches begin at
 * fixed positions of the text, so that it may be scored in parts (`from`) with the same numbers as in one.
 */
import type { ScoreEvent, ScoreRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { requireKnownTokens, requireRoom } from './evaluate-prompt.ts';
import { profileOf } from './load-model.ts';
import type { ScoreReader, TargetReading } from './probe.ts';
import { batchTokensFor, reuseScored } from './scored-batches.ts';
import { endLogprobOf, stepFrom } from './trace-step.ts';

/** Emits one step a token from `from` on, in order. A stop ends it early. @throws generation.contextFull, model.invalidOutput */
export async function score(
  state: EngineState,
  loaded: LoadedEngine,
  request: ScoreRequest,
  run: Run,
  emit: (event: ScoreEvent) => void,
): Promise<void> {
  const { tokenIds, from, topN } = request;
  requireKnownTokens(tokenIds, loaded.vocabulary.size);
  requireRoom(tokenIds.length, loaded.model.contextTokens);
  const startedAtMs = performance.now();
  const batchTokens = batchTokensFor(loaded);
  const reader = loaded.context.probe.openScoring(topN);
  let scored = 0;
  try {
    const [first] = tokenIds;
    if (from === 0 && first !== undefined) emitSteps(emit, 0, [unscoredStep(first)]);
    let start = await reuseScored(state, loaded, request, batchTokens);
    while (start < tokenIds.length - 1 && !run.isStopRequested) {
      const end = Math.min(tokenIds.length - 1, start + batchTokens);
      const steps = await scoreBatch(loaded, reader, request, { start, end });
      state.work += end - start;
      state.scored = tokenIds.slice(0, end);
      if (steps.length > 0) emitSteps(emit, end + 1 - steps.length, steps);
      scored += steps.length;
      start = end;
    }
  } finally {
    reader.close();
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const profile = { ...profileOf(loaded.model, loaded.context, 'scoring'), batchTokens };
  emit({ kind: 'end', tokensPerSecond: scored > 0 ? scored / seconds : null, profile });
}

/** Evaluates the tokens of a batch and answers the steps of those behind them that are asked for. */
async function scoreBatch(
  loaded: LoadedEngine,
  reader: ScoreReader,
  { tokenIds, from }: ScoreRequest,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<readonly TraceStep[]> {
  const tokens = tokenIds.slice(start, end);
  const skip = Math.max(0, Math.min(tokens.length, from - 1 - start));
  const targets = tokenIds.slice(start + skip + 1, end + 1);
  if (targets.length === 0) {
    await loaded.context.probe.feed(tokens);
    return [];
  }
  const readings = await reader.read(tokens, targets, skip);
  return readings.map((reading, place) => scoredStep(reading, targets[place] ?? 0));
}

function scoredStep({ top, endLogits, logZ, logit, rank }: TargetReading, tokenId: number): TraceStep {
  const step = stepFrom({
    tokenId,
    origin: 'prompt',
    top,
    normaliser: logZ === null ? null : { logZ },
    wantedLogit: logit,
    exactRank: rank,
  });
  if (step === null) throw new PrismeError('model.invalidOutput');
  const isEndKnown = logZ !== null && endLogits !== null;
  return { ...step, endLogprob: isEndKnown ? endLogprobOf(endLogits, step.maxLogit, step.logZ) : null };
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
    rank: null,
    topIds: new Uint32Array(0),
    topLogits: new Float32Array(0),
  };
}
