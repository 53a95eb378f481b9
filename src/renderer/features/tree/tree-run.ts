/**
 * One growth as the page knows it: the core tells what it finds, and the same tree stands here. Page; asks nothing.
 */
import type { Model } from '#contract/models.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { TreeEvent, TreeLimitsInput, TreeStart } from '#contract/tree.ts';
import type { EndReason, TreePath } from '#probability/tree/grow-tree.ts';
import { applyExpansion, createTree, type Tree } from '#probability/tree/tree.ts';
import type { PageError } from '../../core-error.ts';
import type { TreeBeginning } from '../../state/instruments.ts';

export type TreeProgress = Omit<Extract<TreeEvent, { kind: 'progress' }>, 'kind'>;

export type TreeRun = {
  readonly model: Model;
  readonly start: TreeStart;
  /** Where it began in a stored reply; null: elsewhere. */
  readonly branch: TreeBeginning['branch'] | null;
  readonly limits: TreeLimitsInput;
  /** `waiting`: for the model, and for the start to be read. */
  readonly phase: 'waiting' | 'growing' | 'ended';
  /** 0..1 of the start; null: not known. */
  readonly startFraction: number | null;
  /** The start as the model read it; empty until then. */
  readonly tokenIds: readonly number[];
  /** How many of them stand before the beginning of the reply. */
  readonly replyStart: number;
  readonly profile: EvaluationProfile | null;
  /** Grows in place: `revision` says when it did. */
  readonly tree: Tree;
  readonly revision: number;
  readonly paths: readonly TreePath[];
  readonly progress: TreeProgress | null;
  readonly endReason: EndReason | null;
  readonly error: PageError | null;
};

export function newRun(given: Pick<TreeRun, 'model' | 'start' | 'branch' | 'limits'>): TreeRun {
  return {
    ...given,
    phase: 'waiting',
    startFraction: null,
    tokenIds: [],
    replyStart: 0,
    profile: null,
    tree: createTree(),
    revision: 0,
    paths: [],
    progress: null,
    endReason: null,
    error: null,
  };
}

/** The run after an event. Its tree is the same object. */
export function withEvent(run: TreeRun, event: TreeEvent): TreeRun {
  switch (event.kind) {
    case 'start': {
      const { tokenIds, replyStart, profile } = event;
      return { ...run, tokenIds, replyStart, profile };
    }
    case 'reading':
      return { ...run, startFraction: event.total === 0 ? null : event.evaluated / event.total };
    case 'expansion':
      applyExpansion(run.tree, event.expansion);
      return { ...run, phase: 'growing', revision: run.revision + 1 };
    case 'path':
      return { ...run, paths: [...run.paths, event.path], revision: run.revision + 1 };
    case 'progress': {
      const { kind: _kind, ...progress } = event;
      return { ...run, phase: 'growing', progress };
    }
    case 'end':
      return { ...run, phase: 'ended', endReason: event.reason };
  }
}

/** A run that no further event will reach; one that has ended stays as it is. */
export function endedRun(run: TreeRun, error: PageError | null): TreeRun {
  if (run.phase === 'ended') return run;
  return { ...run, phase: 'ended', endReason: error === null ? 'stopped' : null, error };
}
