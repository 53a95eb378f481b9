/**
 * Everything that is stored about a reply, fetched from the core in ranges. Page. It needs no model.
 */
import type { TokenChunk } from '#contract/engine.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { PromptScore, TraceHeader } from '#contract/traces.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { core } from '../../client.ts';
import { TokenTrace } from '../../state/traces/token-trace.ts';
import { traceStore } from '../../state/traces/traces.ts';

export type FetchedReply = {
  readonly header: TraceHeader;
  readonly prompt: Prompt;
  readonly promptScore: PromptScore | null;
  readonly chunks: readonly TokenChunk[];
  readonly vocabulary: VocabularyTable;
};

const tokensPerFetch = 512;

/** @throws trace.notFound, and what a lost connection throws; an AbortError when it was stopped */
export async function fetchReply(
  messageId: MessageId,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<FetchedReply> {
  const [header, prompt, promptScore] = await Promise.all([
    core.traces.header({ messageId }),
    core.traces.prompt({ messageId }),
    core.traces.promptScore({ messageId }),
  ]);
  const vocabulary = await traceStore.vocabulary(header.vocabularyHash);
  const chunks: TokenChunk[] = [];
  let next = 0;
  while (next < header.replyTokens) {
    signal.throwIfAborted();
    const toToken = Math.min(header.replyTokens, next + tokensPerFetch);
    const before = next;
    for (const chunk of await core.traces.chunks({ messageId, fromToken: next, toToken })) {
      if (chunk.firstToken !== next) continue;
      chunks.push(chunk);
      next += chunk.count;
    }
    if (next === before) break;
    onProgress(Math.min(1, next / header.replyTokens));
  }
  signal.throwIfAborted();
  return { header, prompt, promptScore, chunks, vocabulary };
}

export function stepsOf(chunks: readonly TokenChunk[]): TraceStep[] {
  return chunks.flatMap((chunk) => decodeSteps(chunk.steps));
}

/** The reply or its prompt with cells and heat-map values. */
export function traceOf(fetched: FetchedReply, target: 'reply' | 'prompt'): TokenTrace {
  const trace = new TokenTrace(fetched.vocabulary, fetched.header.endTokenIds);
  if (target === 'reply') {
    for (const chunk of fetched.chunks) trace.addChunk(chunk);
  } else {
    trace.addIds(fetched.prompt.tokenIds);
    for (const chunk of fetched.promptScore?.chunks ?? []) trace.addScore(chunk);
  }
  trace.cells.end();
  return trace;
}
