/**
 * Token traces: reads what was captured, and scores prompts afterwards. Runs in the core. Captures nothing itself (see
 * core/generation).
 */
import type { TokenChunk } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { MessageId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { PromptScore, ReplySum, TraceHeader } from '#contract/traces.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import { headOf } from '#probability/trace-head.ts';
import type { Store } from '../db/store.ts';
import { toTokenChunk } from '../db/traces.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import { readEngineSteps, readStoredSteps } from '../generation/read-steps.ts';
import { capturedTokens } from '../generation/run-reply.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { sumReplies } from './reply-sums.ts';

export type TracesContext = {
  readonly store: Store;
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
  readonly now: () => number;
};

export type TracesService = {
  /** @throws trace.notFound */
  header(messageId: MessageId): TraceHeader;
  /** Stored chunks that cover `fromToken` up to `toToken` (exclusive); the first may begin earlier. @throws trace.notFound */
  chunks(messageId: MessageId, fromToken: number, toToken: number): TokenChunk[];
  /** The same with each step as its head. @throws trace.notFound */
  heads(messageId: MessageId, fromToken: number, toToken: number): TokenChunk[];
  /** Of those that have a trace. @throws database.damaged */
  sums(messageIds: readonly MessageId[]): Promise<ReplySum[]>;
  /** @throws trace.notFound */
  prompt(messageId: MessageId): Prompt;
  /** @throws trace.notFound */
  promptScore(messageId: MessageId): PromptScore | null;
  /** @throws trace.notFound, model.*, engine.* */
  scorePrompt(messageId: MessageId): Promise<PromptScore>;
};

/** Nothing makes a scoring leave the queue early. */
const never = new Promise<void>(() => undefined);

export function createTraces(context: TracesContext): TracesService {
  const { traces } = context.store;

  function header(messageId: MessageId): TraceHeader {
    const found = traces.header(messageId);
    if (found === null) throw new PrismeError('trace.notFound');
    return found;
  }

  function prompt(messageId: MessageId): Prompt {
    const found = traces.prompt(messageId);
    if (found === null) throw new PrismeError('trace.notFound');
    return found;
  }

  function chunks(messageId: MessageId, fromToken: number, toToken: number): TokenChunk[] {
    header(messageId);
    return traces
      .chunks(messageId, fromToken, toToken)
      .filter((chunk) => chunk.firstToken + chunk.count > fromToken)
      .map(toTokenChunk);
  }

  return {
    sums: (messageIds) => sumReplies(context.store, messageIds),
    header,
    chunks,
    heads: (messageId, fromToken, toToken) => chunks(messageId, fromToken, toToken).map(withHeads),
    prompt,
    promptScore: (messageId) => {
      header(messageId);
      return traces.promptScore(messageId);
    },
    scorePrompt: async (messageId) => {
      const { model, vocabularyHash } = header(messageId);
      const { tokenIds } = prompt(messageId);
      const scored = await context.queue.run(model.id, never, async () => {
        const engine = await context.library.load(model.id);
        if (context.library.get(model.id).vocabularyHash !== vocabularyHash)
          throw new PrismeError('model.notFound');
        return await scoreTokens(engine, tokenIds, context.now);
      });
      if (scored === null) throw new PrismeError('app.internal');
      context.store.transaction(() => traces.storePromptScore(messageId, scored));
      return scored;
    },
  };
}

function withHeads(chunk: TokenChunk): TokenChunk {
  return { ...chunk, steps: encodeSteps(readStoredSteps(chunk).map(headOf)) };
}

async function scoreTokens(
  engine: RunningEngine,
  tokenIds: readonly number[],
  now: () => number,
): Promise<PromptScore> {
  const chunks: TokenChunk[] = [];
  let nextToken = 0;
  for await (const event of engine.score({ tokenIds: [...tokenIds], from: 0, topN: capturedTokens })) {
    if (event.kind === 'end') {
      if (nextToken !== tokenIds.length)
        throw new PrismeError('engine.badMessage', { reason: 'a scoring left tokens out' });
      return { profile: event.profile, scoredAtMs: now(), chunks };
    }
    const steps = readEngineSteps(event);
    const isInOrder =
      event.firstToken === nextToken &&
      steps.every((step, index) => step.tokenId === tokenIds[nextToken + index]);
    if (!isInOrder) throw new PrismeError('engine.badMessage', { reason: 'a scoring is about other tokens' });
    nextToken += event.count;
    chunks.push(event);
  }
  throw new PrismeError('engine.badMessage', { reason: 'a scoring ended without saying how' });
}
