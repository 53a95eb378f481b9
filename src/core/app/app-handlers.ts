/**
 * Answers the app part of the contract. Runs in the core.
 */
import { freemem, totalmem } from 'node:os';
import type { AppStatus, StartupReport } from '#contract/app.ts';
import type { CoreImplementer } from './implementer.ts';
import type { Notices } from './notices.ts';

export type AppContext = {
  readonly version: string;
  readonly shell: AppStatus['shell'];
  readonly hasFileDialog: boolean;
  readonly startup: () => StartupReport;
  readonly notices: Notices;
};

export function appHandlers(implementer: CoreImplementer, context: AppContext) {
  return {
    status: implementer.app.status.handler(() => ({
      version: context.version,
      shell: context.shell,
      hasFileDialog: context.hasFileDialog,
      startup: context.startup(),
      totalMemoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
    })),
    notices: implementer.app.notices.handler(({ signal }) => context.notices.subscribe(signal)),
  };
}
