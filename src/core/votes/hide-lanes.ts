/**
 * Refuses whatever names a comparison, a lane or a message whose model is hidden until a vote. Runs in the core, before
 * every request, so that a request that is added later hides them too. Reads ids only; what votes tell is votes.ts.
 */
import { PrismeError } from '#contract/errors.ts';

const uuid = /^[0-9a-f-]{36}$/;
/** Inputs of the contract are flatter than this. */
const deepest = 12;

/**
 * @param isHidden whether this id is one of those
 * @throws vote.comesFirst
 */
export function refuseHidden(
  path: readonly string[],
  input: unknown,
  isHidden: (id: string) => boolean,
): void {
  if (path[0] === 'votes') return;
  for (const id of idsIn(input, deepest)) if (isHidden(id)) throw new PrismeError('vote.comesFirst');
}

function* idsIn(value: unknown, depth: number): Generator<string, void, void> {
  if (typeof value === 'string') {
    if (uuid.test(value)) yield value;
    return;
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || depth === 0) return;
  // Tokens come by the million: a list that begins with a number holds no ids.
  if (Array.isArray(value) && typeof value[0] === 'number') return;
  for (const each of Object.values(value)) yield* idsIn(each, depth - 1);
}
