/**
 * Fits what a new reply begins from into the model's context, with room for what a person put there. Runs in the core. Stores
 * nothing.
 */
import type { Fork } from '#contract/conversations.ts';
import type { Overflow } from '#contract/generation.ts';
import type { SummaryFailure } from '#contract/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { requireRoomBehind } from './exact-tokens.ts';
import { type Branch, fitPrompt, type FittedPrompt } from './fit-context.ts';

/** What a reply begins from that has no tokens yet. */
export type NewStart = {
  readonly branch: Branch;
  /** `summarise`: what does not fit is summarised in the reply's turn (summary-step.ts), before its prompt is fitted. */
  readonly overflow: Exclude<Overflow, 'asChosen'>;
  /** Put there by a person: the first tokens that are written. As many as the branch says (`beginningTokens`). */
  readonly forcedIds: readonly number[];
  /** Kept with the reply: says that a person wrote how it begins. */
  readonly fork: Fork | null;
  /** Why it was not summarised although it was to be. */
  readonly summaryFailure: SummaryFailure | null;
};

/** The prompt, with room behind it for what the reply begins with. @throws generation.contextFull and as fitPrompt */
export async function fitStart(
  engine: RunningEngine,
  { branch, overflow, forcedIds }: NewStart,
  maxTokens: number | null,
): Promise<FittedPrompt> {
  // Whoever was to summarise has done so, or could not.
  const allowed = overflow === 'summarise' ? 'cutOldest' : overflow;
  const fitted = await fitPrompt(engine, branch, allowed, maxTokens);
  requireRoomBehind(engine, fitted.prompt.tokenIds.length + forcedIds.length, maxTokens);
  return fitted;
}

/**
 * The same before anything is stored; null: turns are to be summarised first, and what cannot be summarised fits.
 * @throws as fitStart
 */
export async function fitBeforehand(
  engine: RunningEngine,
  start: NewStart,
  maxTokens: number | null,
): Promise<FittedPrompt | null> {
  const fitted = await fitStart(engine, start, maxTokens);
  return start.overflow === 'summarise' && fitted.cutMessageIds.length > 0 ? null : fitted;
}
