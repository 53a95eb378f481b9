/**
 * Answers the cross-reading part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { CrossReadingService } from './cross-reading.ts';

export function crossReadingHandlers(implementer: CoreImplementer, crossReading: CrossReadingService) {
  const procedures = implementer.crossReading;
  return {
    start: procedures.start.handler(({ input }) => ({ jobId: crossReading.start(input) })),
    latest: procedures.latest.handler(() => crossReading.latest()),
    attach: procedures.attach.handler(({ input, signal }) => crossReading.attach(input.jobId, signal)),
    cancel: procedures.cancel.handler(({ input }) => {
      crossReading.cancel(input.jobId);
      return {};
    }),
  };
}
