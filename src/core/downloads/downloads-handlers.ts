/**
 * Answers the downloads part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { DownloadsService } from './downloads.ts';

export function downloadsHandlers(implementer: CoreImplementer, downloads: DownloadsService) {
  const procedures = implementer.downloads;
  return {
    list: procedures.list.handler(() => downloads.list()),
    start: procedures.start.handler(({ input }) =>
      downloads.start(input.repository, input.revision, input.paths),
    ),
    pause: procedures.pause.handler(({ input }) => {
      downloads.pause(input.downloadId);
      return {};
    }),
    resume: procedures.resume.handler(({ input }) => {
      downloads.resume(input.downloadId);
      return {};
    }),
    cancel: procedures.cancel.handler(async ({ input }) => {
      await downloads.cancel(input.downloadId);
      return {};
    }),
  };
}
