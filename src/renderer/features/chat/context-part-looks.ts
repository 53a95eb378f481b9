/**
 * How the parts of the context look, in the bar and beside their names. Page. Each has its words too: colour is never the only
 * sign.
 */
import type { ContextPartName } from './context-parts.ts';

export const contextPartLooks: Readonly<Record<ContextPartName, string>> = {
  template: 'bg-line-strong',
  system: 'bg-heat-3',
  summary: 'bg-heat-4',
  history: 'bg-heat-5',
  attachments: 'bg-heat-4',
  text: 'bg-accent',
  beginning: 'bg-heat-4',
  reserve: 'context-reserve',
  free: 'bg-line',
};
