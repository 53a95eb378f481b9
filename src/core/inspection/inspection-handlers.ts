/**
 * Answers the inspection part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { InspectionService } from './inspection.ts';

export function inspectionHandlers(implementer: CoreImplementer, inspection: InspectionService) {
  const procedures = implementer.inspection;
  return {
    probe: procedures.probe.handler(({ input: { place, ...question }, signal }) =>
      inspection.probe(place, question, signal),
    ),
    sample: procedures.sample.handler(({ input: { place, ...request }, signal }) =>
      inspection.sample(place, request, signal),
    ),
    continuation: procedures.continuation.handler(({ input: { place, tokenIds }, signal }) =>
      inspection.continuation(place, tokenIds, signal),
    ),
  };
}
