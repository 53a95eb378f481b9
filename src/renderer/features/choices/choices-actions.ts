/**
 * Starts a run over questions and follows it, also one that was started before the page was reloaded. Page.
 */
import { longestChoiceSet, readChoiceSet } from '#contract/choice-set.ts';
import type { ChoicesEvent, ChoicesRequest } from '#contract/choices.ts';
import { PrismeError } from '#contract/errors.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { attempt } from '../../state/actions.ts';
import { updateRun, useChoices } from './choices-store.ts';
import { RunResults } from './run-results.ts';

export async function startRun(request: ChoicesRequest): Promise<void> {
  const started = await attempt(() => core.choices.start(request));
  if (started) await follow(started.jobId, request);
}

/** After a reload: the core may have a run that the page knows nothing of. */
export async function rejoinRun(): Promise<void> {
  if (useChoices.getState().run !== null) return;
  const latest = await attempt(() => core.choices.latest({}));
  if (!latest || useChoices.getState().run !== null) return;
  const { jobId, ...request } = latest;
  takeOver(request);
  await follow(jobId, request);
}

/** The fields show what was asked; what somebody typed in the meantime is theirs. */
function takeOver({ questions, modelIds, mode, reading, form, neutral, orders, seed }: ChoicesRequest): void {
  const { question, answers, set } = useChoices.getState();
  if (question !== '' || answers !== '' || set !== null) return;
  const [only] = questions;
  const source =
    questions.length === 1 && only
      ? {
          source: 'one' as const,
          question: only.question,
          answers: only.answers.join('\n'),
          correct: only.correct,
        }
      : { source: 'set' as const, set: { fileName: '', questions } };
  useChoices.setState({ ...source, modelIds, mode, reading, form, neutral, orders, seed });
}

async function follow(jobId: string, request: ChoicesRequest): Promise<void> {
  const results = new RunResults(request);
  const total = request.questions.length * request.modelIds.length;
  const run = {
    jobId,
    state: 'waiting',
    error: null,
    modelId: null,
    done: 0,
    total,
    results,
    items: 0,
  } as const;
  useChoices.setState({ run, shown: 0 });
  await readAlong(jobId);
}

/** Reads what the page does not have yet, to the end; a failure becomes the state of the run. Never rejects. */
export async function readAlong(jobId: string): Promise<void> {
  try {
    const results = useChoices.getState().run?.results;
    if (results === undefined) return;
    updateRun(jobId, { error: null });
    for await (const event of await core.choices.attach({ jobId, fromItem: results.items })) {
      if (useChoices.getState().run?.jobId !== jobId) return;
      take(jobId, event, results);
    }
  } catch (cause) {
    updateRun(jobId, { state: 'failed', error: toPageError(cause) });
  }
}

function take(jobId: string, event: ChoicesEvent, results: RunResults): void {
  if (event.kind === 'state') {
    const { state, modelId, done } = event;
    return updateRun(jobId, { state, modelId, done });
  }
  if (event.kind === 'end') return updateRun(jobId, { state: event.reason, done: event.done });
  results.add(event);
  return updateRun(jobId, { items: results.items });
}

export function wish(jobId: string, what: 'pause' | 'resume' | 'cancel'): void {
  void attempt(() => core.choices[what]({ jobId }));
}

/** Takes a set of questions from a file; one that is no set changes nothing and is refused with its line. */
export async function openSet(file: File): Promise<void> {
  try {
    if (file.size > longestChoiceSet)
      throw new PrismeError('choices.invalidSet', { line: 0, reason: 'tooLong', field: null });
    const questions = readChoiceSet(await textOf(file));
    useChoices.setState({ set: { fileName: file.name, questions }, fileError: null });
  } catch (cause) {
    useChoices.setState({ fileError: toPageError(cause) });
  }
}

async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PrismeError('choices.invalidSet', { line: 0, reason: 'notUtf8', field: null });
  }
}
