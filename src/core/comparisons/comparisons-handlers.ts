/**
 * Answers the comparisons part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { ComparisonsService } from './comparisons.ts';

export function comparisonsHandlers(implementer: CoreImplementer, comparisons: ComparisonsService) {
  const procedures = implementer.comparisons;
  return {
    list: procedures.list.handler(() => comparisons.list()),
    create: procedures.create.handler(({ input }) => comparisons.create(input.lanes)),
    get: procedures.get.handler(({ input }) => comparisons.get(input.comparisonId)),
    update: procedures.update.handler(({ input: { comparisonId, ...changes } }) => {
      comparisons.update(comparisonId, changes);
      return {};
    }),
    delete: procedures.delete.handler(({ input }) => {
      comparisons.delete(input.comparisonId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => {
      comparisons.restore(input.comparisonId);
      return {};
    }),
    addLane: procedures.addLane.handler(({ input }) => comparisons.addLane(input.comparisonId, input.lane)),
    removeLane: procedures.removeLane.handler(({ input }) =>
      comparisons.removeLane(input.comparisonId, input.conversationId),
    ),
    moveLane: procedures.moveLane.handler(({ input }) =>
      comparisons.moveLane(input.comparisonId, input.conversationId, input.to),
    ),
    send: procedures.send.handler(({ input }) => comparisons.send(input.comparisonId, input.text)),
    stop: procedures.stop.handler(({ input }) => {
      comparisons.stop(input.comparisonId, input.conversationId);
      return {};
    }),
    resume: procedures.resume.handler(({ input }) =>
      comparisons.resume(input.comparisonId, input.conversationId),
    ),
    takeOut: procedures.takeOut.handler(({ input }) => ({
      conversationId: comparisons.takeOut(input.comparisonId, input.conversationId),
    })),
  };
}
