/**
 * One model's work on one text of a cross-reading: its surprise, then its whole distributions, and for the reference the
 * noise of computing. Runs in the core.
 */
import type { CrossReadingEvent } from '#contract/cross-reading.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import {
  byteDivergencesFrom,
  type Divergences,
  divergencesFrom,
  firstRow,
  keepRows,
  type Progress,
  readAgain,
  type ReferenceRows,
} from './compare-rows.ts';
import { type Continuation, continueText } from './continue-text.ts';
import { hasSameTokens, type NoiseReading, type RowFindings } from './measure-text.ts';
import { type Reading, readText } from './read-text.ts';
import { openRowFile } from './row-file.ts';
import type { TurnContext } from './take-turns.ts';

export type CrossReadContext = TurnContext & {
  /** Where the rows of the reference are kept meanwhile. */
  readonly dataDir: string;
};

/** What is known of one text so far; grows with every model. */
export type TextState = {
  readonly textIndex: number;
  readonly text: string;
  readonly readings: Reading[];
  readonly rows: Map<ModelId, RowFindings>;
  readonly continuations: Map<ModelId, Continuation>;
  noise: NoiseReading | null;
  reference: ReferenceRows | null;
};

export type TextTask = {
  readonly modelId: ModelId;
  readonly startsWithBos: boolean;
  readonly distributionTokens: number;
  readonly windowTokens: number;
  /** Some model has another vocabulary than the others. */
  readonly hasOtherTokeniser: boolean;
  readonly tableOf: (engine: RunningEngine) => VocabularyTable;
  readonly emit: (event: CrossReadingEvent) => void;
};

type Stage = Extract<CrossReadingEvent, { kind: 'state' }>['stage'];

/** The reference's tokens that are read a second time, one by one. */
const noiseTokens = 128;

/** @throws scoring.textChanged, generation.contextFull, model.*, engine.*, app.* */
export async function readOneText(
  context: CrossReadContext,
  task: TextTask,
  state: TextState,
): Promise<void> {
  const { modelId } = task;
  const progress = (stage: Stage): Progress => {
    return (done, total) =>
      task.emit({ kind: 'state', stage, modelId, textIndex: state.textIndex, done, total });
  };
  progress('loading')(0, 0);
  const tableOf = (engine: RunningEngine): VocabularyTable => {
    const { contextTokens } = engine.model;
    if (contextTokens < task.windowTokens)
      throw new PrismeError('generation.contextFull', { needTokens: task.windowTokens, contextTokens });
    return task.tableOf(engine);
  };
  const reading = await readText(
    context,
    modelId,
    tableOf,
    { ...task, text: state.text },
    progress('scoring'),
  );
  if (reading === null) return;
  task.emit(readingEvent(reading, state.textIndex));
  if (state.readings.length === 0) await readReference(context, task, state, reading, progress);
  else await readOther(context, task, state, reading, progress);
  if (task.distributionTokens > 0) {
    const show = progress('continuation');
    const continuation = await continueText(context, reading, task.windowTokens, show);
    if (continuation !== null) state.continuations.set(modelId, continuation);
  }
  state.readings.push(reading);
}

async function readReference(
  context: CrossReadContext,
  task: TextTask,
  state: TextState,
  reading: Reading,
  progress: (stage: Stage) => Progress,
): Promise<void> {
  const { distributionTokens, windowTokens } = task;
  if (distributionTokens > 0) {
    const file = await openRowFile(context.dataDir, reading.vocabularySize);
    // Known before it is filled, so that it is closed whatever happens.
    state.reference = { file, firstToken: firstRow(reading), nextBytes: new Map() };
    const plan = { tokens: distributionTokens, windowTokens, wantsNextBytes: task.hasOtherTokeniser, file };
    const kept = await keepRows(context, reading, plan, progress('distributions'));
    if (kept === null) return;
    state.reference = kept;
  }
  state.noise = await readAgain(
    context,
    reading,
    { tokens: noiseTokens, windowTokens, reference: state.reference },
    progress('noise'),
  );
}

async function readOther(
  context: CrossReadContext,
  task: TextTask,
  state: TextState,
  reading: Reading,
  progress: (stage: Stage) => Progress,
): Promise<void> {
  const { reference } = state;
  const [first] = state.readings;
  if (reference === null || first === undefined) return;
  const plan = { tokens: task.distributionTokens, windowTokens: task.windowTokens };
  if (!hasSameTokens(first, reading)) {
    const nextByteBits = await byteDivergencesFrom(
      context,
      reference,
      reading,
      plan,
      progress('distributions'),
    );
    if (nextByteBits !== null) state.rows.set(reading.modelId, { divergences: [], nextByteBits });
    return;
  }
  const divergences = await divergencesFrom(context, reference, reading, plan, progress('distributions'));
  if (divergences === null) return;
  state.rows.set(reading.modelId, { divergences: divergences.each, nextByteBits: null });
  if (divergences.each.length > 0)
    task.emit(divergencesEvent(divergences, reading.modelId, state.textIndex, reference.firstToken));
}

function readingEvent(
  { modelId, prepared, logprobs, profile, memoryBytes }: Reading,
  textIndex: number,
): CrossReadingEvent {
  const tokenIds = Uint32Array.from(prepared.tokenIds.slice(prepared.textStart));
  const values = Float64Array.from(logprobs, (logprob) => logprob ?? Number.NaN);
  return {
    kind: 'reading',
    textIndex,
    modelId,
    tokenIds: new Uint8Array(tokenIds.buffer),
    logprobs: new Uint8Array(values.buffer),
    addedBytes: prepared.addedBytes,
    profile,
    memoryBytes,
  };
}

function divergencesEvent(
  { each, worst }: Divergences,
  modelId: ModelId,
  textIndex: number,
  firstToken: number,
): CrossReadingEvent {
  const kldNats = Float32Array.from(each, (divergence) => divergence.kldNats);
  return {
    kind: 'divergences',
    textIndex,
    modelId,
    firstToken,
    kldNats: new Uint8Array(kldNats.buffer),
    topSame: Uint8Array.from(each, ({ isTopSame }) => (isTopSame ? 1 : 0)),
    worst: worst.map(({ token, reference, other }) => ({
      token,
      reference: [...reference],
      other: [...other],
    })),
  };
}
