/**
 * Which drawn paths go through which node. Page.
 */
import { useMemo } from 'react';
import type { PathKind, TreePath } from '#probability/tree/grow-tree.ts';
import type { TreeRun } from './tree-run.ts';
import { useTree } from './tree-store.ts';

export type MarkOfPath = Pick<TreePath, 'kind' | 'place'>;

/** The paths that a person wants to see. */
export function useShownPaths({ paths }: Pick<TreeRun, 'paths'>): readonly TreePath[] {
  const shown: Readonly<Record<PathKind, boolean>> = useTree((work) => work.shownPaths);
  return useMemo(() => paths.filter(({ kind }) => shown[kind]), [paths, shown]);
}

/** By node: the shown paths that go through it. */
export function usePathMarks(run: Pick<TreeRun, 'paths'>): ReadonlyMap<number, readonly MarkOfPath[]> {
  const paths = useShownPaths(run);
  return useMemo(() => {
    const marks = new Map<number, MarkOfPath[]>();
    for (const { kind, place, nodeIds } of paths)
      for (const id of nodeIds) marks.set(id, [...(marks.get(id) ?? []), { kind, place }]);
    return marks;
  }, [paths]);
}
