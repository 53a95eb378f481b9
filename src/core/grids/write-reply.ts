/**
 * One reply to one prompt, of which only the text is kept. Runs in the core. It is no message: it has no trace, and a
 * reply that is left begins anew.
 */
import { PrismeError } from '#contract/errors.ts';
import type { RenderRequest } from '#contract/engine.ts';
import type { GridResult, GridSetting } from '#contract/grids.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { requireRoomBehind } from '../generation/exact-tokens.ts';
import { readEngineSteps } from '../generation/read-steps.ts';
import { ReplyText } from '../generation/reply-text.ts';
import { capturedTokens } from '../generation/run-reply.ts';

export type ReplyToWrite = {
  readonly reading: 'raw' | 'chat';
  readonly prompt: string;
  readonly sampler: GridSetting['sampler'];
  readonly seed: number;
  readonly maxTokens: number;
};

/**
 * Null: `isLeft` became true.
 * @throws generation.contextFull, model.*, engine.*
 */
export async function writeReply(
  engine: RunningEngine,
  vocabulary: Vocabulary,
  { reading, prompt, sampler, seed, maxTokens }: ReplyToWrite,
  isLeft: () => boolean,
): Promise<GridResult | null> {
  const { tokenIds } = await engine.render(renderRequest(reading, prompt));
  requireRoomBehind(engine, tokenIds.length, maxTokens);
  const text = new ReplyText(vocabulary, engine.model.endTokenIds);
  let { profile }: { profile: EvaluationProfile } = engine.model;
  let tokens = 0;
  const events = engine.generate({
    prompt: [...tokenIds],
    // Whatever the cache holds: the same reply must not depend on the cell before.
    promptAlone: [],
    reply: [],
    forced: [],
    settings: { ...sampler, seed, maxTokens, stopStrings: [] },
    seed,
    // As in a chat: the chain draws from the same list, so the same reply comes out.
    topN: capturedTokens,
    capture: true,
  });
  for await (const event of events) {
    // Leaving early stops the engine.
    if (isLeft()) return null;
    if (event.kind === 'prompt') profile = { ...engine.model.profile, promptAlone: event.promptAlone };
    if (event.kind === 'tokens') {
      text.add(readEngineSteps(event).map(({ tokenId }) => tokenId));
      tokens += event.count;
    }
    if (event.kind === 'end') {
      const { reason } = event;
      if (reason === 'stopped' || reason === 'stopString') return null;
      return { kind: 'reply', text: text.text, tokens, reason, promptTokens: tokenIds.length, profile };
    }
  }
  throw new PrismeError('engine.badMessage', { reason: 'a generation ended without saying how' });
}

function renderRequest(reading: 'raw' | 'chat', text: string): RenderRequest {
  if (reading === 'raw') return { kind: 'raw', text };
  return { kind: 'chat', turns: [{ role: 'user', text, messageId: null }] };
}
