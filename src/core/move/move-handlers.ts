/**
 * Answers the move part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { MoveService } from './move.ts';

export function moveHandlers(implementer: CoreImplementer, move: MoveService) {
  const procedures = implementer.move;
  return {
    startExport: procedures.startExport.handler(({ input }) => move.startExport(input)),
    readExport: procedures.readExport.handler(({ input }) => move.readExport(input.exportId)),
    upload: procedures.upload.handler(async ({ input }) => {
      await move.upload(input);
      return {};
    }),
    checkImport: procedures.checkImport.handler(({ input }) => ({
      fraction: move.checkImport(input.uploadId),
    })),
    finishImport: procedures.finishImport.handler(({ input }) => move.finishImport(input.uploadId)),
    cancelImport: procedures.cancelImport.handler(({ input }) => {
      move.cancelImport(input.uploadId);
      return {};
    }),
    undoImport: procedures.undoImport.handler(({ input }) => ({
      conversations: move.undoImport(input.importId),
    })),
  };
}
