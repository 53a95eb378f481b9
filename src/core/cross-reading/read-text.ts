/**
 * One model reads one text: ln p of each of its tokens. Runs in the core, in turns.
 */
import type { ModelId } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type PreparedText, prepareText } from '../scoring/prepare-text.ts';
import { wantsStartToken } from '../scoring/wants-start-token.ts';
import { scoreText } from '../scoring/windows.ts';
import { takeTurns, type TurnContext } from './take-turns.ts';

export type Reading = {
  readonly modelId: ModelId;
  readonly prepared: PreparedText;
  readonly table: VocabularyTable;
  /** In nats, one for each token of the text; null: nothing stands before it. */
  readonly logprobs: readonly (number | null)[];
  /** Null for a text without tokens. */
  readonly profile: EvaluationProfile | null;
  readonly memoryBytes: number;
  readonly vocabularySize: number;
  /** How long the engine worked for it. */
  readonly seconds: number;
};

export type TextToRead = {
  readonly text: string;
  readonly startsWithBos: boolean;
  readonly windowTokens: number;
};

/**
 * Null: given up.
 * @throws scoring.textChanged, model.*, engine.*
 */
export async function readText(
  context: TurnContext,
  modelId: ModelId,
  tableOf: (engine: RunningEngine) => VocabularyTable,
  { text, startsWithBos, windowTokens }: TextToRead,
  onProgress: (done: number, total: number) => void,
): Promise<Reading | null> {
  const logprobs: (number | null)[] = [];
  let reading: Begun | null = null;
  let seconds = 0;
  const isComplete = await takeTurns(context, modelId, async (engine, isOver) => {
    const table = tableOf(engine);
    const prepared = reading?.prepared ?? (await prepare(engine, table, text, startsWithBos));
    reading ??= { modelId, prepared, table, profile: null, ...sizesOf(engine) };
    const total = prepared.tokenIds.length;
    onProgress(logprobs.length, total);
    const startedAtMs = performance.now();
    for await (const event of scoreText(engine, prepared, logprobs.length, 1, windowTokens)) {
      if (event.kind === 'end') {
        reading = { ...reading, profile: event.profile };
        continue;
      }
      for (const step of decodeSteps(event.steps)) logprobs.push(tokenLogprob(step));
      onProgress(logprobs.length, total);
      if (isOver()) break;
    }
    seconds += (performance.now() - startedAtMs) / 1_000;
    return logprobs.length === total;
  });
  return isComplete && reading !== null ? finished(reading, logprobs, seconds) : null;
}

async function prepare(
  engine: RunningEngine,
  table: VocabularyTable,
  text: string,
  mayHaveStart: boolean,
): Promise<PreparedText> {
  const startsWithBos = mayHaveStart && (await wantsStartToken(engine));
  return await prepareText(engine, table, { text, contextBefore: '', startsWithBos });
}

type Begun = Omit<Reading, 'logprobs' | 'seconds'>;

const finished = (begun: Begun, logprobs: readonly (number | null)[], seconds: number): Reading => ({
  ...begun,
  logprobs,
  seconds,
});

const sizesOf = ({ model: { memoryBytes, vocabularySize } }: RunningEngine) => ({
  memoryBytes,
  vocabularySize,
});
