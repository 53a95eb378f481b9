/**
 * Reads a reply back from the disk, from any token on. Runs in the core. Writes nothing but copies.
 */
import type { MessageId } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { Store } from '../db/store.ts';
import type { StoredChunk } from '../db/traces.ts';
import { readStoredSteps } from './read-steps.ts';
import { ReplyText } from './reply-text.ts';

/** Stored chunks read at a time: a few megabytes at most. */
const chunksPerRead = 16;

/** Where the parts of a stored reply come from. */
export type StoredReplySource = {
  readonly store: Store;
  readonly vocabularyOf: (header: TraceHeader) => Vocabulary;
};

/**
 * The next stored chunks of a reply from `fromToken` on, the first one cut to begin there. Empty: nothing more is
 * stored (yet).
 */
export function readStoredChunks(
  source: StoredReplySource,
  messageId: MessageId,
  fromToken: number,
): StoredChunk[] {
  const chunks = source.store.traces.chunks(messageId, fromToken, Number.MAX_SAFE_INTEGER, chunksPerRead);
  const [first, ...rest] = chunks;
  if (first === undefined || first.firstToken + first.count <= fromToken) return [];
  if (first.firstToken >= fromToken) return chunks;
  return [cutBefore(source, messageId, first, fromToken), ...rest];
}

/** The ids of all stored tokens of a reply. */
export function readStoredTokenIds(
  store: Store,
  messageId: MessageId,
  toToken = Number.MAX_SAFE_INTEGER,
): number[] {
  const ids: number[] = [];
  while (ids.length < toToken) {
    const chunks = store.traces.chunks(messageId, ids.length, toToken, chunksPerRead);
    const before = ids.length;
    for (const chunk of chunks) {
      if (chunk.firstToken !== ids.length) continue;
      for (const step of readStoredSteps(chunk)) ids.push(step.tokenId);
    }
    if (ids.length === before) break;
  }
  return ids.slice(0, toToken);
}

/**
 * Gives `to`, whose trace has no tokens yet, the first `toToken` tokens of another reply as they are stored; only a run
 * of steps that goes on behind them is cut. To be called in a transaction.
 */
export function copyStoredHead(
  source: StoredReplySource,
  from: MessageId,
  to: MessageId,
  toToken: number,
): void {
  if (toToken === 0) return;
  const { traces } = source.store;
  traces.copyChunks(from, to, toToken);
  const [last] = traces.chunks(from, toToken - 1, toToken, 1);
  if (last !== undefined && last.firstToken + last.count > toToken)
    traces.appendChunk(to, cutAt(source, from, last, toToken));
}

function cutAt(
  source: StoredReplySource,
  messageId: MessageId,
  chunk: StoredChunk,
  toToken: number,
): StoredChunk {
  const head = readStoredSteps(chunk).slice(0, toToken - chunk.firstToken);
  return {
    kind: 'tokens',
    firstToken: chunk.firstToken,
    count: head.length,
    steps: encodeSteps(head),
    text: chunk.text.slice(0, textLengthBetween(source, messageId, chunk.firstToken, toToken)),
  };
}

function cutBefore(
  source: StoredReplySource,
  messageId: MessageId,
  chunk: StoredChunk,
  fromToken: number,
): StoredChunk {
  const rest = readStoredSteps(chunk).slice(fromToken - chunk.firstToken);
  return {
    kind: 'tokens',
    firstToken: fromToken,
    count: rest.length,
    steps: encodeSteps(rest),
    text: chunk.text.slice(textLengthBetween(source, messageId, chunk.firstToken, fromToken)),
  };
}

/**
 * Length of the text that tokens `from` up to `to` complete. A character may have begun in an earlier token, so the
 * reply is decoded from its beginning.
 */
function textLengthBetween(
  { store, vocabularyOf }: StoredReplySource,
  messageId: MessageId,
  from: number,
  to: number,
): number {
  const header = store.traces.header(messageId);
  if (header === null) return 0;
  const text = new ReplyText(vocabularyOf(header), header.endTokenIds);
  const ids = readStoredTokenIds(store, messageId, to);
  text.add(ids.slice(0, from));
  return text.add(ids.slice(from)).length;
}
