/**
 * How one model goes on behind a text by its most probable tokens. Runs in the core, in turns. Compares nothing.
 */
import { samplerPresets } from '#contract/sampler.ts';
import { sampleContinuations } from '../inspection/sample-continuations.ts';
import type { Reading } from './read-text.ts';
import { takeTurns, type TurnContext } from './take-turns.ts';

export type Continuation = {
  readonly tokenIds: readonly number[];
  /** Of the tokens, one after the other. */
  readonly bytes: Uint8Array;
  /** The model said that the text ends here. */
  readonly isEnded: boolean;
};

/** How many tokens each model writes behind a text. */
export const continuationTokens = 32;

/**
 * Behind the last tokens of the text, as many as the window has room for, after the start token that the text was read with.
 * Null: given up, or there is nothing that it could go on behind.
 * @throws model.*, engine.*
 */
export async function continueText(
  context: TurnContext,
  { modelId, prepared: { startToken, tokenIds }, table }: Reading,
  windowTokens: number,
  onProgress: (done: number, total: number) => void,
): Promise<Continuation | null> {
  const lead = startToken === null ? [] : [startToken];
  const room = windowTokens - lead.length - continuationTokens;
  if (tokenIds.length === 0 || room < 1) return null;
  const place = { modelId, promptIds: [...lead, ...tokenIds.slice(-room)], replyIds: [] };
  const request = { settings: samplerPresets.greedy, count: 1, maxTokens: continuationTokens, seed: 0 };
  let continuation: Continuation | null = null;
  await takeTurns(context, modelId, async (engine) => {
    onProgress(0, continuationTokens);
    for await (const event of sampleContinuations(engine, place, request, context.signal)) {
      if (event.kind !== 'continuation') continue;
      const written = event.tokenIds.filter((tokenId) => !table.isEnd(tokenId));
      const bytes = written.flatMap((tokenId) => [...table.piece(tokenId).bytes]);
      continuation = { tokenIds: written, bytes: Uint8Array.from(bytes), isEnded: event.isEnded };
    }
    return true;
  });
  return continuation;
}
