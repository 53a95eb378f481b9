/**
 * Find hesitation: goes through stored traces in slices, so that replies that are being written are not delayed. Runs
 * in the core. Loads no model and stores nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PrismeError } from '#contract/errors.ts';
import {
  type HesitationEvent,
  type HesitationHit,
  type HesitationScope,
  hitsPerBatch,
  mostHits,
} from '#contract/hesitations.ts';
import type { VocabularyHash } from '#contract/ids.ts';
import { vocabularyTable, type VocabularyTable } from '#contract/vocabulary-table.ts';
import type { HesitationCriteria, HesitationMatch } from '#probability/hesitation.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Store } from '../db/store.ts';
import type { TracedReply } from '../db/traced-replies.ts';
import { readStoredSteps } from '../generation/read-steps.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { readReply } from './read-reply.ts';

/** Work between two turns of everything else; a streaming reply notices nothing. */
const sliceMs = 8;
/** Tokens read from the disk at a time: some 300 KB. */
const chunksPerRead = 4;
const stepsPerLook = 32;

export type HesitationsContext = {
  readonly store: Store;
  readonly library: Pick<ModelLibrary, 'vocabulary'>;
};

export type HesitationQuestion = {
  readonly scope: HesitationScope;
  readonly criteria: HesitationCriteria;
  readonly match: HesitationMatch;
};

export type HesitationsService = {
  /** @throws message.notFound, conversation.notFound */
  find(
    question: HesitationQuestion,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<HesitationEvent, void, void>;
};

/** What a search has done so far. */
type Tally = { tokens: number; unreadable: number; hits: number; hasMore: boolean };

export function createHesitations(context: HesitationsContext): HesitationsService {
  return {
    find: (question, signal) => search(context, repliesOf(context.store, question.scope), question, signal),
  };
}

async function* search(
  { store, library }: HesitationsContext,
  replies: readonly TracedReply[],
  question: HesitationQuestion,
  signal: AbortSignal | undefined,
): AsyncGenerator<HesitationEvent, void, void> {
  const tally: Tally = { tokens: 0, unreadable: 0, hits: 0, hasMore: false };
  const source = { store, vocabularyOf: createVocabularies(library), pause: createPause() };
  let read = 0;
  for (const reply of replies) {
    yield { kind: 'progress', read, total: replies.length };
    for await (const hits of hitsOf(source, reply, question, tally)) {
      if (signal?.aborted) return;
      yield* batches(store, reply, withinLimit(hits, tally));
      if (tally.hasMore) break;
    }
    if (signal?.aborted) return;
    if (tally.hasMore) break;
    read++;
  }
  const { tokens, unreadable, hasMore } = tally;
  yield { kind: 'end', read, total: replies.length, tokens, unreadable, hasMore };
}

/** As many of the hits as there is room for; counts them. */
function withinLimit(hits: readonly HesitationHit[], tally: Tally): readonly HesitationHit[] {
  const room = mostHits - tally.hits;
  tally.hasMore = hits.length > room;
  tally.hits += Math.min(room, hits.length);
  return hits.slice(0, room);
}

type Source = Pick<HesitationsContext, 'store'> & {
  readonly vocabularyOf: (hash: VocabularyHash) => VocabularyTable;
  readonly pause: () => Promise<void>;
};

/** The hits of one reply, some at a time (empty: nothing in this slice). A damaged trace ends it and is counted. */
async function* hitsOf(
  { store, vocabularyOf, pause }: Source,
  { messageId }: TracedReply,
  { criteria, match }: HesitationQuestion,
  tally: Tally,
): AsyncGenerator<HesitationHit[], void, void> {
  try {
    const header = store.traces.header(messageId);
    const prompt = store.traces.prompt(messageId);
    if (header === null || prompt === null) return;
    const vocabulary = vocabularyOf(header.vocabularyHash);
    const reader = readReply(header, prompt.tokenIds, vocabulary, criteria, match);
    for (const steps of storedSteps(store, messageId)) {
      for (let from = 0; from < steps.length; from += stepsPerLook) {
        const before = reader.tokens;
        yield reader.add(steps.slice(from, from + stepsPerLook));
        tally.tokens += reader.tokens - before;
        await pause();
      }
    }
    yield reader.end();
  } catch (cause) {
    if (!(cause instanceof PrismeError)) throw cause;
    tally.unreadable++;
  }
}

function repliesOf(store: Store, scope: HesitationScope): readonly TracedReply[] {
  if (scope.kind === 'all') return store.tracedReplies.list(null);
  if (scope.kind === 'reply') {
    const reply = store.tracedReplies.find(scope.messageId);
    if (reply === null) throw new PrismeError('message.notFound');
    return [reply];
  }
  const conversation = store.conversations.find(scope.conversationId);
  if (conversation === null || conversation.deletedAtMs !== null)
    throw new PrismeError('conversation.notFound');
  return store.tracedReplies.list(scope.conversationId);
}

/** The steps of a reply, chunk by chunk. @throws database.damaged */
function* storedSteps(store: Store, messageId: TracedReply['messageId']): Generator<readonly TraceStep[]> {
  for (let from = 0; ;) {
    const chunks = store.traces.chunks(messageId, from, Number.MAX_SAFE_INTEGER, chunksPerRead);
    const before = from;
    for (const chunk of chunks) {
      if (chunk.firstToken !== from) continue;
      yield readStoredSteps(chunk);
      from += chunk.count;
    }
    if (from === before) return;
  }
}

function* batches(
  store: Store,
  reply: TracedReply,
  hits: readonly HesitationHit[],
): Generator<HesitationEvent, void, void> {
  const header = hits.length > 0 ? store.traces.header(reply.messageId) : null;
  if (header === null) return;
  const shown = { ...reply, modelName: header.model.name, vocabularyHash: header.vocabularyHash };
  for (let from = 0; from < hits.length; from += hitsPerBatch)
    yield { kind: 'hits', reply: shown, hits: hits.slice(from, from + hitsPerBatch) };
}

/** Each vocabulary is read once a search. */
function createVocabularies(library: Pick<ModelLibrary, 'vocabulary'>) {
  const known = new Map<VocabularyHash, VocabularyTable>();
  return (hash: VocabularyHash): VocabularyTable => {
    const table = known.get(hash) ?? vocabularyTable(library.vocabulary(hash));
    known.set(hash, table);
    return table;
  };
}

/** Gives everything else its turn when this has worked for `sliceMs`. */
function createPause(): () => Promise<void> {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < sliceMs) return;
    await nextTurn();
    sinceMs = performance.now();
  };
}
