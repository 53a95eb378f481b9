/**
 * Decides which turns a summary has to cover so that a message fits, and that it can be written at all. Runs in the core. Counts
 * with the engine's own rendering; writes nothing (write-summary.ts).
 */
import type { SummaryFailure } from '#contract/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type Branch, type BranchTurn, type FewestCuts, isText, roomFor } from './fit-context.ts';

/** Tokens that a summary may have: an eighth of the context, within these bounds. */
const fewestTokens = 32;
const mostTokens = 512;
/** What stands around a summary in a prompt: the words before it, line breaks. */
const frameTokens = 16;
/** What the writing itself needs beside the summary: what it is asked, and a few words of the conversation. */
const taskTokens = 160;

export function summaryTokens({ model: { contextTokens } }: RunningEngine): number {
  return Math.min(mostTokens, Math.max(fewestTokens, Math.floor(contextTokens / 8)));
}

/** Tokens that the turns which are not covered may have: a quarter of the context stays free, or the next message would need another one. */
export function roomBesideSummary(
  engine: RunningEngine,
  branch: Pick<Branch, 'beginningTokens'>,
  maxTokens: number | null,
): number {
  const marginTokens = Math.floor(engine.model.contextTokens / 4);
  return Math.max(0, roomFor(engine, branch, maxTokens) - summaryTokens(engine) - frameTokens - marginTokens);
}

/** Without looking at the conversation; null: nothing speaks against it. */
export function summaryObstacle(
  engine: RunningEngine,
  branch: Branch,
): Extract<SummaryFailure, 'completion' | 'noRoom'> | null {
  if (isText(engine, branch)) return 'completion';
  return engine.model.contextTokens < summaryTokens(engine) + taskTokens ? 'noRoom' : null;
}

/**
 * The turns to be covered, with those that are covered already; null: even then there would be no room for the last one.
 * @param rest what fewestCuts says of the branch without its summary, for `roomBesideSummary`
 */
export function turnsToCover(
  engine: RunningEngine,
  branch: Branch,
  rest: FewestCuts,
  maxTokens: number | null,
): readonly BranchTurn[] | null {
  const covered = branch.summary?.covered ?? [];
  const kept = rest.read.turns.length;
  const needed = rest.prompt.tokenIds.length + summaryTokens(engine) + frameTokens;
  if (kept >= branch.turns.length || needed > roomFor(engine, branch, maxTokens)) return null;
  return [...covered, ...branch.turns.slice(0, branch.turns.length - kept)];
}
