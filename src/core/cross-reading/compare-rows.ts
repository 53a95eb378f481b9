/**
 * Holds one model's whole distributions against the reference's, token by token. Runs in the core, in turns. What is
 * computed for one position is bounded by the vocabulary, and the event loop gets a turn at each.
 */
import type { EvaluationProfile } from '#contract/profile.ts';
import { type Divergence, divergenceOf } from '#probability/comparison/divergence.ts';
import { logprobIn } from '#probability/comparison/log-softmax.ts';
import {
  type ByteDistribution,
  byteDivergenceBits,
  firstBytesOf,
  nextByteOf,
} from '#probability/comparison/next-byte.ts';
import { type WorstPlace, withPlace } from '#probability/comparison/worst-places.ts';
import type { NoiseReading } from './measure-text.ts';
import type { Reading } from './read-text.ts';
import { readRows } from './read-rows.ts';
import type { RowFile } from './row-file.ts';
import { takeTurns, type TurnContext } from './take-turns.ts';

export type RowPlan = {
  /** How many of the text's first tokens. */
  readonly tokens: number;
  readonly windowTokens: number;
};

export type Progress = (done: number, total: number) => void;

/** The reference's rows; whoever opened the file closes it. */
export type ReferenceRows = {
  readonly file: RowFile;
  /** Index of the text's token that the first row stands before. */
  readonly firstToken: number;
  /** What its next byte is, by the byte at which a token begins; empty when no other tokeniser reads along. */
  readonly nextBytes: ReadonlyMap<number, ByteDistribution>;
};

/** Writes the reference's rows down. Null: given up. @throws app.diskFull, app.storageFailed, model.*, engine.* */
export async function keepRows(
  context: TurnContext,
  reading: Reading,
  plan: RowPlan & { readonly wantsNextBytes: boolean; readonly file: RowFile },
  onProgress: Progress,
): Promise<ReferenceRows | null> {
  const { file, wantsNextBytes } = plan;
  const nextBytes = new Map<number, ByteDistribution>();
  const starts = startsOf(reading);
  const bytes = wantsNextBytes ? firstBytes(reading) : null;
  const isComplete = await eachRow(
    context,
    reading,
    { ...plan, batchTokens: null },
    onProgress,
    async (token, row) => {
      await file.append(row);
      if (bytes !== null) nextBytes.set(starts[token] ?? Number.NaN, nextByteOf(row, bytes));
    },
  );
  return isComplete === null ? null : { file, firstToken: firstRow(reading), nextBytes };
}

/** Token by token, and where they are largest. */
export type Divergences = {
  readonly each: readonly Divergence[];
  readonly worst: readonly WorstPlace[];
};

/** Of a model with the same tokens. Null: given up. */
export async function divergencesFrom(
  context: TurnContext,
  reference: ReferenceRows,
  reading: Reading,
  plan: RowPlan,
  onProgress: Progress,
): Promise<Divergences | null> {
  const each: Divergence[] = [];
  let worst: readonly WorstPlace[] = [];
  const profile = await eachRow(
    context,
    reading,
    { ...plan, batchTokens: null },
    onProgress,
    async (token, row) => {
      const before = await reference.file.read(token - reference.firstToken);
      const divergence = divergenceOf(before, row);
      each.push(divergence);
      worst = withPlace(worst, token, divergence.kldNats, before, row);
    },
  );
  return profile === null ? null : { each, worst };
}

/** The same model again, token by token: what computing alone changes. Null: given up. */
export async function readAgain(
  context: TurnContext,
  reading: Reading,
  plan: RowPlan & { readonly reference: ReferenceRows | null },
  onProgress: Progress,
): Promise<NoiseReading | null> {
  const { reference } = plan;
  const divergences: Divergence[] = [];
  const logprobs: number[] = [];
  const profile = await eachRow(
    context,
    reading,
    { ...plan, batchTokens: 1 },
    onProgress,
    async (token, row) => {
      logprobs.push(logprobIn(row, reading.prepared.tokenIds[token] ?? 0));
      if (reference === null || token - reference.firstToken >= reference.file.rows) return;
      divergences.push(divergenceOf(await reference.file.read(token - reference.firstToken), row));
    },
  );
  if (profile === null || logprobs.length === 0) return null;
  return { firstToken: firstRow(reading), logprobs, divergences, profile };
}

/** Of a model with other tokens: the next byte, where both end a token. In bits. Null: given up. */
export async function byteDivergencesFrom(
  context: TurnContext,
  reference: ReferenceRows,
  reading: Reading,
  plan: RowPlan,
  onProgress: Progress,
): Promise<number[] | null> {
  const bits: number[] = [];
  const starts = startsOf(reading);
  const bytes = firstBytes(reading);
  const profile = await eachRow(
    context,
    reading,
    { ...plan, batchTokens: null },
    onProgress,
    async (token, row) => {
      const before = reference.nextBytes.get(starts[token] ?? Number.NaN);
      if (before !== undefined) bits.push(byteDivergenceBits(before, nextByteOf(row, bytes)));
    },
  );
  return profile === null ? null : bits;
}

/** The first token that something stands before. */
export const firstRow = ({ prepared: { startToken, textStart } }: Reading): number =>
  startToken === null && textStart === 0 ? 1 : 0;

async function eachRow(
  context: TurnContext,
  reading: Reading,
  plan: RowPlan & { readonly batchTokens: number | null },
  onProgress: Progress,
  visit: (token: number, row: Float32Array) => Promise<void>,
): Promise<EvaluationProfile | null> {
  const to = Math.min(plan.tokens, reading.prepared.tokenIds.length);
  let next = firstRow(reading);
  let profile: EvaluationProfile | null = null;
  const isComplete = await takeTurns(context, reading.modelId, async (engine, isOver) => {
    onProgress(next, to);
    for await (const event of readRows(engine, reading.prepared, { ...plan, from: next, to })) {
      if (event.kind === 'profile') {
        ({ profile } = event);
        continue;
      }
      await visit(event.token, event.logits);
      next = event.token + 1;
      onProgress(next, to);
      if (isOver()) break;
    }
    return next >= to;
  });
  return isComplete ? (profile ?? reading.profile) : null;
}

/** Bytes of the text at which the tokens begin; −1 for one that begins with a space before the text. */
function startsOf({ prepared, table }: Reading): number[] {
  let at = 0 - prepared.addedBytes;
  return prepared.tokenIds.slice(prepared.textStart).map((tokenId) => {
    const start = at;
    at += table.piece(tokenId).bytes.length;
    return start;
  });
}

function firstBytes({ table }: Reading): Uint16Array {
  const nothing = new Uint8Array(0);
  return firstBytesOf(table.size, (id) => (table.isMark(id) ? nothing : table.piece(id).bytes));
}
