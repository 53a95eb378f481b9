/**
 * How a given text is cut into batches, and what of an earlier reading of the same beginning stays in the cache. Runs in
 * the engine. Scoring (score.ts) and whole rows (rows.ts) share it, so that their numbers come from the same batches.
 */
import type { EngineState, LoadedEngine } from './engine-state.ts';

/** Logits of a batch take 4 bytes × vocabulary × positions. */
const mostLogitBytes = 64 * 1024 * 1024;
const mostPositions = 256;

export function batchTokensFor({ context: { context }, vocabulary }: LoadedEngine): number {
  const fitting = Math.floor(mostLogitBytes / (4 * vocabulary.size));
  return Math.max(1, Math.min(mostPositions, fitting, context.batchSize));
}

/**
 * Keeps of the cache what an earlier scoring of the same beginning left there in whole batches, as far as it is not
 * asked for now. Answers how many tokens that are.
 */
export async function reuseScored(
  state: EngineState,
  { context: { sequence } }: LoadedEngine,
  { tokenIds, from }: { readonly tokenIds: readonly number[]; readonly from: number },
  batchTokens: number,
): Promise<number> {
  const known = state.scored ?? [];
  const most = Math.min(known.length, sequence.nextTokenIndex, Math.max(0, from - 1));
  let same = 0;
  while (same < most && known[same] === tokenIds[same]) same++;
  const reused = same - (same % batchTokens);
  state.scored = tokenIds.slice(0, reused);
  if (reused === 0) await sequence.clearHistory();
  else if (reused < sequence.nextTokenIndex)
    await sequence.eraseContextTokenRanges([{ start: reused, end: sequence.nextTokenIndex }]);
  return sequence.nextTokenIndex === reused ? reused : await startAgain(state, sequence);
}

/** What could not be erased is evaluated again. */
async function startAgain(
  state: EngineState,
  sequence: LoadedEngine['context']['sequence'],
): Promise<number> {
  state.scored = [];
  await sequence.clearHistory();
  return 0;
}
