/**
 * The keys of a vote: 1 A, 2 B, 3 tie, 4 both bad. Page. They are text while somebody types, and nothing while a dialog or
 * menu is open. A vote that was a slip can be taken back.
 */
import { useEffect } from 'react';
import type { VoteChoice } from '#contract/votes.ts';

export const voteKeys: readonly (readonly [choice: VoteChoice, key: string])[] = [
  ['a', '1'],
  ['b', '2'],
  ['tie', '3'],
  ['bothBad', '4'],
];

export function useVoteKeys(isActive: boolean, onVote: (choice: VoteChoice) => void): void {
  useEffect(() => {
    if (!isActive) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isTaken(event)) return;
      const chosen = voteKeys.find(([, key]) => key === event.key);
      if (!chosen) return;
      event.preventDefault();
      onVote(chosen[0]);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isActive, onVote]);
}

function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (event.defaultPrevented || event.isComposing || event.repeat || hasModifier) return true;
  const isField = target instanceof HTMLElement && target.matches('input, textarea, select');
  return isField || document.querySelector('[role="dialog"], [role="menu"], [role="alertdialog"]') !== null;
}
