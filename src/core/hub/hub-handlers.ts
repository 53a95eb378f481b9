/**
 * Answers the hub part of the contract. Runs in the core. A page names repositories and words, never an address.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { Hub } from './hub.ts';

export function hubHandlers(implementer: CoreImplementer, hub: Hub) {
  const procedures = implementer.hub;
  return {
    catalogue: procedures.catalogue.handler(() => hub.catalogue()),
    search: procedures.search.handler(({ input, signal }) => hub.search(input, signal)),
    repository: procedures.repository.handler(({ input, signal }) =>
      hub.repository(input.repository, signal),
    ),
    fileFit: procedures.fileFit.handler(({ input, signal }) => hub.fileFit(input, signal)),
  };
}
