/**
 * Draws short continuations from a place, one after the other. Runs in the core. Stores nothing.
 */
import { PrismeError } from '#contract/errors.ts';
import type { SampleEvent } from '#contract/inspection.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { promptAloneOf } from '../generation/exact-tokens.ts';
import { readEngineSteps } from '../generation/read-steps.ts';
import { capturedTokens } from '../generation/run-reply.ts';
import type { FoundPlace } from './find-place.ts';

export type SampleRequest = {
  readonly settings: GenerationSettings;
  readonly count: number;
  /** Of each continuation. */
  readonly maxTokens: number;
  /** Of the first one; the next ones follow, the one after the highest is 0. */
  readonly seed: number;
};

type Drawn = Extract<SampleEvent, { kind: 'continuation' }>;

/** The last event is `end`, unless it was aborted. @throws engine.*, generation.contextFull, model.invalidOutput */
export async function* sampleContinuations(
  engine: RunningEngine,
  place: FoundPlace,
  { settings, count, maxTokens, seed }: SampleRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<SampleEvent, void, undefined> {
  // The limit counts the tokens that stand already.
  const limited = { ...settings, maxTokens: place.replyIds.length + maxTokens };
  for (let index = 0; index < count; index++) {
    const drawn = await draw(engine, place, limited, (seed + index) % 2 ** 32, signal);
    if (drawn === null) return;
    yield drawn;
  }
  yield { kind: 'end' };
}

/** Null: stopped before its end. */
async function draw(
  engine: RunningEngine,
  { promptIds, promptAlone, replyIds }: FoundPlace,
  settings: GenerationSettings,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Drawn | null> {
  const steps: TraceStep[] = [];
  const events = engine.generate({
    prompt: [...promptIds],
    ...promptAloneOf(promptAlone),
    reply: [...replyIds],
    forced: [],
    settings,
    seed,
    topN: capturedTokens,
    capture: true,
  });
  for await (const event of events) {
    // Leaving early stops the engine.
    if (signal?.aborted) return null;
    if (event.kind === 'tokens') steps.push(...readEngineSteps(event));
    if (event.kind !== 'end') continue;
    if (event.reason === 'stopped') return null;
    return {
      kind: 'continuation',
      seed,
      tokenIds: steps.map(({ tokenId }) => tokenId),
      logprob: steps.reduce((sum, step) => sum + (tokenLogprob(step) ?? 0), 0),
      isEnded: event.reason === 'endToken',
    };
  }
  throw new PrismeError('engine.badMessage', { reason: 'a generation ended without saying how' });
}
