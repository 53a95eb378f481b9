/**
 * Writes one reply from the engine's first token to its last. Runs in the core. Every way it can go ends in one
 * transaction that completes the message and one `end` event; nothing here throws to its caller.
 */
import type { GenerateEvent } from '#contract/engine.ts';
import { type ErrorRecord, PrismeError } from '#contract/errors.ts';
import type { AloneRuns } from '#contract/profile.ts';
import type { ReplyEnd } from '#contract/reply.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { storageError } from '../db/storage-error.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { createStopper } from './engine-stopper.ts';
import { promptAloneOf, requireRoomBehind, settingsBehind } from './exact-tokens.ts';
import type { FittedPrompt } from './fit-context.ts';
import { fitStart, type NewStart } from './fit-start.ts';
import { measureFork } from './fork-probability.ts';
import type { GenerationContext } from './generation-context.ts';
import type { LiveReply } from './live-reply.ts';
import { isThere, isWorthAnother, withLivingEngine } from './living-engine.ts';
import type { ReplyJob } from './reply-job.ts';
import { ReplyText } from './reply-text.ts';
import { summariseFirst } from './summary-step.ts';
import { untilStopped } from './until-stopped.ts';

/** How many of the most probable tokens are captured at each step, at least. */
export const capturedTokens = 64;

type EngineEnd = Extract<GenerateEvent, { kind: 'end' }>;
type Outcome = { readonly end: ReplyEnd; readonly text: string };

/** Resolves when the reply has ended and is on disk (or could not be put there, which the `end` event says). */
export async function runReply(context: GenerationContext, live: LiveReply, job: ReplyJob): Promise<void> {
  const outcome = await writeReply(context, live, job).catch((cause: unknown) =>
    failed(context, live, cause),
  );
  const stored = store(context, live, outcome);
  live.finish(stored.end, stored.text);
  const { end } = stored;
  context.log.info(
    { replyId: live.replyId, reason: end.reason, error: end.error?.code ?? null, tokens: live.tokenCount },
    'a reply ended',
  );
}

async function writeReply(context: GenerationContext, live: LiveReply, job: ReplyJob): Promise<Outcome> {
  const written = await context.queue.run(job.modelId, live.stopped, async () => {
    const fitting = await summariseFirst(context, live, job);
    if (fitting === null) return null;
    const prepared = await untilStopped(live, prepare(context, live, fitting));
    if (prepared === null || live.isStopRequested) return null;
    const end = await generateOnLiving(context, live, fitting, prepared);
    return end === null ? null : endedOutcome(live, end);
  });
  return written ?? stoppedOutcome(live);
}

type Prepared = {
  readonly engine: RunningEngine;
  /** It was there before this reply: it may have died since, without anybody noticing. */
  readonly wasThere: boolean;
  readonly promptIds: readonly number[];
  readonly promptAlone?: AloneRuns | undefined;
  readonly replyIds: readonly number[];
  readonly forcedIds: readonly number[];
};

/** Loads the model, fits the prompt and stores the head of the trace: what is needed before the first token. */
async function prepare(context: GenerationContext, live: LiveReply, job: ReplyJob): Promise<Prepared> {
  const { start, settings, modelId } = job;
  const wasThere = isThere(context.library, modelId);
  if (start.kind === 'continued') {
    const engine = await context.library.load(modelId);
    return prepareContinued(context, live, settings, start, { engine, wasThere });
  }
  const { engine, fitted } = await withLivingEngine(context.library, modelId, async (engine) => {
    const isPrepared = start.prepared?.engine === engine;
    const fitted = isPrepared ? start.prepared.fitted : await fitStart(engine, start, settings.maxTokens);
    return { engine, fitted };
  });
  // Stopped meanwhile: the reply has ended already, and what follows would write into it.
  if (live.isStopRequested) return { engine, wasThere, promptIds: [], replyIds: [], forcedIds: [] };
  const header = headerOf(context, live, job, engine, fitted);
  context.store.transaction(() => {
    context.store.traces.insert(header, fitted.prompt);
    context.store.messages.setCut(live.replyId, fitted.cutMessageIds);
    setRead(context, live, fitted, start);
  });
  live.begin(new ReplyText(context.library.vocabulary(header.vocabularyHash), header.endTokenIds), 0);
  return { engine, wasThere, promptIds: fitted.prompt.tokenIds, replyIds: [], forcedIds: start.forcedIds };
}

/** What it reads instead of messages; nothing where there is nothing to say. */
function setRead(
  { store }: GenerationContext,
  { replyId: messageId }: LiveReply,
  { summaryId, cutMessageIds }: FittedPrompt,
  { summaryFailure }: NewStart,
): void {
  const failure = cutMessageIds.length > 0 ? summaryFailure : null;
  if (summaryId !== null || failure !== null) store.summaries.setRead({ messageId, summaryId, failure });
}

function prepareContinued(
  { store }: GenerationContext,
  live: LiveReply,
  settings: GenerationSettings,
  { promptIds, promptAlone, replyIds, forcedIds }: Omit<Prepared, 'engine' | 'wasThere'>,
  { engine, wasThere }: Pick<Prepared, 'engine' | 'wasThere'>,
): Prepared {
  requireRoomBehind(engine, promptIds.length + replyIds.length + forcedIds.length, settings.maxTokens);
  // Nothing was captured yet: what is captured now says how. Tokens that stand keep what they were evaluated with.
  if (replyIds.length === 0 && !live.isStopRequested)
    store.transaction(() => store.traces.setProfile(live.replyId, engine.model.profile));
  return { engine, wasThere, promptIds, promptAlone, replyIds, forcedIds };
}

function headerOf(
  context: GenerationContext,
  live: LiveReply,
  job: ReplyJob,
  engine: RunningEngine,
  fitted: FittedPrompt,
): TraceHeader {
  const model = context.library.get(job.modelId);
  return {
    messageId: live.replyId,
    model: { id: model.id, name: model.name },
    vocabularyHash: model.vocabularyHash,
    vocabularySize: engine.model.vocabularySize,
    endTokenIds: engine.model.endTokenIds,
    profile: engine.model.profile,
    settings: job.settings,
    seed: job.seed,
    promptTokens: fitted.prompt.tokenIds.length,
    replyTokens: 0,
  };
}

/** Null: stopped while an engine was started again. */
async function generateOnLiving(
  context: GenerationContext,
  live: LiveReply,
  job: ReplyJob,
  prepared: Prepared,
  tries = 1,
): Promise<EngineEnd | null> {
  let hasBegun = false;
  try {
    return await generate(context, live, job, prepared, () => (hasBegun = true));
  } catch (cause) {
    // Had it begun, it would have said so before anything else: it was dead or on its way out already, and nothing is written twice.
    if (hasBegun || live.isStopRequested || !isWorthAnother(cause, prepared.wasThere, tries)) throw cause;
    const engine = await untilStopped(live, context.library.load(job.modelId));
    if (engine === null || live.isStopRequested) return null;
    const again = prepareContinued(context, live, job.settings, prepared, { engine, wasThere: false });
    return await generateOnLiving(context, live, job, again, tries + 1);
  }
}

async function generate(
  context: GenerationContext,
  live: LiveReply,
  job: ReplyJob,
  { engine, promptIds, promptAlone, replyIds, forcedIds }: Prepared,
  onBegun: () => void,
): Promise<EngineEnd> {
  const stopper = createStopper(engine);
  void live.stopped.then(() => stopper.stop());
  const readPrompt = promptReader(context, live, engine, replyIds.length > 0);
  try {
    const events = engine.generate({
      prompt: [...promptIds],
      ...promptAloneOf(promptAlone),
      reply: [...replyIds],
      forced: [...forcedIds],
      settings: job.start.kind === 'new' ? settingsBehind(job.settings, forcedIds.length) : job.settings,
      seed: job.seed,
      topN: capturedTokens,
      capture: true,
    });
    for await (const event of events) {
      onBegun();
      if (event.kind === 'end') return event;
      if (event.kind === 'prompt') readPrompt(event);
      if (event.kind === 'tokens') live.append(event);
      // A stop that overtook the request found nothing to stop: what still arrives asks again.
      if (live.isStopRequested || live.storageFailure !== null) stopper.stop();
    }
  } catch (cause) {
    // Tokens that make no sense end the reading here, but the engine would go on by itself.
    if (cause instanceof PrismeError && cause.code === 'engine.badMessage') stopper.stop();
    throw cause;
  } finally {
    stopper.close();
  }
  throw new PrismeError('engine.badMessage', { reason: 'a generation ended without saying how' });
}

/** Shows how far the prompt is, and remembers how it is evaluated, unless tokens stand that keep how theirs was. */
function promptReader(
  { store }: GenerationContext,
  live: LiveReply,
  engine: RunningEngine,
  isKnown: boolean,
): (event: Extract<GenerateEvent, { kind: 'prompt' }>) => void {
  let isOpen = !isKnown;
  return ({ promptAlone, ...progress }) => {
    live.showProgress(progress);
    // Stopped meanwhile: the reply has ended already.
    if (!isOpen || live.isStopRequested) return;
    isOpen = false;
    const profile = { ...engine.model.profile, promptAlone };
    store.transaction(() => store.traces.setProfile(live.replyId, profile));
  };
}

function endedOutcome(live: LiveReply, event: EngineEnd): Outcome {
  const text = event.stopStringAtByte === null ? live.text : live.textBefore(event.stopStringAtByte);
  const stats = { ...event.stats, replyTokens: live.tokenCount };
  if (live.storageFailure !== null) {
    return { end: { reason: 'interrupted', error: live.storageFailure.toRecord(), stats }, text };
  }
  return { end: { reason: event.reason, error: null, stats }, text };
}

function stoppedOutcome(live: LiveReply): Outcome {
  return { end: { reason: 'stopped', error: null, stats: null }, text: live.text };
}

function failed(context: GenerationContext, live: LiveReply, cause: unknown): Outcome {
  const known = storageError(cause);
  const isEngineGone = known instanceof PrismeError && known.code.startsWith('engine.');
  if (live.isStopRequested && isEngineGone) return stoppedOutcome(live);
  if (!(known instanceof PrismeError)) {
    context.log.error(
      { replyId: live.replyId, stack: cause instanceof Error ? cause.stack : String(cause) },
      'a reply failed unexpectedly',
    );
  }
  const error =
    live.storageFailure ?? (known instanceof PrismeError ? known : new PrismeError('app.internal'));
  const record = isEngineGone ? withBackend(context, live, error.toRecord()) : error.toRecord();
  return { end: { reason: 'interrupted', error: record, stats: null }, text: live.text };
}

/** What it was computed on, where that was no processor: a lost graphics card ends an engine like anything else. */
function withBackend({ store }: GenerationContext, live: LiveReply, error: ErrorRecord): ErrorRecord {
  const backend = store.traces.header(live.replyId)?.profile.backend ?? 'cpu';
  return backend === 'cpu' ? error : { ...error, details: { ...error.details, backend } };
}

/** Completes the message on disk. When that fails, the row stays `streaming` and is repaired later; the end says so. */
function store(context: GenerationContext, live: LiveReply, outcome: Outcome): Outcome {
  try {
    live.flushAtEnd(() => {
      context.store.messages.finish(live.replyId, outcome.text, outcome.end);
      measureFork(context.store, live.replyId);
      touch(context, live.conversationId);
    });
    return outcome;
  } catch (cause) {
    const error = storageError(cause);
    const known = error instanceof PrismeError ? error : new PrismeError('app.storageFailed', {}, { cause });
    context.log.error(
      { replyId: live.replyId, code: known.code, details: known.details },
      'a reply could not be stored',
    );
    return { text: outcome.text, end: { ...outcome.end, reason: 'interrupted', error: known.toRecord() } };
  }
}

function touch(context: GenerationContext, conversationId: LiveReply['conversationId']): void {
  const conversation = context.store.conversations.find(conversationId);
  if (conversation !== null)
    context.store.conversations.update({ ...conversation, updatedAtMs: context.now() });
}
