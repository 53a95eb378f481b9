/**
 * The common part of the stages that move single logits (bias, penalties, DRY): moves those of the row, puts the row
 * in order again, and widens what is known about the tail. Portable.
 */
import type { ChainState } from '../chain-state.ts';

/** Moves one logit. Must not decrease when `logit` grows: then the tail's bound moves with it. */
export type MoveLogit<Value> = (logit: number, value: Value) => number;

/** Some of the moved tokens are outside the row: their logits are unknown, so bounds take their place. */
function moveTail<Value>(
  state: ChainState,
  outside: readonly Value[],
  move: MoveLogit<Value>,
  raises: (value: Value) => boolean,
): void {
  const { tail, reference } = state;
  if (outside.length === 0 || tail.count === 0) return;
  const heaviest = Math.exp(tail.maxLogit - reference);
  let { maxLogit, weightLow, weightHigh } = tail;
  for (const value of outside) {
    const highest = Math.fround(move(tail.maxLogit, value));
    maxLogit = Math.max(maxLogit, highest);
    weightLow = Math.max(0, weightLow - heaviest);
    if (raises(value)) weightHigh += Math.exp(highest - reference);
  }
  state.tail = { ...tail, maxLogit, weightLow, weightHigh, isIntact: false };
}

/** Puts `ids` and `logits` in order when only `moved` (ascending positions) are out of place. */
function mergeMoved(state: ChainState, logits: Float32Array, moved: readonly number[]): void {
  const { ids } = state;
  const isBefore = (a: number, b: number) => {
    const difference = (logits[a] ?? 0) - (logits[b] ?? 0);
    return difference === 0 ? (ids[a] ?? 0) < (ids[b] ?? 0) : difference > 0;
  };
  const sorted = [...moved].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const isMoved = new Set(moved);
  const nextIds = new Uint32Array(ids.length);
  const nextLogits = new Float32Array(ids.length);
  let fromMoved = 0;
  let fromRest = 0;
  for (let index = 0; index < ids.length; index++) {
    while (isMoved.has(fromRest)) fromRest++;
    const candidate = sorted[fromMoved];
    const takesMoved = candidate !== undefined && (fromRest >= ids.length || isBefore(candidate, fromRest));
    const from = takesMoved ? candidate : fromRest;
    if (takesMoved) fromMoved++;
    else fromRest++;
    nextIds[index] = ids[from] ?? 0;
    nextLogits[index] = logits[from] ?? 0;
  }
  state.ids = nextIds;
  state.logits = nextLogits;
  state.weights = null;
}

/**
 * Moves the logits of the tokens that are keys of `moves`; keys outside the vocabulary are ignored, as in llama.cpp.
 *
 * @param raises whether `move` can raise some logit for this value
 */
export function moveLogits<Value>(
  state: ChainState,
  moves: ReadonlyMap<number, Value>,
  move: MoveLogit<Value>,
  raises: (value: Value) => boolean,
): void {
  if (moves.size === 0) return;
  const moved: number[] = [];
  const inside = new Set<number>();
  const logits = state.logits.slice();
  for (let index = 0; index < state.ids.length; index++) {
    const id = state.ids[index] ?? 0;
    const value = moves.get(id);
    if (value === undefined) continue;
    inside.add(id);
    const logit = logits[index] ?? 0;
    const next = Math.fround(move(logit, value));
    if (next === logit) continue;
    logits[index] = next;
    moved.push(index);
  }
  const outside: Value[] = [];
  for (const [id, value] of moves) {
    if (!inside.has(id) && id >= 0 && id < state.row.vocabularySize) outside.push(value);
  }
  moveTail(state, outside, move, raises);
  if (moved.length > 0) mergeMoved(state, logits, moved);
}
