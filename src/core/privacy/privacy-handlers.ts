/**
 * Answers the privacy part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { PrivacyService } from './privacy.ts';

/** `emptyBin`: deleted model files lie outside the data folder; nothing would know of them afterwards. */
export function privacyHandlers(
  implementer: CoreImplementer,
  privacy: PrivacyService,
  emptyBin: () => Promise<unknown>,
) {
  return {
    watch: implementer.privacy.watch.handler(({ signal }) => privacy.watch(signal)),
    deleteEverything: implementer.privacy.deleteEverything.handler(async () => {
      await emptyBin();
      privacy.deleteEverything();
      return {};
    }),
  };
}
