/**
 * Answers the settings part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { SettingsService } from './settings.ts';

export function settingsHandlers(implementer: CoreImplementer, settings: SettingsService) {
  return {
    get: implementer.settings.get.handler(() => settings.get()),
    update: implementer.settings.update.handler(({ input }) => settings.update(input)),
  };
}
