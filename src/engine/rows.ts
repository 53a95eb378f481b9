/**
 * Answers `rows`: the whole row of raw logits before each token of a given text. Runs in the engine. Chooses and compares
 * nothing; whoever compares two models asks each of them.
 */
import type { RowsEvent, RowsRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { requireKnownTokens, requireRoom } from './evaluate-prompt.ts';
import { profileOf } from './load-model.ts';
import type { RankedLogits } from './probe.ts';
import { batchTokensFor, reuseScored } from './scored-batches.ts';

/** Rows are sent when they fill this much: a page of them is in memory three times on its way. */
const chunkBytes = 2 * 1024 * 1024;

/** Emits the rows in order. A stop ends it early. @throws generation.contextFull, model.invalidOutput */
export async function rows(
  state: EngineState,
  loaded: LoadedEngine,
  request: RowsRequest,
  run: Run,
  emit: (event: RowsEvent) => void,
): Promise<void> {
  const { tokenIds, from } = request;
  requireKnownTokens(tokenIds, loaded.vocabulary.size);
  requireRoom(tokenIds.length, loaded.model.contextTokens);
  const usual = batchTokensFor(loaded);
  const batchTokens = Math.min(request.batchTokens ?? usual, usual);
  const pages = createPages(loaded.vocabulary.size, emit);
  // Another batch size is another profile: nothing of the cache fits, and nothing of it may stay there.
  const isUsual = batchTokens === usual;
  if (!isUsual) state.scored = [];
  let start = await reuseScored(state, loaded, request, batchTokens);
  while (start < tokenIds.length - 1 && !run.isStopRequested) {
    const end = Math.min(tokenIds.length - 1, start + batchTokens);
    const tokens = tokenIds.slice(start, end);
    // Every position gets its logits, as in scoring: how many do can move the last digits.
    const positions = await loaded.context.probe.read(tokens, [...tokens.keys()]);
    state.work += tokens.length;
    state.scored = isUsual ? tokenIds.slice(0, end) : [];
    for (const [index, position] of positions.entries()) {
      const at = start + index + 1;
      if (at < from || run.isStopRequested) continue;
      pages.add(at, await position.top(loaded.vocabulary.size));
    }
    start = end;
  }
  pages.flush();
  emit({
    kind: 'end',
    profile: { ...profileOf(loaded.model, loaded.context, 'scoring'), batchTokens },
  });
}

/** Puts rows in order of token id and sends some at a time. */
function createPages(vocabularySize: number, emit: (event: RowsEvent) => void) {
  const most = Math.max(1, Math.floor(chunkBytes / (4 * vocabularySize)));
  let firstToken = 0;
  let page: Float32Array[] = [];
  const flush = (): void => {
    if (page.length === 0) return;
    const logits = new Float32Array(page.length * vocabularySize);
    for (const [index, row] of page.entries()) logits.set(row, index * vocabularySize);
    emit({ kind: 'rows', firstToken, count: page.length, logits: new Uint8Array(logits.buffer) });
    page = [];
  };
  return {
    /** @throws model.invalidOutput */
    add(at: number, ranked: RankedLogits): void {
      if (page.length === 0) firstToken = at;
      page.push(rowOf(ranked, vocabularySize));
      if (page.length >= most) flush();
    },
    flush,
  };
}

function rowOf({ ids, logits }: RankedLogits, vocabularySize: number): Float32Array {
  const row = new Float32Array(vocabularySize).fill(-Infinity);
  for (const [place, id] of ids.entries()) row[id] = logits[place] ?? Number.NaN;
  if (row.some(Number.isNaN) || !Number.isFinite(logits[0])) throw new PrismeError('model.invalidOutput');
  return row;
}
