/**
 * Brings the KV cache to the end of a token list, evaluating only what it lacks. Runs in the engine. It reads the
 * distribution after the last token and chooses nothing.
 *
 * Batch shapes move the last digits of logits, so each token is evaluated as it was the first time: the last token of a
 * prompt and every token of a reply alone, the prompt before that in batches. A reply that is gone on with, or branched
 * from, then has the numbers that it had, in the cache or not; the price is that a long reply that is not in the cache
 * is read at the speed at which it was written.
 */
import { PrismeError } from '#contract/errors.ts';
import type { Position } from './probe.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';

export type PromptProgress = { readonly evaluated: number; readonly total: number; readonly reused: number };

export type EvaluatedPrompt = {
  /** The distribution after the last token; null when it was stopped before. */
  readonly position: Position | null;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
};

/**
 * Evaluates `prompt` and `reply` (at least one token together) and answers what follows. `onProgress` is called before
 * the first batch and after each.
 */
export async function evaluatePrompt(
  state: EngineState,
  { context: { context, sequence, probe } }: LoadedEngine,
  { prompt, reply }: { readonly prompt: readonly number[]; readonly reply: readonly number[] },
  run: Run,
  onProgress: (progress: PromptProgress) => void,
): Promise<EvaluatedPrompt> {
  const tokens = [...prompt, ...reply];
  const total = tokens.length;
  const firstAlone = Math.max(0, prompt.length - 1);
  if (state.scored !== null) await sequence.clearHistory();
  state.scored = null;
  const reused = await reuseCache(sequence, tokens);
  let evaluated = 0;
  const step = (count: number): void => {
    evaluated += count;
    state.work += count;
    onProgress({ evaluated: reused + evaluated, total, reused });
  };
  step(0);
  while (reused + evaluated < total - 1) {
    if (run.isStopRequested) return { position: null, reusedTokens: reused, evaluatedTokens: evaluated };
    const start = reused + evaluated;
    const end = start < firstAlone ? Math.min(firstAlone, total - 1, start + context.batchSize) : start + 1;
    const batch = tokens.slice(start, end);
    await probe.feed(batch);
    step(batch.length);
  }
  const [position] = await probe.read(tokens.slice(-1), [0]);
  step(1);
  return { position: position ?? null, reusedTokens: reused, evaluatedTokens: evaluated };
}

/** Erases from the cache what differs; answers how many tokens of the list it holds now (never the last one). */
async function reuseCache(
  sequence: LoadedEngine['context']['sequence'],
  tokens: readonly number[],
): Promise<number> {
  // Ids of this vocabulary: see requireKnownTokens. `Token` is a number with a brand.
  const head = tokens.slice(0, -1) as Parameters<typeof sequence.adaptStateToTokens>[0];
  if (head.length === 0) await sequence.clearHistory();
  else await sequence.adaptStateToTokens(head, false);
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
