/**
 * Runs over questions with answers: start, pause, resume, cancel, attach. Runs in the core. One at a time; stores
 * nothing.
 */
import { type ChoicesEvent, type ChoicesRequest, mostChoiceReadings } from '#contract/choices.ts';
import { PrismeError } from '#contract/errors.ts';
import { ChoicesJob, type Wish } from './choices-job.ts';
import { type ChoicesContext, runChoices } from './run-choices.ts';

export type ChoicesService = {
  /** @throws choices.tooMany, app.invalidInput, model.notFound */
  start(request: ChoicesRequest): string;
  latest(): (ChoicesRequest & { jobId: string }) | null;
  /** @throws choices.notFound, and what the run failed with */
  attach(
    jobId: string,
    fromItem: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ChoicesEvent, void, void>;
  /** @throws choices.notFound */
  wish(jobId: string, wish: Wish): void;
  /** Cancels everything; resolves when no engine works for a run any more. */
  close(): Promise<void>;
};

export function createChoices(context: ChoicesContext): ChoicesService {
  let newest: ChoicesJob | null = null;
  /** The run before has ended and given the models back. */
  let idle: Promise<void> = Promise.resolve();
  let isClosing = false;

  function find(jobId: string): ChoicesJob {
    if (newest?.jobId !== jobId) throw new PrismeError('choices.notFound');
    return newest;
  }

  async function afterwards(before: Promise<void>, job: ChoicesJob): Promise<void> {
    await before;
    await runChoices(context, job, () => isClosing);
  }

  return {
    start(request) {
      checkRequest(context, request);
      newest?.setWish('cancel');
      newest = new ChoicesJob(context.newId(), request);
      idle = afterwards(idle, newest);
      return newest.jobId;
    },
    latest: () => newest && { ...newest.request, jobId: newest.jobId },
    attach: (jobId, fromItem, signal) => find(jobId).read(fromItem, signal),
    wish: (jobId, wish) => find(jobId).setWish(wish),
    async close() {
      isClosing = true;
      newest?.setWish('cancel');
      await idle;
    },
  };
}

/** @throws choices.tooMany, app.invalidInput, model.notFound */
function checkRequest({ library }: ChoicesContext, request: ChoicesRequest): void {
  const { modelIds, questions, orders } = request;
  for (const modelId of modelIds) library.get(modelId);
  if (new Set(modelIds).size < modelIds.length)
    throw new PrismeError('app.invalidInput', { field: 'modelIds', reason: 'a model is named twice' });
  const readings = modelIds.length * questions.length * orders;
  if (readings > mostChoiceReadings)
    throw new PrismeError('choices.tooMany', { readings, most: mostChoiceReadings });
  const wrong = questions.findIndex(({ answers, correct }) => correct !== null && correct >= answers.length);
  if (wrong >= 0)
    throw new PrismeError('app.invalidInput', {
      field: `questions.${wrong}.correct`,
      reason: 'no such answer',
    });
}
