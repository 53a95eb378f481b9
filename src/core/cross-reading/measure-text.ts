/**
 * All that is compared of one text, from what its readers found. Runs in the core; pure. A number that has no bound (∞) is
 * null, since it crosses a port as JSON.
 */
import type { ModelId } from '#contract/ids.ts';
import type { ComparedModel, ComparedPair, NoiseFloor, TextComparison } from '#contract/cross-reading.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import {
  bitsPerByte,
  bitsPerByteDifference,
  type Interval,
  shareBetter,
  type Unit,
  unitsOf,
} from '#probability/comparison/bits-per-byte.ts';
import {
  type ByteRange,
  commonScoredBytes,
  commonSegments,
  type ReadToken,
  type Segment,
} from '#probability/comparison/common-bytes.ts';
import { commonStart } from '#probability/comparison/common-start.ts';
import type { Divergence } from '#probability/comparison/divergence.ts';
import { perplexityRatio } from '#probability/comparison/perplexity-ratio.ts';
import { type Estimate, estimate, meanOf, percentileOf } from '#probability/comparison/statistics.ts';
import { summariseDivergences } from '#probability/comparison/summarise-divergences.ts';
import { countWords, sentenceStarts } from '#probability/comparison/text-units.ts';
import { measureText } from '#probability/text-measures.ts';
import { textByteLengths } from '../scoring/prepare-text.ts';
import type { Continuation } from './continue-text.ts';
import type { Reading } from './read-text.ts';

/** What whole distributions said of one model. */
export type RowFindings = {
  readonly divergences: readonly Divergence[];
  readonly nextByteBits: readonly number[] | null;
};

/** The reference read token by token. */
export type NoiseReading = {
  readonly firstToken: number;
  readonly logprobs: readonly number[];
  readonly divergences: readonly Divergence[];
  readonly profile: EvaluationProfile;
};

export type Findings = {
  readonly textIndex: number;
  readonly text: string;
  /** The reference first; models that failed are missing. */
  readonly readings: readonly Reading[];
  readonly rows: ReadonlyMap<ModelId, RowFindings>;
  readonly continuations: ReadonlyMap<ModelId, Continuation>;
  readonly noise: NoiseReading | null;
};

type Measured = Findings & {
  readonly range: ByteRange;
  readonly segments: readonly Segment[];
  readonly units: readonly Unit[];
  readonly floor: NoiseFloor | null;
};

/** The bootstrap costs about a thousand times the number of sentences. */
export function measureComparison(findings: Findings): TextComparison {
  const { textIndex, text, readings } = findings;
  const tokens = readings.map(readTokens);
  const segments = commonSegments(tokens);
  const units = unitsOf(segments, sentenceStarts(text));
  const range = commonScoredBytes(tokens);
  const floor = findings.noise === null ? null : floorOf(findings.noise, readings[0]);
  const measured = { ...findings, range, segments, units, floor };
  return {
    textIndex,
    scored: range,
    bytes: new TextEncoder().encode(text).length,
    models: readings.map((reading, place) => modelOf(measured, reading, place)),
    pairs: readings.slice(1).map((reading, index) => pairOf(measured, reading, index + 1)),
    noise: floor,
  };
}

function readTokens({ prepared, table, logprobs }: Reading): ReadToken[] {
  return textByteLengths(prepared, table).map((bytes, index) => ({
    logprob: logprobs[index] ?? null,
    bytes,
  }));
}

function modelOf({ text, units, continuations }: Measured, reading: Reading, place: number): ComparedModel {
  const tokens = readTokens(reading);
  const { scoredTokens, perplexity } = measureText(tokens);
  const bytes = tokens.reduce((sum, token) => sum + token.bytes, 0);
  return {
    modelId: reading.modelId,
    tokens: tokens.length,
    scoredTokens,
    bits: units.reduce((sum, { bits }) => sum + (bits[place] ?? 0), 0),
    bitsPerByte: bitsPerByte(units, place),
    perplexity: finite(perplexity),
    wordsTokens: { words: countWords(text), tokens: tokens.length },
    bytesPerSecond: reading.seconds > 0 ? bytes / reading.seconds : null,
    continuation: writtenOf(continuations.get(reading.modelId)),
  };
}

function pairOf(
  { readings, rows, continuations, segments, units, floor }: Measured,
  reading: Reading,
  place: number,
): ComparedPair {
  const [reference] = readings;
  const isTokeniserSame = reference !== undefined && hasSameTokens(reference, reading);
  const difference = bitsPerByteDifference(units, 0, place);
  const found = rows.get(reading.modelId);
  return {
    modelId: reading.modelId,
    isTokeniserSame,
    bitsPerByteDifference: difference,
    verdict: verdictOf(difference, floor?.bitsPerByte ?? 0),
    shareBetter: shareBetter(segments, 0, place),
    segments: segments.length,
    perplexityRatio: isTokeniserSame && reference ? ratioOf(reference, reading) : null,
    divergence: isTokeniserSame ? summaryOf(found?.divergences ?? []) : null,
    nextByteBits: isTokeniserSame ? null : nextBytesOf(found?.nextByteBits ?? null),
    sameContinuation: sameStart(continuations, reference, reading, isTokeniserSame),
  };
}

function writtenOf(continuation: Continuation | undefined): ComparedModel['continuation'] {
  if (continuation === undefined) return null;
  const { tokenIds, bytes, isEnded } = continuation;
  // As of a stream: a character that is not complete yet is not there.
  return { tokens: tokenIds.length, text: new TextDecoder().decode(bytes, { stream: true }), isEnded };
}

function sameStart(
  continuations: Findings['continuations'],
  referenceReading: Reading | undefined,
  reading: Reading,
  isTokeniserSame: boolean,
): ComparedPair['sameContinuation'] {
  const reference = referenceReading && continuations.get(referenceReading.modelId);
  const other = continuations.get(reading.modelId);
  if (reference === undefined || other === undefined) return null;
  const bytes = commonStart(reference.bytes, other.bytes);
  const lengths = [reference.bytes.length, other.bytes.length];
  return {
    bytes,
    tokens: isTokeniserSame ? commonStart(reference.tokenIds, other.tokenIds) : null,
    isWhole: lengths.every((length) => length === bytes) && reference.isEnded === other.isEnded,
  };
}

/** The same vocabulary cut the text in the same way: only then do positions mean the same. */
export function hasSameTokens(reference: Reading, reading: Reading): boolean {
  const [left, right] = [reference.prepared, reading.prepared];
  return (
    left.startToken === right.startToken &&
    reference.vocabularySize === reading.vocabularySize &&
    left.tokenIds.length === right.tokenIds.length &&
    left.tokenIds.every((tokenId, index) => {
      const other = right.tokenIds[index] ?? -1;
      return tokenId === other;
    })
  );
}

/** Above noise and chance alike, or not a difference. */
export function verdictOf(difference: Interval | null, noise: number): ComparedPair['verdict'] {
  if (difference === null || Math.abs(difference.value) <= noise) return 'same';
  if (difference.low > 0) return 'higher';
  return difference.high < 0 ? 'lower' : 'same';
}

function ratioOf(reference: Reading, reading: Reading): ComparedPair['perplexityRatio'] {
  const pairs = reference.logprobs.flatMap((before, index) => {
    const after = reading.logprobs[index] ?? null;
    return before === null || after === null ? [] : [[before, after] as const];
  });
  if (pairs.length === 0) return null;
  const ratio = perplexityRatio(
    Float64Array.from(pairs, ([before]) => before),
    Float64Array.from(pairs, ([, after]) => after),
  );
  return {
    ...ratio,
    reference: wire(ratio.reference),
    other: wire(ratio.other),
    logRatio: wire(ratio.logRatio),
    ratio: wire(ratio.ratio),
    shift: wire(ratio.shift),
    shiftPercentiles: [...ratio.shiftPercentiles],
  };
}

function summaryOf(divergences: readonly Divergence[]): ComparedPair['divergence'] {
  const summary = summariseDivergences(divergences);
  if (summary === null) return null;
  return {
    positions: summary.positions,
    kldNats: wire(summary.kldNats),
    kldPercentiles: summary.kldPercentiles.map(({ fraction, nats }) => ({ fraction, value: finite(nats) })),
    reverseKldNats: wire(summary.reverseKldNats),
    jensenShannonBits: wire(summary.jensenShannonBits),
    totalVariation: wire(summary.totalVariation),
    topSame: wire(summary.topSame),
    topTenShared: wire(summary.topTenShared),
  };
}

function nextBytesOf(bits: readonly number[] | null): ComparedPair['nextByteBits'] {
  return bits === null || bits.length === 0 ? null : { positions: bits.length, bits: wire(estimate(bits)) };
}

function floorOf(
  { firstToken, logprobs, divergences, profile }: NoiseReading,
  reference: Reading | undefined,
): NoiseFloor | null {
  if (reference === undefined || logprobs.length === 0) return null;
  const tokens = readTokens(reference).slice(firstToken, firstToken + logprobs.length);
  const shifts = tokens.map(({ logprob }, index) => (logprobs[index] ?? 0) - (logprob ?? 0));
  const distances = Float64Array.from(shifts, Math.abs).sort();
  const bytes = tokens.reduce((sum, token) => sum + token.bytes, 0);
  const bits = Math.abs(shifts.reduce((sum, shift) => sum + shift, 0)) / Math.LN2;
  return {
    positions: logprobs.length,
    logprobNats: { mean: meanOf(distances), percentile95: percentileOf(distances, 0.95) },
    bitsPerByte: bytes > 0 ? bits / bytes : 0,
    divergence: summaryOf(divergences),
    profile,
  };
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
const wire = ({ mean, error }: Estimate) => ({ mean: finite(mean), error: finite(error) });
