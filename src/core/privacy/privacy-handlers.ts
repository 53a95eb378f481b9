/**
 * Answers the privacy part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { PrivacyService } from './privacy.ts';

export function privacyHandlers(implementer: CoreImplementer, privacy: PrivacyService) {
  return {
    watch: implementer.privacy.watch.handler(({ signal }) => privacy.watch(signal)),
    deleteEverything: implementer.privacy.deleteEverything.handler(() => {
      privacy.deleteEverything();
      return {};
    }),
  };
}
