/**
 * How fast a lane writes, for models with different tokens. Page, pure.
 */
import type { ReplyStats } from '#contract/reply.ts';

/** UTF-8 bytes of text a second while it was being written, the prompt left out. Null: not measured. */
export function bytesPerSecond(
  text: string,
  { tokensPerSecond, replyTokens }: Pick<ReplyStats, 'tokensPerSecond' | 'replyTokens'>,
): number | null {
  if (tokensPerSecond === null || replyTokens === 0) return null;
  return (new TextEncoder().encode(text).length * tokensPerSecond) / replyTokens;
}
