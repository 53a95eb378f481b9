/**
 * Moving between the rows of the column of conversations, which is one Tab stop: arrows, Home and End. Page.
 */
import type { KeyboardEvent } from 'react';

const steps: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_index, last) => last,
};

export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const list = event.currentTarget.closest('[data-conversation-list]');
  if (!step || !list || event.altKey) return;
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  event.preventDefault();
  rows[step(rows.indexOf(event.currentTarget), rows.length - 1)]?.focus();
}
