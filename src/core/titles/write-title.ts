/**
 * Asks a loaded engine for a title. Runs in the core. The request stands behind the conversation as the model has just
 * read it, so what the cache holds of it stays there for the next turn. Nothing is stored, no trace is kept.
 */
import { PrismeError } from '#contract/errors.ts';
import type { Vocabulary } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type Branch, contextFull, isText, renderRequest } from '../generation/fit-context.ts';
import { readEngineSteps } from '../generation/read-steps.ts';
import { ReplyText } from '../generation/reply-text.ts';
import { cleanTitle } from './clean-title.ts';
import { thoughtBefore } from './thought-before.ts';
import { withTitleRequest } from './title-request.ts';

/** A title of six words has fewer in most languages; what goes on is no title. */
const mostTokens = 40;

/** Most likely words, and the same ones each time. */
const settings = { ...samplerPresets.greedy, maxTokens: mostTokens };

/**
 * @param signal somebody wants the model: the title is given up at once
 * @returns the title; null: what was written is none, or it was given up
 * @throws model.noChatTemplate, generation.contextFull, engine.*, model.*
 */
export async function writeTitle(
  engine: RunningEngine,
  vocabulary: Vocabulary,
  branch: Branch,
  signal: AbortSignal,
): Promise<string | null> {
  if (isText(engine, branch)) throw new PrismeError('model.noChatTemplate');
  const { turns, request } = withTitleRequest(branch.turns);
  const { tokenIds } = await engine.render(renderRequest(engine, { ...branch, turns }, 0));
  const prompt = [...tokenIds, ...thoughtBefore(vocabulary, tokenIds, await engine.tokenize('\n\n'))];
  if (prompt.length + mostTokens > engine.model.contextTokens)
    throw contextFull(prompt.length, engine, mostTokens);
  if (signal.aborted) return null;
  const written = await read(engine, vocabulary, prompt, signal);
  return signal.aborted ? null : cleanTitle(written, request);
}

async function read(
  engine: RunningEngine,
  vocabulary: Vocabulary,
  prompt: readonly number[],
  signal: AbortSignal,
): Promise<string> {
  const text = new ReplyText(vocabulary, engine.model.endTokenIds);
  // Only what has begun can be stopped; before, it is left at its first event.
  let hasBegun = false;
  const stop = (): void => {
    if (hasBegun) void engine.stop().catch(() => undefined);
  };
  signal.addEventListener('abort', stop);
  try {
    const request = { prompt: [...prompt], reply: [], forced: [], settings, seed: 0, topN: 1, capture: true };
    for await (const event of engine.generate(request)) {
      hasBegun = true;
      if (event.kind === 'end' || signal.aborted) break;
      if (event.kind === 'tokens') text.add(readEngineSteps(event).map(({ tokenId }) => tokenId));
      if (isComplete(text.text)) break;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return text.text;
}

/** A line that is a title has ended: the rest would be explanations. */
function isComplete(text: string): boolean {
  const end = text.lastIndexOf('\n');
  return end > 0 && cleanTitle(text.slice(0, end)) !== null;
}
