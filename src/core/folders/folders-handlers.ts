/**
 * Answers the folders part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { FoldersService } from './folders.ts';

export function foldersHandlers(implementer: CoreImplementer, folders: FoldersService) {
  const procedures = implementer.folders;
  return {
    list: procedures.list.handler(() => folders.list()),
    create: procedures.create.handler(({ input }) => folders.create(input.name)),
    update: procedures.update.handler(({ input: { folderId, ...changes } }) =>
      folders.update(folderId, changes),
    ),
    move: procedures.move.handler(({ input }) => {
      folders.move(input.folderId, input.by);
      return {};
    }),
    delete: procedures.delete.handler(({ input }) => {
      folders.delete(input.folderId);
      return {};
    }),
    restore: procedures.restore.handler(({ input }) => folders.restore(input.folderId)),
  };
}
