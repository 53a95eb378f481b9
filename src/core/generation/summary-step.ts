/**
 * The step before a reply whose conversation is too long: the oldest turns are summarised, and the reply begins from what is left.
 * Runs in the core, in the reply's turn at its engine. Whatever goes wrong here costs the summary and never the reply: the oldest
 * turns are left out instead, and the reply says why.
 */
import { randomInt } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { SummaryFailure } from '#contract/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type Branch, type BranchTurn, fewestCuts, roomFor } from './fit-context.ts';
import type { NewStart } from './fit-start.ts';
import type { GenerationContext } from './generation-context.ts';
import { keepWritten } from './keep-summary.ts';
import type { LiveReply } from './live-reply.ts';
import { withLivingEngine } from './living-engine.ts';
import { roomBesideSummary, summaryObstacle, turnsToCover } from './plan-summary.ts';
import type { ReplyJob } from './reply-job.ts';
import { untilStopped } from './until-stopped.ts';
import { writeSummary } from './write-summary.ts';

type Step = { readonly branch: Branch; readonly failure: SummaryFailure | null };

/** What the reply begins from, with a summary or without; null: it was stopped. @throws model.*, engine.*: it cannot be loaded */
export async function summariseFirst(
  context: GenerationContext,
  live: LiveReply,
  job: ReplyJob,
): Promise<ReplyJob | null> {
  const { start, settings, modelId } = job;
  if (start.kind !== 'new' || start.overflow !== 'summarise' || start.prepared !== null) return job;
  if ((await untilStopped(live, context.library.load(modelId))) === null) return null;
  const step = await withLivingEngine(context.library, modelId, (engine) =>
    summarise(context, live, engine, start, settings.maxTokens),
  ).catch((cause: unknown) => failedStep(context, live, start.branch, cause));
  if (live.isStopRequested) return null;
  const { branch, failure } = step;
  return { ...job, start: { ...start, branch, overflow: 'cutOldest', summaryFailure: failure } };
}

async function summarise(
  context: GenerationContext,
  live: LiveReply,
  engine: RunningEngine,
  { branch }: NewStart,
  maxTokens: number | null,
): Promise<Step> {
  const present = await fewestCuts(engine, branch, roomFor(engine, branch, maxTokens));
  if (present.fits && present.cuts === 0) return { branch, failure: null };
  const obstacle = summaryObstacle(engine, branch);
  if (obstacle !== null) return { branch, failure: obstacle };
  const rest = await fewestCuts(
    engine,
    { ...branch, summary: null },
    roomBesideSummary(engine, branch, maxTokens),
  );
  const covered = turnsToCover(engine, branch, rest, maxTokens);
  if (covered === null) return { branch, failure: 'noRoom' };
  return await write(context, live, engine, branch, covered);
}

async function write(
  context: GenerationContext,
  live: LiveReply,
  engine: RunningEngine,
  branch: Branch,
  covered: readonly BranchTurn[],
): Promise<Step> {
  const vocabulary = context.library.vocabulary(context.library.get(engine.modelId).vocabularyHash);
  const messages = branch.summary?.covered.length ?? 0;
  const events = writeSummary(engine, vocabulary, {
    before: branch.summary === null ? null : { text: branch.summary.text, messages },
    turns: covered.slice(messages),
    seed: randomInt(0, 2 ** 32),
    stopped: live.stopped,
  });
  let written = branch;
  let hasBegun = false;
  try {
    for await (const event of events) {
      if (event.kind === 'failed') return { branch: written, failure: event.failure };
      if (event.kind === 'part') {
        const kept = await keepPart(context, live.conversationId, engine, branch, {
          ...{ covered: covered.slice(0, messages + event.turns), text: event.text },
        });
        written = kept ?? written;
        continue;
      }
      hasBegun ||= event.evaluated + event.tokens > 0;
      live.showProgress(event);
    }
  } catch (cause) {
    // One that was dead before it was asked is worth another; one that died at this work is not.
    if (!hasBegun) throw cause;
    return failedStep(context, live, written, cause);
  }
  return { branch: written, failure: null };
}

/** Every part is kept, so that a stop or a crash costs one part; null: it ends between a question and its reply. */
async function keepPart(
  context: GenerationContext,
  conversationId: ConversationId,
  engine: RunningEngine,
  branch: Branch,
  { covered, text }: { readonly covered: readonly BranchTurn[]; readonly text: string },
): Promise<Branch | null> {
  const turns = [...(branch.summary?.covered ?? []), ...branch.turns];
  const lastMessageId = covered.at(-1)?.messageId ?? null;
  if (lastMessageId === null || turns[covered.length]?.role !== 'user') return null;
  const place = { conversationId, lastMessageId, messageCount: covered.length };
  const { id } = await keepWritten(context, engine, { ...place, text });
  return { ...branch, summary: { id, text, covered }, turns: turns.slice(covered.length) };
}

/** The reply goes on without it. */
function failedStep({ log }: GenerationContext, live: LiveReply, branch: Branch, cause: unknown): Step {
  if (!(cause instanceof PrismeError)) throw cause;
  log.warn({ replyId: live.replyId, code: cause.code }, 'a summary was not written');
  return { branch, failure: 'failed' };
}
