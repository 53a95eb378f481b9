/**
 * Answers the grids part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { GridsService } from './grids.ts';

export function gridsHandlers(implementer: CoreImplementer, grids: GridsService) {
  const procedures = implementer.grids;
  return {
    list: procedures.list.handler(() => grids.list()),
    create: procedures.create.handler(({ input }) => ({ gridId: grids.create(input) })),
    get: procedures.get.handler(({ input }) => grids.get(input.gridId)),
    attach: procedures.attach.handler(({ input, signal }) => grids.attach(input.gridId, signal)),
    pause: procedures.pause.handler(({ input }) => {
      grids.pause(input.gridId);
      return {};
    }),
    resume: procedures.resume.handler(({ input }) => {
      grids.resume(input.gridId);
      return {};
    }),
    cancel: procedures.cancel.handler(({ input }) => {
      grids.cancel(input.gridId);
      return {};
    }),
    delete: procedures.delete.handler(({ input }) => {
      grids.delete(input.gridId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => {
      grids.restore(input.gridId);
      return {};
    }),
  };
}
