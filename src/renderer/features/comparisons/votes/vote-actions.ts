/**
 * What can be done with blind votes. Page. Failures become toasts.
 */
import type { NewLane } from '#contract/comparisons.ts';
import type { ComparisonId } from '#contract/ids.ts';
import type { VoteChoice, VoteRound } from '#contract/votes.ts';
import { core } from '../../../client.ts';
import { attempt, attemptChange } from '../../../state/actions.ts';
import { queryClient, queryKeys } from '../../../state/queries.ts';
import { roundKey } from './votes-queries.ts';
import { openRound } from './votes-store.ts';

/** Puts a round that the core answered with on the screen, before its notice is read. */
function show(round: VoteRound | undefined): boolean {
  if (!round) return false;
  queryClient.setQueryData(roundKey(round.comparisonId), round);
  return true;
}

export async function beginRound(
  folder: string,
  lanes: readonly NewLane[],
  question: string,
): Promise<boolean> {
  const round = await attempt(() => core.votes.begin({ folder, lanes: [...lanes], question }));
  if (!round || !show(round)) return false;
  openRound(round.comparisonId);
  return true;
}

/** True when the question is on disk. */
export async function askNext(comparisonId: ComparisonId, question: string): Promise<boolean> {
  const round = await attempt(() => core.votes.next({ comparisonId, question }));
  if (!round || !show(round)) return false;
  openRound(round.comparisonId);
  return true;
}

export async function giveVote(comparisonId: ComparisonId, choice: VoteChoice): Promise<void> {
  show(await attempt(() => core.votes.vote({ comparisonId, choice })));
}

export async function takeVoteBack(comparisonId: ComparisonId): Promise<void> {
  show(await attempt(() => core.votes.takeBack({ comparisonId })));
}

export function stopRound(comparisonId: ComparisonId): void {
  void attempt(() => core.votes.stop({ comparisonId }));
}

export async function resumeRound(comparisonId: ComparisonId): Promise<void> {
  show(await attempt(() => core.votes.resume({ comparisonId })));
}

/** True when it is in the bin. */
export const deleteRound = (comparisonId: ComparisonId): Promise<boolean> =>
  attemptChange(queryKeys.votes, () => core.votes.delete({ comparisonId }));

export async function restoreRound(comparisonId: ComparisonId): Promise<void> {
  await attemptChange(queryKeys.votes, () => core.votes.restore({ comparisonId }));
}
