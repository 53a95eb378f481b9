/**
 * The signs of the drawn paths that go through a node. Page. Each kind has a shape and a letter, not a colour alone.
 */
import type { ReactNode } from 'react';
import type { PathKind } from '#probability/tree/grow-tree.ts';
import type { MarkOfPath } from './use-path-marks.ts';

/** How the line of a path is drawn, in its sign and in the block view. */
export const lineOf: Readonly<Record<PathKind, { readonly stroke: string; readonly dash?: string }>> = {
  greedy: { stroke: 'var(--color-accent)' },
  sampled: { stroke: 'var(--color-ink)', dash: '5 3' },
  beam: { stroke: 'var(--color-ink-soft)', dash: '1.5 2.5' },
};

export function PathSign({ kind }: { readonly kind: PathKind }): ReactNode {
  const { stroke, dash } = lineOf[kind];
  return (
    <svg width="18" height="8" viewBox="0 0 18 8" className="flex-none" aria-hidden>
      <line x1="0" x2="18" y1="4" y2="4" stroke={stroke} strokeWidth="2" strokeDasharray={dash} />
    </svg>
  );
}

/** Drawn only: the row's name says it in words. */
export function PathMarks({ marks }: { readonly marks: readonly MarkOfPath[] }): ReactNode {
  const beams = marks.filter(({ kind }) => kind === 'beam').map(({ place }) => place);
  return (
    <span className="ml-1 flex flex-none items-center gap-2 text-xs text-ink-faint tabular-nums" aria-hidden>
      {(['greedy', 'sampled'] as const)
        .filter((kind) => marks.some((mark) => mark.kind === kind))
        .map((kind) => (
          <PathSign key={kind} kind={kind} />
        ))}
      {beams.length > 0 && (
        <span className="flex items-center gap-1">
          <PathSign kind="beam" />
          {beams.join(', ')}
        </span>
      )}
    </span>
  );
}
