/**
 * Several models read the same texts, one model after the other, and are compared. Runs in the core, for the window and for
 * the terminal. Keeps nothing when it has ended.
 */
import type { CrossReadingEvent, CrossReadingRequest } from '#contract/cross-reading.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { type CrossReadContext, readOneText, type TextState, type TextTask } from './read-one-text.ts';
import { measureComparison } from './measure-text.ts';

/** No window is longer, so that every model reads a token with as much before it as the others. */
const mostWindowTokens = 2_048;

/**
 * Emits states, readings and divergences as they come, then `end`. A model that fails is named and left out; the first
 * one that reads a text is the reference of that text.
 * @throws app.diskFull, app.dataFolderNotWritable, app.storageFailed
 */
export async function crossRead(
  context: CrossReadContext,
  request: CrossReadingRequest,
  emit: (event: CrossReadingEvent) => void,
): Promise<void> {
  const { library, signal } = context;
  const texts: TextState[] = request.texts.map(({ text }, textIndex) => ({
    textIndex,
    text,
    readings: [],
    rows: new Map(),
    continuations: new Map(),
    noise: null,
    reference: null,
  }));
  const task: Omit<TextTask, 'modelId'> = {
    startsWithBos: request.startsWithBos,
    distributionTokens: request.distributionTokens,
    windowTokens: windowTokensFor(context, request.modelIds),
    hasOtherTokeniser: hasSeveral(request.modelIds.map((id) => library.get(id).vocabularyHash)),
    tableOf: ({ modelId, model }) =>
      vocabularyTable(library.vocabulary(library.get(modelId).vocabularyHash), model.endTokenIds),
    emit,
  };
  try {
    for (const modelId of request.modelIds) {
      if (signal.aborted) break;
      await readAll(context, { ...task, modelId }, texts);
    }
  } finally {
    for (const { reference } of texts) await reference?.file.close();
  }
  const comparisons = texts.filter(({ readings }) => readings.length > 0).map(measureComparison);
  emit({ kind: 'end', reason: signal.aborted ? 'cancelled' : 'complete', comparisons });
}

async function readAll(
  context: CrossReadContext,
  task: TextTask,
  texts: readonly TextState[],
): Promise<void> {
  try {
    for (const text of texts) if (!context.signal.aborted) await readOneText(context, task, text);
  } catch (cause) {
    // Without room for the rows nothing can be compared; what is wrong with one model is no reason for the others.
    if (!(cause instanceof PrismeError) || cause.code.startsWith('app.')) throw cause;
    task.emit({ kind: 'failed', modelId: task.modelId, error: cause.toRecord() });
  }
}

/** The largest window that all models have room for, as far as their files and their settings say. */
function windowTokensFor({ library }: CrossReadContext, modelIds: readonly ModelId[]): number {
  const rooms = modelIds.map((modelId) => {
    const { trainedContextTokens, loadSettings } = library.get(modelId);
    return Math.min(trainedContextTokens ?? Infinity, loadSettings.contextTokens ?? Infinity);
  });
  return Math.min(mostWindowTokens, ...rooms);
}

const hasSeveral = (values: readonly string[]): boolean => new Set(values).size > 1;
