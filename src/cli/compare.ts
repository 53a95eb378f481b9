/**
 * `compare`: several models read one text, the first is the reference. Runs in the terminal shell; the numbers are those of
 * the window (core/cross-reading).
 */
import { resolve } from 'node:path';
import type { CrossReadingEvent, TextComparison } from '#contract/cross-reading.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { crossRead } from '#core/cross-reading/cross-read.ts';
import { createEngineQueue } from '#core/generation/engine-queue.ts';
import { borrowModels } from '#core/models/borrow-models.ts';
import type { CompareCommand } from './cli-arguments.ts';
import { comparisonLines } from './comparison-lines.ts';
import { explain } from './explain.ts';
import type { OpenLibrary } from './open-library.ts';
import { readTextFile } from './read-text-file.ts';
import type { Terminal } from './terminal.ts';

const mostCharacters = 400_000;

/**
 * Writes a table, or with --json one object. Exit code 1 when a model could not read.
 * @throws app.invalidInput, model.*, app.diskFull, app.storageFailed
 */
export async function compare(
  { library, dataDir }: OpenLibrary,
  command: CompareCommand,
  terminal: Terminal,
): Promise<number> {
  const text = await readTextFile(command.file, mostCharacters);
  const names = new Map<ModelId, string>();
  for (const file of command.modelFiles) {
    const model = await library.addFile(resolve(file));
    if (names.has(model.id))
      throw new PrismeError('app.invalidInput', { option: '--model', reason: `"${file}" is there twice` });
    names.set(model.id, model.fileName);
  }
  const request = {
    texts: [{ label: command.file.slice(0, 300), text }],
    modelIds: [...names.keys()],
    distributionTokens: command.distributionTokens,
    startsWithBos: true,
  };
  const queue = createEngineQueue();
  const loan = borrowModels({ library, queue });
  const context = { library, dataDir, loan, queue, signal: new AbortController().signal };
  const found: TextComparison[] = [];
  const failures: Extract<CrossReadingEvent, { kind: 'failed' }>[] = [];
  const tell = stageTeller(names, terminal);
  await crossRead(context, request, (event) => {
    if (event.kind === 'state') tell(event);
    if (event.kind === 'failed') failures.push(event);
    if (event.kind === 'end') found.push(...event.comparisons);
  });
  for (const { modelId, error } of failures)
    terminal.note(`prisme: ${names.get(modelId)}: ${explain(new PrismeError(error.code, error.details))}`);
  const [comparison] = found;
  if (comparison === undefined) return 1;
  if (command.isJson) terminal.line(JSON.stringify(asJson(comparison, names)));
  else for (const line of comparisonLines(comparison, (id) => names.get(id) ?? id)) terminal.line(line);
  return failures.length > 0 ? 1 : 0;
}

/** A line at the beginning of each stage. */
function stageTeller(names: ReadonlyMap<ModelId, string>, terminal: Terminal) {
  let shown = '';
  return ({ stage, modelId }: Extract<CrossReadingEvent, { kind: 'state' }>): void => {
    const line = modelId === null ? stage : `${names.get(modelId)}: ${stage}`;
    if (line !== shown) terminal.note(line);
    shown = line;
  };
}

/** With the file names beside the ids. */
function asJson(comparison: TextComparison, names: ReadonlyMap<ModelId, string>) {
  const named = <Row extends { readonly modelId: ModelId }>(rows: readonly Row[]) =>
    rows.map((row) => ({ fileName: names.get(row.modelId), ...row }));
  return { ...comparison, models: named(comparison.models), pairs: named(comparison.pairs) };
}
