/**
 * Answers the summaries part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { SummariesService } from './summaries.ts';

export function summariesHandlers(implementer: CoreImplementer, summaries: SummariesService) {
  const procedures = implementer.summaries;
  return {
    edit: procedures.edit.handler(({ input }) => summaries.edit(input)),
    drop: procedures.drop.handler(({ input }) => {
      summaries.drop(input);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => summaries.restore(input)),
    rewrite: procedures.rewrite.handler(({ input, signal }) => summaries.rewrite(input, signal)),
  };
}
