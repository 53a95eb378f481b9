/**
 * Grows trees of continuations with the models of the library. Runs in the core. Stores nothing; the distributions of
 * the last tree stay in memory, so that the same start with larger limits, other beams or another seed only evaluates
 * what is new.
 */
import { PrismeError } from '#contract/errors.ts';
import type { GrowInput, TreeEvent, TreeStart } from '#contract/tree.ts';
import { growTree, type TreeEvent as GrownEvent } from '#probability/tree/grow-tree.ts';
import { pathKey, rememberingNext, type KnownNext } from '#probability/tree/next-tokens.ts';
import { tokensNeeded } from '#probability/tree/tree-limits.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { readAs } from '../tokenizer/tokenizer.ts';
import { readNext, type EngineSource, type EvaluationCount } from './next-from-engine.ts';

export type TreeContext = {
  readonly library: ModelLibrary;
  readonly queue: EngineQueue;
  /** Milliseconds. */
  readonly now: () => number;
};

export type TreeService = {
  /** @throws model.*, engine.*, generation.contextFull, app.invalidInput */
  grow(input: GrowInput, signal: AbortSignal | undefined): AsyncGenerator<TreeEvent, void, void>;
};

/** What the distributions of a tree belong to. */
type LastTree = { readonly start: string; readonly known: KnownNext };

export function createTrees({ library, queue, now }: TreeContext): TreeService {
  let last: LastTree | null = null;

  /** The distributions that are known behind this start; those of another start are forgotten. */
  const knownAfter = (engine: RunningEngine, tokenIds: readonly number[]): KnownNext => {
    const start = JSON.stringify([engine.modelId, engine.model.profile, tokenIds]);
    if (last?.start !== start) last = { start, known: new Map() };
    return last.known;
  };

  return {
    grow: async function* (input, signal) {
      const engine = await library.load(input.modelId);
      const { tokenIds, replyStart } = await readStart(engine, input.start);
      requireRoom(engine, tokenIds.length, Math.max(input.limits.depth, input.beam?.length ?? 0));
      if (signal?.aborted) return;
      yield { kind: 'start', tokenIds: [...tokenIds], replyStart, profile: engine.model.profile };
      const counted: EvaluationCount = { evaluations: 0, evaluatedTokens: 0, uncachedTokens: 0 };
      const source: EngineSource = { queue, engine, promptIds: tokenIds, signal, counted };
      yield* grow(source, input, knownAfter(engine, tokenIds), now);
    },
  };
}

async function* grow(
  source: EngineSource,
  { limits, seed, beam }: GrowInput,
  known: KnownNext,
  now: () => number,
): AsyncGenerator<TreeEvent, void, void> {
  const { engine, counted, signal } = source;
  const earlier = new Set(known.keys());
  const isRead = yield* readRoot(source, known, tokensNeeded(limits, beam?.width ?? 0));
  if (!isRead) return;
  const startedAtMs = now();
  let nodes = 0;
  const remembered = new Set<string>();
  const endTokens = new Set(engine.model.endTokenIds);
  const ask = rememberingNext((path, count) => lastOf(readNext(source, path, count)), known);
  const events = growTree({
    ask: (path, count) => {
      if (earlier.has(pathKey(path))) remembered.add(pathKey(path));
      return ask(path, count);
    },
    limits,
    seed,
    beam,
    isEnd: (tokenId) => endTokens.has(tokenId),
    isTimeOver: () => now() - startedAtMs >= limits.seconds * 1_000,
  });
  for await (const event of events) {
    if (signal?.aborted) return;
    if (event.kind === 'expansion') nodes += event.expansion.children.length;
    const elapsedMs = Math.max(0, now() - startedAtMs);
    yield { kind: 'progress', nodes, remembered: remembered.size, ...counted, elapsedMs };
    yield writable(event);
  }
}

/** Reads the start before the clock runs: a long one takes its time. False: it was stopped. */
async function* readRoot(
  source: EngineSource,
  known: KnownNext,
  count: number,
): AsyncGenerator<TreeEvent, boolean, void> {
  const root = known.get(pathKey([]));
  if (root !== undefined && root.ids.length >= Math.min(count, root.vocabularySize)) return true;
  const reading = readNext(source, [], count);
  for (;;) {
    const step = await reading.next();
    if (step.done !== true) {
      yield { kind: 'reading', evaluated: step.value.evaluated, total: step.value.total };
      continue;
    }
    if (step.value !== null) known.set(pathKey([]), step.value);
    return step.value !== null;
  }
}

/** The tokens of a start, and where the beginning of the reply stands in them. */
async function readStart(
  engine: RunningEngine,
  start: TreeStart,
): Promise<{ tokenIds: readonly number[]; replyStart: number }> {
  if (start.kind === 'tokens') return { tokenIds: start.tokenIds, replyStart: start.tokenIds.length };
  const { tokenIds, spans } = await readAs(engine, start.reading);
  const hasReply = start.reading.kind === 'chat' && start.reading.reply !== '';
  return { tokenIds, replyStart: hasReply ? (spans.at(-1)?.start ?? tokenIds.length) : tokenIds.length };
}

/** The last place that is read stands one token before the end of the longest path. */
function requireRoom({ model }: RunningEngine, startTokens: number, longest: number): void {
  if (startTokens === 0) throw new PrismeError('app.invalidInput', { field: 'start' });
  const needTokens = startTokens + longest;
  if (needTokens > model.contextTokens)
    throw new PrismeError('generation.contextFull', { needTokens, contextTokens: model.contextTokens });
}

async function lastOf<Result>(steps: AsyncGenerator<unknown, Result, void>): Promise<Result> {
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** As it crosses the port: schemas know no readonly arrays. */
function writable(event: GrownEvent): TreeEvent {
  switch (event.kind) {
    case 'expansion':
      return { ...event, expansion: { ...event.expansion, children: [...event.expansion.children] } };
    case 'path':
      return { ...event, path: { ...event.path, nodeIds: [...event.path.nodeIds] } };
    case 'end':
      return event;
  }
}
