/**
 * Checks a trace file that came from anywhere and reads it. Portable, pure. Nothing is taken from a file that is not
 * whole and consistent: the first fault refuses it, with the place where it lies.
 */
import type { z } from 'zod';
import { PrismeError } from './errors.ts';
import type { TokenType } from './models.ts';
import {
  traceFileHeadSchema,
  traceFilePieceSchema,
  traceFileTokenSchema,
  type TraceFileHead,
  type TraceFileToken,
} from './trace-file.ts';
import type { TraceStep } from '#probability/trace.ts';

export type TraceFile = {
  readonly head: Omit<TraceFileHead, 'pieces' | 'tokens' | 'promptScore'>;
  readonly pieces: ReadonlyMap<number, { readonly bytes: Uint8Array; readonly type: TokenType }>;
  readonly steps: readonly TraceStep[];
  readonly promptScore: {
    readonly profile: TraceFileHead['profile'];
    readonly scoredAtMs: number;
    readonly steps: readonly TraceStep[];
  } | null;
};

/** Entries handled before the caller's other work gets its turn. */
const entriesPerTurn = 512;

function refuse(place: string, reason: string): PrismeError {
  return new PrismeError('trace.invalidFile', { place: place.slice(0, 200), reason: reason.slice(0, 300) });
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [...(place === '' ? [] : [place]), ...(issue?.path ?? []).map(String)];
  throw refuse(path.join('.'), issue?.message ?? '');
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('', 'not JSON in UTF-8');
  }
}

function asNumber(logit: TraceFileToken['logit']): number {
  return logit === '-Infinity' ? -Infinity : logit;
}

/** The first place at which the logits go up again; −1: none. */
function firstAscent(logits: Float32Array): number {
  return logits.findIndex((logit, index) => index > 0 && logit > (logits[index - 1] ?? logit));
}

/**
 * A captured list is what its definition says: distinct ids, highest logit first, none above the maximum.
 * @throws trace.invalidFile
 */
export function checkTop({ tokenId, topIds, topLogits, logit, maxLogit }: TraceStep, place: string): void {
  if (topIds.length !== topLogits.length) throw refuse(place, 'topIds and topLogits differ in number');
  if (new Set(topIds).size !== topIds.length) throw refuse(`${place}.topIds`, 'an id stands twice');
  const ascent = firstAscent(topLogits);
  if (ascent >= 0) throw refuse(`${place}.topLogits.${ascent}`, 'not in descending order');
  const [highest] = topLogits;
  if (highest === undefined) return;
  if (highest > Math.fround(maxLogit) || logit > maxLogit)
    throw refuse(`${place}.maxLogit`, 'a logit is higher');
  const own = topIds.indexOf(tokenId);
  if (own >= 0 && topLogits[own] !== Math.fround(logit))
    throw refuse(`${place}.logit`, 'another value than in topLogits');
}

function toStep(value: unknown, place: string, isKnown: (id: number) => boolean): TraceStep {
  const token = check(traceFileTokenSchema, value, place);
  const { id, logit, topIds, topLogits, rank, ...rest } = token;
  if (!isKnown(id) || !topIds.every(isKnown)) throw refuse(place, 'a token without an entry in pieces');
  const step: TraceStep = {
    ...rest,
    tokenId: id,
    logit: asNumber(logit),
    topIds: Uint32Array.from(topIds),
    topLogits: Float32Array.from(topLogits, asNumber),
    rank: rank ?? null,
  };
  if (step.topLogits.some((each) => each === Infinity)) throw refuse(`${place}.topLogits`, 'not an f32');
  checkTop(step, place);
  return step;
}

function checkSpans({ tokenIds, spans }: TraceFileHead['prompt']): void {
  let next = 0;
  for (const [index, { start, end }] of spans.entries()) {
    if (start !== next || end <= start) throw refuse(`prompt.spans.${index}`, 'a gap or an overlap');
    next = end;
  }
  if (next !== tokenIds.length) throw refuse('prompt.spans', 'do not cover the prompt');
}

function readPieces(head: TraceFileHead): Map<number, { bytes: Uint8Array; type: TokenType }> {
  const pieces = new Map<number, { bytes: Uint8Array; type: TokenType }>();
  for (const [index, value] of head.pieces.entries()) {
    const [id, bytes, type] = check(traceFilePieceSchema, value, `pieces.${index}`);
    if (id >= head.model.vocabularySize) throw refuse(`pieces.${index}`, 'outside the vocabulary');
    if (pieces.has(id)) throw refuse(`pieces.${index}`, 'an id stands twice');
    const values = (bytes.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    pieces.set(id, { bytes: Uint8Array.from(values), type });
  }
  return pieces;
}

/**
 * @param bytes the whole file
 * @param nextTurn called between runs of entries, so that a long file does not hold up other work
 * @throws trace.invalidFile `{ place, reason }`: the path of the value that is wrong, empty for the file as a whole
 */
export async function readTraceFile(
  bytes: Uint8Array,
  nextTurn: () => Promise<unknown> = () => Promise.resolve(),
): Promise<TraceFile> {
  const { pieces: _pieces, tokens, promptScore, ...head } = await readHead(bytes, nextTurn);
  const pieces = readPieces({ ...head, pieces: _pieces, tokens, promptScore });
  const isKnown = (id: number): boolean => pieces.has(id);
  if (!head.prompt.tokenIds.every(isKnown))
    throw refuse('prompt.tokenIds', 'a token without an entry in pieces');
  if (!head.endTokenIds.every((id) => id < head.model.vocabularySize))
    throw refuse('endTokenIds', 'outside the vocabulary');
  const readSteps = async (values: readonly unknown[], place: string): Promise<TraceStep[]> => {
    const steps: TraceStep[] = [];
    for (const [index, value] of values.entries()) {
      steps.push(toStep(value, `${place}.${index}`, isKnown));
      if (index % entriesPerTurn === entriesPerTurn - 1) await nextTurn();
    }
    return steps;
  };
  const steps = await readSteps(tokens, 'tokens');
  if (promptScore === null) return { head, pieces, steps, promptScore };
  const scored = await readSteps(promptScore.tokens, 'promptScore.tokens');
  const isOfPrompt =
    scored.length === head.prompt.tokenIds.length &&
    scored.every((step, index) => step.tokenId === head.prompt.tokenIds[index]);
  if (!isOfPrompt) throw refuse('promptScore.tokens', 'about other tokens than the prompt');
  const { profile, scoredAtMs } = promptScore;
  return { head, pieces, steps, promptScore: { profile, scoredAtMs, steps: scored } };
}

async function readHead(bytes: Uint8Array, nextTurn: () => Promise<unknown>): Promise<TraceFileHead> {
  const value = parse(bytes);
  await nextTurn();
  const head = check(traceFileHeadSchema, value, '');
  checkSpans(head.prompt);
  return head;
}
