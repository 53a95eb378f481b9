/**
 * The tree instrument's own state: what it starts from, its limits, the tree that was grown and what is chosen in it.
 * Page, memory only. Kept while other screens are shown; it asks the core nothing (tree-actions.ts).
 */
import { create } from 'zustand';
import type { Reading } from '#contract/tokenizer.ts';
import type { TreeLimitsInput } from '#contract/tree.ts';
import type { BeamSettings } from '#probability/tree/beam-search.ts';
import type { PathKind } from '#probability/tree/grow-tree.ts';
import type { TreeBeginning } from '../../state/instruments.ts';
import type { TreeRun } from './tree-run.ts';

export type StartMode = Reading['kind'];

export type TreeWork = {
  readonly mode: StartMode;
  readonly raw: string;
  readonly system: string;
  readonly user: string;
  /** The beginning of the reply. */
  readonly reply: string;
  /** Exact tokens from elsewhere, which stand in the place of the texts; null: the texts are read. */
  readonly given: TreeBeginning | null;
  readonly limits: TreeLimitsInput;
  /** Of the sampled path, 0..2³²−1. */
  readonly seed: number;
  /** `width` 0: no beams. */
  readonly beam: BeamSettings;
  readonly view: 'list' | 'blocks';
  readonly shownPaths: Readonly<Record<PathKind, boolean>>;
  readonly run: TreeRun | null;
  /** A row of the tree (tree-rows.ts); 0: the start. */
  readonly chosenRow: number;
  /** The node that fills the block view; 0: the start. */
  readonly zoomId: number;
  /** Nodes that a person opened or closed; the others follow `opensByItself`. */
  readonly opened: ReadonlyMap<number, boolean>;
};

export const freshView = { chosenRow: 0, zoomId: 0, opened: new Map<number, boolean>() } as const;

export const useTree = create<TreeWork>(() => ({
  mode: 'raw',
  raw: '',
  system: '',
  user: '',
  reply: '',
  given: null,
  limits: { depth: 6, children: 5, coverage: 0.9, minPathProbability: 0.001, nodes: 500, seconds: 20 },
  seed: 1,
  beam: { width: 3, length: 6, isNormalised: true },
  view: 'list',
  shownPaths: { greedy: true, sampled: true, beam: true },
  run: null,
  ...freshView,
}));

/** The texts as a model would read them. */
export function readingOf({ mode, raw, system, user, reply }: TreeWork): Reading {
  return mode === 'raw' ? { kind: 'raw', text: raw } : { kind: 'chat', system, user, reply };
}
