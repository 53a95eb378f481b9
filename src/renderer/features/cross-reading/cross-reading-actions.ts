/**
 * Starts a cross-reading and follows it, also one that was started before the page was reloaded. Page.
 */
import type { CrossReadingEvent, CrossReadingRequest } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import { attempt } from '../../state/actions.ts';
import { openTextFile as readTextFile } from '../../state/text-file.ts';
import { traceStore } from '../../state/traces/traces.ts';
import {
  type FollowedReading,
  mostCharacters,
  type Reading,
  setText,
  updateJob,
  useCrossReading,
} from './cross-reading-store.ts';

export async function startCrossReading(models: readonly Model[]): Promise<void> {
  const { texts, distributionTokens } = useCrossReading.getState();
  const request: CrossReadingRequest = {
    texts: texts.filter(({ text }) => text !== '').map(({ label, text }) => ({ label, text })),
    modelIds: models.map(({ id }) => id),
    distributionTokens,
    startsWithBos: true,
  };
  const started = await attempt(() => core.crossReading.start(request));
  if (started) await follow(started.jobId, request, models);
}

/** After a reload: the core may have one that the page knows nothing of. */
export async function rejoinCrossReading(known: readonly Model[]): Promise<void> {
  if (useCrossReading.getState().job !== null) return;
  const latest = await attempt(() => core.crossReading.latest({}));
  if (!latest || useCrossReading.getState().job !== null) return;
  const { jobId, ...request } = latest;
  const isUntouched = useCrossReading.getState().texts.every(({ text }) => text === '');
  // What somebody typed in the meantime is theirs.
  if (isUntouched) useCrossReading.setState({ texts: request.texts, modelIds: request.modelIds });
  await follow(jobId, request, known);
}

export function cancelCrossReading(jobId: string): void {
  void attempt(() => core.crossReading.cancel({ jobId }));
}

async function follow(jobId: string, request: CrossReadingRequest, models: readonly Model[]): Promise<void> {
  const job: FollowedReading = {
    jobId,
    request,
    state: 'running',
    error: null,
    readings: [],
    divergences: [],
    failures: [],
    comparisons: [],
  };
  useCrossReading.setState({ job, progress: null, shownText: 0 });
  await readAlong(jobId, models);
}

/** Reads everything from the beginning, to the end. Never rejects. */
export async function readAlong(jobId: string, models: readonly Model[]): Promise<void> {
  updateJob(jobId, () => ({ readings: [], divergences: [], failures: [], error: null, state: 'running' }));
  try {
    for await (const event of await core.crossReading.attach({ jobId })) {
      if (useCrossReading.getState().job?.jobId !== jobId) return;
      await take(jobId, event, models);
    }
  } catch (cause) {
    updateJob(jobId, () => ({ state: 'failed', error: toPageError(cause) }));
  }
}

async function take(jobId: string, event: CrossReadingEvent, models: readonly Model[]): Promise<void> {
  if (event.kind === 'state') return useCrossReading.setState({ progress: event });
  if (event.kind === 'failed') {
    const failure = { modelId: event.modelId, error: event.error };
    return updateJob(jobId, ({ failures }) => ({ failures: [...failures, failure] }));
  }
  if (event.kind === 'end')
    return updateJob(jobId, () => ({ state: event.reason, comparisons: event.comparisons }));
  if (event.kind === 'divergences') {
    const kldNats = new Float32Array(event.kldNats.slice().buffer);
    return updateJob(jobId, ({ divergences }) => ({ divergences: [...divergences, { ...event, kldNats }] }));
  }
  const reading = await readingFrom(event, models);
  return updateJob(jobId, ({ readings }) => ({ readings: [...readings, reading] }));
}

async function readingFrom(
  event: Extract<CrossReadingEvent, { kind: 'reading' }>,
  models: readonly Model[],
): Promise<Reading> {
  const { textIndex, modelId, profile, memoryBytes, addedBytes } = event;
  const model = models.find(({ id }) => id === modelId);
  const table = model ? await traceStore.vocabulary(model.vocabularyHash) : null;
  const logprobs = new Float64Array(event.logprobs.slice().buffer);
  const tokens = [...new Uint32Array(event.tokenIds.slice().buffer)].map((tokenId, index) => {
    const logprob = logprobs[index] ?? Number.NaN;
    return {
      tokenId,
      logprob: Number.isNaN(logprob) ? null : logprob,
      bytes: (table?.piece(tokenId).bytes.length ?? 0) - (index === 0 ? addedBytes : 0),
    };
  });
  return { textIndex, modelId, tokens, profile, memoryBytes };
}

/** Puts the text of a file into the field; what is no UTF-8 or too long is refused with a reason. */
export function openTextFile(index: number, file: File): Promise<void> {
  return readTextFile(file, mostCharacters, {
    take: (text) => setText(index, text),
    refuse: (problem) => useCrossReading.setState({ problem }),
  });
}
