/**
 * Answers the search part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { SearchService } from './search.ts';

export function searchHandlers(implementer: CoreImplementer, search: SearchService) {
  const procedures = implementer.search;
  return { find: procedures.find.handler(({ input }) => search.find(input.query, input.from)) };
}
