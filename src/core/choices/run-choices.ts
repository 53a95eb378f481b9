/**
 * Carries a run over questions out: each model in turn, each question once. Runs in the core. A question that a model
 * cannot be asked, and a model that cannot be loaded, are parts of the result; the others go on.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import type { Log } from '../app/log.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import { isUnexpectedDeath } from '../generation/living-engine.ts';
import {
  borrowModels,
  giveBackOrSay,
  isTakenAway,
  isUnloaded,
  type ModelLoan,
} from '../models/borrow-models.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { askQuestion } from './ask-question.ts';
import type { ChoicesJob } from './choices-job.ts';
import type { Cutter } from './cut-question.ts';

export type ChoicesContext = {
  readonly library: Pick<ModelLibrary, 'get' | 'list' | 'load' | 'memory' | 'onChange' | 'vocabulary'>;
  readonly queue: EngineQueue;
  readonly newId: () => string;
  readonly log: Log;
};

/** How far a run is with one model. */
type Progress = { question: number; profile: EvaluationProfile | null; deaths: number };

/** What is wrong with one question only. */
const questionErrors = new Set(['choices.noBeginning', 'generation.contextFull', 'scoring.textChanged']);
/** An engine that dies is started again as often as this; the library leaves a model alone that dies more. */
const mostDeaths = 1;

/**
 * Its end is told once the models are as they were found, unless Prisme closes; a cancelled one ends at once. Never
 * rejects.
 */
export async function runChoices(
  context: ChoicesContext,
  job: ChoicesJob,
  isClosing: () => boolean,
): Promise<void> {
  const loan = borrowModels(context);
  const end = await askModels(context, loan, job);
  if (!isClosing()) await giveBackOrSay(loan, context.log);
  if (end instanceof PrismeError) job.fail(end);
  else job.finish(end);
}

async function askModels(
  context: ChoicesContext,
  loan: ModelLoan,
  job: ChoicesJob,
): Promise<'complete' | 'cancelled' | PrismeError> {
  try {
    for (const modelId of job.request.modelIds) await runModel(context, loan, job, modelId);
    return job.wish === 'cancel' ? 'cancelled' : 'complete';
  } catch (cause) {
    context.log.error({ stack: String(cause) }, 'a run over questions failed');
    return new PrismeError('app.internal', {}, { cause });
  }
}

async function runModel(
  context: ChoicesContext,
  loan: ModelLoan,
  job: ChoicesJob,
  modelId: ModelId,
): Promise<void> {
  const progress: Progress = { question: 0, profile: null, deaths: 0 };
  const end = (error: PrismeError | null): void =>
    job.append({ kind: 'model', modelId, profile: progress.profile, error: error?.toRecord() ?? null });
  job.show(modelId, false);
  while (progress.question < job.request.questions.length) {
    if (job.wish === 'pause') await waitPaused(context, loan, job);
    if (job.wish === 'cancel') return;
    const failure = await takeTurn(context, loan, job, modelId, progress);
    job.show(modelId, false);
    if (failure !== null) return end(failure);
  }
  end(null);
}

/** Asks as many questions as it can; the error that ends the work with this model, or null. */
async function takeTurn(
  context: ChoicesContext,
  loan: ModelLoan,
  job: ChoicesJob,
  modelId: ModelId,
  progress: Progress,
): Promise<PrismeError | null> {
  try {
    await loan.use(modelId, job.wished, async (engine) => {
      job.show(modelId, true);
      await askAll(context, job, engine, progress);
    });
    return null;
  } catch (cause) {
    if (!(cause instanceof PrismeError)) throw cause;
    // A person needs the memory, or does not want this model now: it is not fetched again by itself.
    if (isUnloaded(cause)) job.setWish('pause');
    if (isTakenAway(cause)) return null;
    return isUnexpectedDeath(cause) && progress.deaths++ < mostDeaths ? null : cause;
  }
}

/** Until the last question, another wish, or somebody else's turn. */
async function askAll(
  { library, queue }: ChoicesContext,
  job: ChoicesJob,
  engine: RunningEngine,
  progress: Progress,
): Promise<void> {
  const { vocabularyHash } = library.get(engine.modelId);
  const table = vocabularyTable(library.vocabulary(vocabularyHash), engine.model.endTokenIds);
  while (progress.question < job.request.questions.length && job.wish === 'run') {
    await askNext({ engine, table }, job, progress);
    if (queue.isWaitedFor(engine.modelId)) return;
  }
}

async function askNext(cutter: Cutter, job: ChoicesJob, progress: Progress): Promise<void> {
  const { modelId } = cutter.engine;
  const place = progress.question;
  const question = job.request.questions[place];
  if (question === undefined) return;
  try {
    const asked = await askQuestion(cutter, job.request, question, place, () => job.wish !== 'run');
    if (asked === null) return;
    job.append({ kind: 'row', modelId, question: place, readings: asked.readings });
    progress.profile = asked.profile;
  } catch (cause) {
    if (!(cause instanceof PrismeError) || !questionErrors.has(cause.code)) throw cause;
    job.append({ kind: 'refused', modelId, question: place, error: cause.toRecord() });
  }
  progress.question++;
}

async function waitPaused({ log }: ChoicesContext, loan: ModelLoan, job: ChoicesJob): Promise<void> {
  await giveBackOrSay(loan, log);
  while (job.wish === 'pause') await job.wished;
}
