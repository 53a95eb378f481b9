/**
 * A grid as files: one row for each cell as CSV, everything as JSON. Page, pure.
 */
import type { GridPrompt, GridRequest, GridResult, GridSetting, GridTask } from '#contract/grids.ts';
import { cellNumber } from '#probability/grids/grid-layout.ts';
import { type CsvCell, csvTable } from '../../components/exporting/csv.ts';
import { columnSpread, columnsOf, type GridResults, type Named, rowSpread, valueOf } from './grid-values.ts';

const columnNames = [
  'prompt', 'prompt_text', 'edit', 'variant_of', 'model', 'model_id', 'setting', 'temperature', 'top_p', 'seed', 'state', 'error',
  'value', 'logprob_nats', 'tokens', 'is_greedy', 'bits_per_byte', 'scored_tokens', 'scored_bytes', 'prompt_tokens', 'spanned_bytes',
  'reply', 'stop_reason',
]; // prettier-ignore

/** Probabilities and natural logarithms with all their digits; decimal points in every language. */
export function gridCsv(request: GridRequest, results: GridResults, models: readonly Named[]): Blob {
  const { prompts } = request;
  const rows = columnsOf(request).flatMap((_, column) =>
    prompts.map((_prompt, prompt) => rowOf(request, results, models, prompt, column)),
  );
  return new Blob([csvTable(columnNames, rows)], { type: 'text/csv' });
}

function rowOf(
  request: GridRequest,
  results: GridResults,
  models: readonly Named[],
  prompt: number,
  column: number,
): CsvCell[] {
  const { prompts } = request;
  const { model, setting, seed } = namesOf(request, models, column);
  const result = results.get(cellNumber({ prompt, column }, prompts.length)) ?? null;
  return [
    ...promptCells(prompt, prompts[prompt]),
    ...[model.name, model.id, ...settingCells(setting), seed],
    ...resultCells(result),
  ];
}

const promptCells = (place: number, prompt: GridPrompt | undefined): CsvCell[] =>
  prompt ? [place, prompt.text, prompt.edit, prompt.variantOf] : [place, ...nothing(3)];

const settingCells = (setting: GridSetting | null): CsvCell[] =>
  setting ? [setting.name, setting.sampler.temperature, setting.sampler.topP] : nothing(3);

function resultCells(result: GridResult | null): CsvCell[] {
  const value = valueOf(result);
  if (result === null) return ['open', ...nothing(12)];
  if (result.kind === 'failed') return ['failed', result.error.code, ...nothing(11)];
  const head: CsvCell[] = ['done', null, value];
  if (result.kind === 'target')
    return [
      ...head, result.logprob, result.tokens, result.isGreedy, ...nothing(3),
      result.promptTokens, result.spannedBytes, null, null,
    ]; // prettier-ignore
  if (result.kind === 'bitsPerByte')
    return [
      ...head,
      ...nothing(3),
      result.bitsPerByte,
      result.scoredTokens,
      result.scoredBytes,
      ...nothing(4),
    ];
  return [...head, null, result.tokens, ...nothing(4), result.promptTokens, null, result.text, result.reason];
}

const nothing = (count: number): null[] => Array.from({ length: count }, () => null);

function namesOf(request: GridRequest, models: readonly Named[], column: number) {
  const { task, modelIds } = request;
  const place = columnsOf(request)[column];
  const id = modelIds[place?.model ?? 0] ?? '';
  const model = { id, name: models.find((each) => each.id === id)?.name ?? '' };
  return { model, ...drawnWith(task, place?.setting ?? null, place?.seed ?? null) };
}

/** At temperature 0 nothing is drawn: then there is a setting, but no seed. */
function drawnWith(task: GridTask, setting: number | null, seed: number | null) {
  if (task.kind !== 'reply' || setting === null) return { setting: null, seed: null };
  return {
    setting: task.settings[setting] ?? null,
    seed: seed === null ? null : (task.seeds[seed] ?? null),
  };
}

/** The request, every cell with its place, and the spread of rows and columns. */
export function gridJson(
  request: GridRequest,
  results: GridResults,
  models: readonly Named[],
  version: string,
): Blob {
  const columns = columnsOf(request).map((_, column) => ({
    ...namesOf(request, models, column),
    spread: columnSpread(request, results, column),
    cells: request.prompts.map(
      (_prompt, prompt) => results.get(cellNumber({ prompt, column }, request.prompts.length)) ?? null,
    ),
  }));
  const content = {
    schema: 'prisme.grid.v1',
    exportedBy: `Prisme ${version}`,
    exportedAtMs: Date.now(),
    request,
    columns,
    rowSpreads: request.prompts.map((_, prompt) => rowSpread(request, results, prompt)),
  };
  return new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' });
}
