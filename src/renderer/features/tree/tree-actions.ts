/**
 * What a person does with trees: grow one, stop it, choose and open nodes, begin from elsewhere. Page.
 */
import type { Model } from '#contract/models.ts';
import type { TreeStart } from '#contract/tree.ts';
import type { Tree } from '#probability/tree/tree.ts';
import { core } from '../../client.ts';
import { toPageError } from '../../core-error.ts';
import type { TreeBeginning } from '../../state/instruments.ts';
import { nodesAbove } from './tree-rows.ts';
import { endedRun, newRun, withEvent, type TreeRun } from './tree-run.ts';
import { freshView, readingOf, useTree, type TreeWork } from './tree-store.ts';

/** A growing tree is drawn this often at most: the model needs the processor. */
const drawEveryMs = 80;

let growing = new AbortController();

function startOf(work: TreeWork): TreeStart {
  if (work.given !== null) return { kind: 'tokens', tokenIds: [...work.given.tokenIds] };
  return { kind: 'reading', reading: readingOf(work) };
}

/**
 * Grows a tree in the place of the one that is shown. A failure becomes the state of the run. Never rejects.
 * @param model that of the given tokens, when there are some
 */
export async function growTree(model: Model): Promise<void> {
  stopGrowing();
  growing = new AbortController();
  const { signal } = growing;
  const work = useTree.getState();
  const { limits, seed, beam, given } = work;
  const start = startOf(work);
  let run = newRun({ model, start, branch: given?.branch ?? null, limits });
  let timer: ReturnType<typeof setTimeout> | null = null;
  const draw = (): void => {
    timer = null;
    // Another tree has taken the place of this one.
    if (growing.signal === signal) useTree.setState({ run });
  };
  const change = (next: TreeRun): void => {
    run = next;
    timer ??= setTimeout(draw, drawEveryMs);
  };
  useTree.setState({ run, ...freshView });
  try {
    const request = { modelId: model.id, start, limits, seed, beam: beam.width === 0 ? null : { ...beam } };
    for await (const event of await core.tree.grow(request, { signal })) change(withEvent(run, event));
    change(endedRun(run, null));
  } catch (cause) {
    change(endedRun(run, signal.aborted ? null : toPageError(cause)));
  }
}

export function stopGrowing(): void {
  growing.abort();
}

/** Starts from exact tokens. */
export function beginWith(given: TreeBeginning): void {
  useTree.setState({ given });
}

/** Goes back to a text that can be written; it begins with that of the given tokens. */
export function writeInstead(text: string): void {
  useTree.setState({ given: null, mode: 'raw', raw: text });
}

export function chooseRow(chosenRow: number): void {
  useTree.setState({ chosenRow });
}

/** Chooses a node and opens everything above it. */
export function showNode(tree: Tree, id: number): void {
  setOpen(nodesAbove(tree, id), true);
  chooseRow(id);
}

export function setOpen(ids: readonly number[], isOpen: boolean): void {
  useTree.setState(({ opened }) => ({
    opened: new Map([...opened, ...ids.map((id) => [id, isOpen] as const)]),
  }));
}
