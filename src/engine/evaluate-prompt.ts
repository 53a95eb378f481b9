/**
 * Brings the KV cache to the end of a token list, evaluating only what it lacks. Runs in the engine. It reads the
 * distribution after the last token and chooses nothing.
 *
 * Batch shapes move the last digits of logits, and in quantised models the first ones too, so each token is evaluated as
 * it was the first time: the last token of a prompt and every token of a reply alone, the prompt before that in the
 * batches that its reply remembers (`promptAlone`). A reply that is gone on with, or branched from, then has the numbers
 * that it had, in the cache or not; the price is that a long reply, or an earlier one that stood in the cache then, is
 * read at the speed at which it was written.
 */
import { PrismeError } from '#contract/errors.ts';
import type { AloneRuns } from '#contract/profile.ts';
import { aloneFrom, batchEnd, cutShape, runsBefore, sharedShape } from './cache-shape.ts';
import type { Position } from './probe.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';

export type PromptProgress = {
  readonly evaluated: number;
  readonly total: number;
  readonly reused: number;
  readonly promptAlone: [number, number][];
};

export type EvaluatedPrompt = {
  /** The distribution after the last token; null when it was stopped before. */
  readonly position: Position | null;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
};

type Text = {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  readonly promptAlone?: AloneRuns | undefined;
};

/**
 * Evaluates `prompt` and `reply` (at least one token together) and answers what follows. `onProgress` is called before
 * the first batch and after each.
 */
export async function evaluatePrompt(
  state: EngineState,
  { context: { context, sequence, probe } }: LoadedEngine,
  text: Text,
  run: Run,
  onProgress: (progress: PromptProgress) => void,
): Promise<EvaluatedPrompt> {
  const tokens = [...text.prompt, ...text.reply];
  const total = tokens.length;
  if (state.scored !== null) await sequence.clearHistory();
  state.scored = null;
  const reused = await reuseCache(state, sequence, text, context.batchSize);
  const { shape } = state;
  const promptAlone = runsBefore(shape, text.prompt.length - 1);
  let evaluated = 0;
  const step = (count: number): void => {
    evaluated += count;
    state.work += count;
    onProgress({ evaluated: reused + evaluated, total, reused, promptAlone });
  };
  step(0);
  while (reused + evaluated < total - 1) {
    if (run.isStopRequested) return { position: null, reusedTokens: reused, evaluatedTokens: evaluated };
    const start = reused + evaluated;
    const batch = tokens.slice(start, batchEnd(shape, start, total - 1, context.batchSize));
    await probe.feed(batch);
    step(batch.length);
  }
  const [position] = await probe.read(tokens.slice(-1), [0]);
  step(1);
  return { position: position ?? null, reusedTokens: reused, evaluatedTokens: evaluated };
}

type Sequence = LoadedEngine['context']['sequence'];

/**
 * Erases from the cache what differs, in tokens or in how they were to be evaluated, and says in `state.shape` how the
 * rest will be. Answers how many tokens of the text it holds now (never the last one).
 */
async function reuseCache(
  state: EngineState,
  sequence: Sequence,
  { prompt, reply, promptAlone }: Text,
  batchTokens: number,
): Promise<number> {
  const tokens = [...prompt, ...reply];
  const firstAlone = Math.max(0, prompt.length - 1);
  const held = await keepOnly(sequence, tokens.slice(0, -1));
  const heldShape = cutShape(state.shape, held);
  if (promptAlone === undefined) {
    state.shape = aloneFrom(heldShape, Math.max(held, firstAlone));
    return held;
  }
  state.shape = aloneFrom(runsBefore(promptAlone, firstAlone), firstAlone);
  const same = sharedShape(heldShape, state.shape, held, batchTokens);
  return same === held ? held : await keepOnly(sequence, tokens.slice(0, same));
}

/** Answers how many of these tokens are left in the cache. */
async function keepOnly(sequence: Sequence, tokens: readonly number[]): Promise<number> {
  // Ids of this vocabulary: see requireKnownTokens. `Token` is a number with a brand.
  const kept = tokens as Parameters<typeof sequence.adaptStateToTokens>[0];
  if (kept.length === 0) await sequence.clearHistory();
  else await sequence.adaptStateToTokens(kept, false);
  return sequence.nextTokenIndex;
}

/** llama.cpp ends the process on an id outside the vocabulary. @throws app.invalidInput */
export function requireKnownTokens(tokens: readonly number[], vocabularySize: number): void {
  const unknown = tokens.find((id) => id >= vocabularySize);
  if (unknown !== undefined) throw new PrismeError('app.invalidInput', { tokenId: unknown, vocabularySize });
}

/** Nothing is ever shifted out silently. @throws generation.contextFull { needTokens, contextTokens } */
export function requireRoom(needTokens: number, contextTokens: number): void {
  if (needTokens > contextTokens)
    throw new PrismeError('generation.contextFull', { needTokens, contextTokens });
}
