/**
 * Answers the models part of the contract over the model library. Runs in the core. Paths come from the dialog or from
 * an upload's ticket, never from a page.
 */
import { PrismeError } from '#contract/errors.ts';
import type { EngineQueue } from '../generation/engine-queue.ts';
import type { FullModelLibrary } from './model-library.ts';
import type { FileTickets } from '../app/file-tickets.ts';
import type { CoreImplementer } from '../app/implementer.ts';

export type ModelsContext = {
  readonly library: FullModelLibrary;
  readonly queue: Pick<EngineQueue, 'isBusy'>;
  readonly tickets: FileTickets;
  /** Opens the system's dialog; null: this shell has none. */
  readonly chooseModelFile: (() => Promise<string | null>) | null;
  readonly chooseModelFolder: (() => Promise<string | null>) | null;
};

export function modelsHandlers(implementer: CoreImplementer, context: ModelsContext) {
  const { library, tickets } = context;
  const procedures = implementer.models;
  return {
    list: procedures.list.handler(() => library.list()),
    rescan: procedures.rescan.handler(async () => {
      await library.rescan();
      return {};
    }),
    choose: procedures.choose.handler(async () => {
      const path = await ask(context.chooseModelFile);
      return path === null ? null : await library.addFile(path);
    }),
    add: procedures.add.handler(async ({ input }) => await library.addFile(tickets.take(input.ticket))),
    remove: procedures.remove.handler(async ({ input }) => {
      await library.remove(input.modelId);
      return {};
    }),
    ...fileHandlers(implementer, context),
    configure: procedures.configure.handler(({ input }) =>
      library.configure(input.modelId, input.loadSettings),
    ),
    setChat: procedures.setChat.handler(({ input }) => library.setChat(input.modelId, input.choice)),
    chatTemplate: procedures.chatTemplate.handler(({ input }) =>
      library.chatTemplate(input.modelId, input.which),
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

/** What is asked about files and folders. */
function fileHandlers(implementer: CoreImplementer, context: ModelsContext) {
  const { library, queue } = context;
  const { files } = library;
  const procedures = implementer.models;
  return {
    inspect: procedures.inspect.handler(({ input }) => files.inspect(input.modelId)),
    restore: procedures.restore.handler(({ input }) => {
      files.restore(input.modelId);
      return library.get(input.modelId);
    }),
    deleteFile: procedures.deleteFile.handler(async ({ input }) => {
      if (queue.isBusy(input.modelId)) throw new PrismeError('model.inUse');
      await library.unload(input.modelId);
      return files.deleteFile(input.modelId, input.placeId);
    }),
    bin: procedures.bin.handler(() => files.bin()),
    restoreFile: procedures.restoreFile.handler(async ({ input }) =>
      library.get(await files.restoreFile(input.binId)),
    ),
    emptyBin: procedures.emptyBin.handler(async () => ({ freedBytes: await files.emptyBin() })),
    folders: procedures.folders.handler(() => files.folders()),
    watchFolder: procedures.watchFolder.handler(({ input }) =>
      files.watchFolder(input.folderId, input.isWatched),
    ),
    chooseFolder: procedures.chooseFolder.handler(async () => {
      const path = await ask(context.chooseModelFolder);
      return path === null ? null : await files.chooseFolder(path);
    }),
  };
}

/** @throws app.invalidInput where the shell has no dialog */
async function ask(dialog: (() => Promise<string | null>) | null): Promise<string | null> {
  if (dialog === null)
    throw new PrismeError('app.invalidInput', { field: '', reason: 'this shell has no file dialog' });
  return dialog();
}
