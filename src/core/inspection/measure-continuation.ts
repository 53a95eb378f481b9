/**
 * How probable given tokens are at a place, each behind those before it. Runs in the core. Stores nothing.
 */
import type { Distribution, ProbeRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Continuation } from '#contract/inspection.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { promptAloneOf } from '../generation/exact-tokens.ts';
import type { FoundPlace } from './find-place.ts';

/**
 * Null: aborted. The tokens are evaluated one by one, as those of a reply are.
 * @throws engine.*, generation.contextFull, model.invalidOutput, app.invalidInput for an unknown token
 */
export async function measureContinuation(
  engine: RunningEngine,
  { promptIds, promptAlone, replyIds }: FoundPlace,
  tokenIds: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Continuation | null> {
  const tokens: Continuation['tokens'] = [];
  let { profile } = engine.model;
  for (const [index, tokenId] of tokenIds.entries()) {
    const reply = [...replyIds, ...tokenIds.slice(0, index)];
    const before = { prompt: [...promptIds], ...promptAloneOf(promptAlone), reply };
    const distribution = await distributionAfter(engine, before, tokenId, signal);
    if (distribution === null) return null;
    const wanted = distribution.wanted[0];
    if (wanted?.tokenId !== tokenId || wanted.rank === null)
      throw new PrismeError('engine.badMessage', { reason: 'a distribution is about another token' });
    tokens.push({ tokenId, logprob: wanted.logprob, rank: wanted.rank });
    ({ profile } = distribution);
  }
  return { tokens, profile };
}

async function distributionAfter(
  engine: RunningEngine,
  before: Pick<ProbeRequest, 'prompt' | 'promptAlone' | 'reply'>,
  tokenId: number,
  signal: AbortSignal | undefined,
): Promise<Distribution | null> {
  for await (const event of engine.probe({ ...before, topN: 1, isExact: true, wanted: [tokenId] })) {
    // Leaving early stops the engine.
    if (signal?.aborted) return null;
    if (event.kind === 'result') return event.distribution;
  }
  return null;
}
