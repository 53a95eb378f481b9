/**
 * Where a branch has begun: the keyboard goes to the token that was put there, once the panel shows it. Page. What
 * had the focus before (a row of the old version, its text) is gone by then.
 */
import { useEffect } from 'react';
import type { TokenSelection } from '../../state/traces/selection.ts';
import { useBranching } from './branch-actions.ts';

export function useLanding({ messageId, target, position }: TokenSelection): void {
  const landing = useBranching((branching) => branching.landing);
  const hasLanded =
    landing?.messageId === messageId && landing.target === target && landing.position === position;
  useEffect(() => {
    if (!hasLanded) return;
    document.querySelector<HTMLElement>('.inspector [role="slider"]')?.focus();
    useBranching.setState({ landing: null });
  }, [hasLanded]);
}
