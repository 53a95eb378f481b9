/**
 * Answers the models part of the contract over the model library. Runs in the core. Paths come from the dialog or from
 * an upload's ticket, never from a page.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelLibrary } from './model-library.ts';
import type { FileTickets } from '../app/file-tickets.ts';
import type { CoreImplementer } from '../app/implementer.ts';

export type ModelsContext = {
  readonly library: ModelLibrary;
  readonly tickets: FileTickets;
  /** Opens the system's dialog; null: this shell has none. */
  readonly chooseModelFile: (() => Promise<string | null>) | null;
};

export function modelsHandlers(
  implementer: CoreImplementer,
  { library, tickets, chooseModelFile }: ModelsContext,
) {
  const procedures = implementer.models;
  return {
    list: procedures.list.handler(() => library.list()),
    rescan: procedures.rescan.handler(async () => {
      await library.rescan();
      return {};
    }),
    choose: procedures.choose.handler(async () => {
      if (chooseModelFile === null)
        throw new PrismeError('app.invalidInput', { field: '', reason: 'this shell has no file dialog' });
      const path = await chooseModelFile();
      return path === null ? null : await library.addFile(path);
    }),
    add: procedures.add.handler(async ({ input }) => await library.addFile(tickets.take(input.ticket))),
    remove: procedures.remove.handler(async ({ input }) => {
      await library.remove(input.modelId);
      return {};
    }),
    configure: procedures.configure.handler(({ input }) =>
      library.configure(input.modelId, input.loadSettings),
    ),
    load: procedures.load.handler(async ({ input }) => {
      const { modelId, insteadOf, evenIfTooLarge } = input;
      // Not waited for: the engine that is given up ends while the other one's file is looked at.
      if (insteadOf !== undefined && insteadOf !== modelId) void library.giveUpLoad(insteadOf);
      await library.load(modelId, { evenIfTooLarge });
      return library.get(modelId);
    }),
    memory: procedures.memory.handler(() => library.memory()),
    unload: procedures.unload.handler(({ input }) => library.unload(input.modelId)),
    calibrate: procedures.calibrate.handler(({ input }) => library.calibrate(input.modelId)),
    release: procedures.release.handler(({ input }) => library.release(input.modelId)),
    vocabulary: procedures.vocabulary.handler(({ input }) => library.vocabulary(input.hash)),
  };
}
