/**
 * Answers the inspection part of the contract. Runs in the core.
 */
import { PrismeError } from '#contract/errors.ts';
import type { CoreImplementer } from '../app/implementer.ts';
import type { InspectionService } from './inspection.ts';

export function inspectionHandlers(implementer: CoreImplementer, inspection: InspectionService) {
  const procedures = implementer.inspection;
  return {
    probe: procedures.probe.handler(({ input: { place, ...question }, signal }) =>
      inspection.probe(place, question, signal),
    ),
    sample: procedures.sample.handler(() => {
      throw new PrismeError('app.internal');
    }),
    continuation: procedures.continuation.handler(() => {
      throw new PrismeError('app.internal');
    }),
  };
}
