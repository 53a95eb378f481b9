/**
 * One row for each token, with what the inspector shows of it. Page, pure. The names of the columns are the same in
 * every language: programs read them. Raw columns are before the samplers, `q` and `removed_by` after them.
 */
import type { EvaluationProfile } from '#contract/profile.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { noDryBreakers, resolveDryBreakers, type DryBreakers } from '#probability/dry-breakers.ts';
import { inspectStep, type InspectedSampler, type InspectedStep } from '#probability/inspect-step.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';
import { usesDry } from '#probability/stages/dry.ts';
import type { TraceStep } from '#probability/trace.ts';
import { hexBytes, visibleBytes } from '../heat-map/visible-text.ts';
import { byteOrderMark, csvLine, type CsvCell } from './csv.ts';

/** Alternatives in columns of their own. All captured ones are in the JSON file. */
const shownAlternatives = 5;

const columns: readonly string[] = [
  'index',
  'token_id',
  'text',
  'bytes_hex',
  'origin',
  'probability',
  'logprob_nats',
  'surprisal_bits',
  'rank',
  'entropy_low_bits',
  'entropy_high_bits',
  'q',
  'removed_by',
  'draw',
  'end_probability',
  'is_exact',
  'pass',
  ...Array.from({ length: shownAlternatives }, (_, index) =>
    ['id', 'text', 'p'].map((name) => `top${index + 1}_${name}`),
  ).flat(),
];

export type TraceForCsv = {
  /** One for each token; what lacks at the end has no distribution. */
  readonly steps: Iterable<TraceStep | null>;
  readonly tokenIds: readonly number[];
  /** Captured live, or computed again afterwards. */
  readonly pass: EvaluationProfile['pass'];
  readonly vocabulary: VocabularyTable;
  readonly vocabularySize: number;
  /** Null for a given text: no chain chose its tokens. */
  readonly sampler: { readonly settings: SamplerSettings; readonly promptIds: readonly number[] } | null;
};

function dryBreakers(settings: SamplerSettings, vocabulary: VocabularyTable): DryBreakers {
  if (!usesDry(settings)) return noDryBreakers;
  const pieces = Array.from({ length: vocabulary.size }, (_, id) => vocabulary.piece(id).bytes);
  return resolveDryBreakers(settings.drySequenceBreakers, pieces, () => []);
}

/** What the chain knew at each position; the history is looked at in place, not copied. */
function samplers({
  sampler,
  tokenIds,
  vocabulary,
}: TraceForCsv): (position: number, step: TraceStep) => InspectedSampler | null {
  if (sampler === null) return () => null;
  const { settings, promptIds } = sampler;
  const ids = Uint32Array.from([...promptIds, ...tokenIds]);
  const breakers = dryBreakers(settings, vocabulary);
  return (position, step) =>
    step.origin !== 'sampled'
      ? null
      : { settings, history: ids.subarray(0, promptIds.length + position), dryBreakers: breakers };
}

function numbers(step: TraceStep | null, result: InspectedStep | null, pass: string): readonly CsvCell[] {
  if (step === null || result === null) return Array.from({ length: 12 }, () => null);
  const { probability, logprob, surprisalBits, q, removedBy } = result.token;
  return [
    probability,
    logprob,
    surprisalBits,
    // A text, so that nobody averages a bound.
    result.rank ?? `>${result.captured.length}`,
    result.entropyBits.low,
    result.entropyBits.high,
    q,
    removedBy,
    step.draw,
    result.endProbability,
    result.isProbabilityExact,
    pass,
  ];
}

/** The file, line by line. */
export function* traceCsvLines(trace: TraceForCsv): Generator<string> {
  const { tokenIds, vocabulary, vocabularySize, pass } = trace;
  const steps = trace.steps[Symbol.iterator]();
  const samplerAt = samplers(trace);
  const textOf = (id: number): string => visibleBytes(vocabulary.piece(id).bytes);
  yield byteOrderMark + csvLine(columns);
  for (const [index, id] of tokenIds.entries()) {
    const step = steps.next().value ?? null;
    const result =
      step === null ? null : inspectStep(step, { vocabularySize, sampler: samplerAt(index, step) });
    const top = Array.from({ length: shownAlternatives }, (_, rank): readonly CsvCell[] => {
      const token = result?.captured[rank];
      return token ? [token.id, textOf(token.id), token.probability] : [null, null, null];
    });
    yield csvLine([
      index,
      id,
      textOf(id),
      hexBytes(vocabulary.piece(id).bytes),
      step?.origin ?? 'prompt',
      ...numbers(step, result, pass),
      ...top.flat(),
    ]);
  }
}
