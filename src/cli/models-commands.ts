/**
 * `models` and `models rm ID`: the list with what is loaded, and taking a model from it. Runs in the terminal shell.
 * While a window is open the list is read beside it; only the window may change it then.
 */
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { readLoaded } from '#core/models/loaded-record.ts';
import { readModels } from '#core/models/read-models.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import { printable } from '#core/shells/printable.ts';
import type { ListModelsCommand, RemoveModelCommand } from './cli-arguments.ts';
import { openLibrary, openOwnLibrary, type OpenLibrary } from './open-library.ts';
import type { Terminal } from './terminal.ts';

type Lines = Pick<Terminal, 'line' | 'note'>;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const idLetters = 12;
/** Fewer letters of an id name nothing: a slip of the finger should not. */
const leastLetters = 4;

/** @throws app.*, database.* */
export async function listModels({ places, isJson }: ListModelsCommand, terminal: Lines): Promise<void> {
  const { dataDir } = resolveFolders({ data: places.dataDir ?? undefined });
  const loaded = readLoaded(dataDir);
  if (loaded !== null) return print(readModels(dataDir, silent), loaded, isJson, terminal);
  await withLibrary(openLibrary(places), async ({ library }) => {
    await library.rescan();
    print(library.list().models, new Set(), isJson, terminal);
  });
}

/** @throws model.notFound, model.notDeletable, model.unreadable, app.alreadyRunning */
export async function removeModel(command: RemoveModelCommand, terminal: Lines): Promise<void> {
  const { places, name, withFile } = command;
  const { dataDir } = resolveFolders({ data: places.dataDir ?? undefined });
  if (readLoaded(dataDir) !== null) throw new PrismeError('app.alreadyRunning');
  await withLibrary(openOwnLibrary(places), async ({ library }) => {
    await library.rescan();
    const { id, name: shown } = chosen(library.list().models, name);
    if (!withFile) {
      await library.remove(id);
      terminal.line(`${printable(shown)} was taken from the list. The file stays where it is.`);
      return;
    }
    for (const place of (await library.files.inspect(id)).places) {
      if (!place.isPresent) continue;
      await library.files.deleteFile(id, place.id);
      terminal.line(`${printable(place.fileName)} is in the bin of models.`);
    }
    await removeIfListed(library, id);
    terminal.note('The window puts it back (Models, Bin); after 30 days it goes for good.');
  });
}

/** Without a file, what is left of it in the list goes too. */
async function removeIfListed(library: OpenLibrary['library'], id: ModelId): Promise<void> {
  if (library.list().models.some((model) => model.id === id)) await library.remove(id);
}

async function withLibrary(
  opening: Promise<OpenLibrary>,
  work: (opened: OpenLibrary) => Promise<void>,
): Promise<void> {
  const opened = await opening;
  try {
    await work(opened);
  } finally {
    await opened.close();
  }
}

/** By the beginning of its id, or its whole name. @throws model.notFound with what matches */
function chosen(models: readonly Model[], name: string): Model {
  const wanted = name.toLowerCase();
  const matching = models.filter(
    (model) =>
      model.name.toLowerCase() === wanted || (wanted.length >= leastLetters && model.id.startsWith(wanted)),
  );
  const [only] = matching;
  if (only === undefined || matching.length > 1)
    throw new PrismeError('model.notFound', { name: name.slice(0, 100), matching: matching.length });
  return only;
}

function print(
  models: readonly Model[],
  loaded: ReadonlySet<ModelId>,
  isJson: boolean,
  terminal: Lines,
): void {
  if (isJson) {
    terminal.line(JSON.stringify(models.map((model) => jsonOf(model, loaded.has(model.id)))));
    return;
  }
  for (const model of models) {
    const columns = [
      model.id.slice(0, idLetters),
      (model.quantisation ?? '?').padEnd(8),
      `${(model.sizeBytes / 1e6).toFixed(0)} MB`.padStart(10),
      stateOf(model, loaded.has(model.id)).padEnd(8),
      printable(model.name),
    ];
    terminal.line(columns.join('  '));
  }
  if (models.length === 0) terminal.note('There are no models. --models names a folder with GGUF files.');
}

function stateOf(model: Model, isLoaded: boolean): string {
  if (isLoaded) return 'loaded';
  if (model.isPresent) return '';
  return model.isReplaced ? 'replaced' : 'missing';
}

function jsonOf(model: Model, isLoaded: boolean) {
  const { id, name, fileName, sizeBytes, architecture, quantisation, parameterCount, copies } = model;
  const state = stateOf(model, isLoaded) || 'present';
  return { id, name, fileName, sizeBytes, architecture, quantisation, parameterCount, copies, state };
}
