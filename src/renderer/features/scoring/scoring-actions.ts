/**
 * Starts a scoring and follows it, also one that was started before the page was reloaded. Page.
 */
import type { Model } from '#contract/models.ts';
import type { ScoringEvent, ScoringText } from '#contract/scoring.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { attempt } from '../../state/actions.ts';
import { openTextFile as readTextFile } from '../../state/text-file.ts';
import { TokenTrace } from '../../state/traces/token-trace.ts';
import { traceStore } from '../../state/traces/traces.ts';
import { ScoreTotals } from './score-totals.ts';
import { updateJob, useScoring, type FollowedScoring } from './scoring-store.ts';

const longestText = 4_000_000;

export async function startScoring(model: Model): Promise<void> {
  const { text, contextBefore, startsWithBos } = useScoring.getState();
  const request = { modelId: model.id, text, contextBefore, startsWithBos };
  const started = await attempt(() => core.scoring.start(request));
  if (started) await follow(started.jobId, request, model);
}

/** After a reload: the core may have a scoring that the page knows nothing of. */
export async function rejoinScoring(models: readonly Model[]): Promise<void> {
  if (useScoring.getState().job !== null) return;
  const job = await attempt(() => core.scoring.latest({}));
  const model = models.find(({ id }) => id === job?.modelId);
  if (!job || !model || useScoring.getState().job !== null) return;
  const { jobId, text, contextBefore, startsWithBos } = job;
  // What somebody typed in the meantime is theirs.
  if (useScoring.getState().text === '') useScoring.setState({ text, contextBefore, startsWithBos });
  await follow(jobId, { modelId: job.modelId, text, contextBefore, startsWithBos }, model);
}

async function follow(jobId: string, request: ScoringText, model: Model): Promise<void> {
  const job: FollowedScoring = {
    jobId,
    request,
    modelName: model.name,
    state: 'waiting',
    error: null,
    plan: null,
    profile: null,
    trace: null,
    totals: null,
    tokens: 0,
  };
  useScoring.setState({ job, chosen: null });
  await readAlong(jobId, model);
}

/** Reads what the page does not have yet, to the end; a failure becomes the state of the scoring. Never rejects. */
export async function readAlong(jobId: string, model: Model): Promise<void> {
  try {
    const table = await traceStore.vocabulary(model.vocabularyHash);
    const known = useScoring.getState().job;
    const trace = known?.trace ?? new TokenTrace(table);
    const totals = known?.totals ?? new ScoreTotals();
    updateJob(jobId, { trace, totals, error: null });
    const events = await core.scoring.attach({ jobId, fromToken: trace.count });
    for await (const event of events) {
      if (useScoring.getState().job?.jobId !== jobId) return;
      take(jobId, event, trace, totals);
    }
  } catch (cause) {
    updateJob(jobId, { state: 'failed', error: toPageError(cause) });
  }
}

function take(jobId: string, event: ScoringEvent, trace: TokenTrace, totals: ScoreTotals): void {
  if (event.kind === 'state') {
    if (event.plan) trace.addedBytes = event.plan.addedBytes;
    updateJob(jobId, { state: event.state, plan: event.plan });
    return;
  }
  if (event.kind === 'tokens') {
    trace.addChunk(event);
    totals.add(trace);
    updateJob(jobId, { tokens: trace.count });
    return;
  }
  trace.cells.end();
  updateJob(jobId, { state: event.reason, plan: event.plan, profile: event.profile, tokens: trace.count });
}

export function wish(jobId: string, what: 'pause' | 'resume' | 'cancel'): void {
  void attempt(() => core.scoring[what]({ jobId }));
}

/** Puts the text of a file into the field; what is no UTF-8 or too long is refused with a reason. */
export function openTextFile(file: File): Promise<void> {
  return readTextFile(file, longestText, {
    take: setText,
    refuse: (problem) => useScoring.setState({ problem }),
  });
}

export function setText(text: string): void {
  if (text.length > longestText) useScoring.setState({ problem: 'tooLong' });
  else useScoring.setState({ text, problem: null });
}
