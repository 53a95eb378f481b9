/**
 * Answers the hesitations part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { HesitationsService } from './hesitations.ts';

export function hesitationsHandlers(implementer: CoreImplementer, hesitations: HesitationsService) {
  return {
    find: implementer.hesitations.find.handler(({ input, signal }) => hesitations.find(input, signal)),
  };
}
