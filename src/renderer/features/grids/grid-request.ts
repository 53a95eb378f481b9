/**
 * From what is typed to the grid that is asked for, and back. Page, pure.
 */
import { gridSize } from '#contract/grid-size.ts';
import type { GridPrompt, GridRequest, GridSetting, GridTask } from '#contract/grids.ts';
import { mostGridCells, mostGridPrompts } from '#contract/grids.ts';
import type { ModelId } from '#contract/ids.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { gridCells } from '#probability/grids/grid-layout.ts';
import { editPrompt, type PromptEditId } from '#probability/grids/prompt-edits.ts';

export type SettingName = GridSetting['name'];

/** What a person has set; kept while they are elsewhere. */
export type GridDraft = {
  /** One prompt a line. */
  readonly prompts: string;
  /** The same in another language, line by line; an empty line: nothing. */
  readonly otherLanguage: string;
  readonly edits: readonly PromptEditId[];
  readonly kind: GridTask['kind'];
  readonly reading: 'raw' | 'chat';
  readonly target: string;
  readonly settings: readonly SettingName[];
  /** Of the setting that is a person's own. */
  readonly temperature: number;
  readonly topP: number;
  /** As typed: whole numbers with commas or spaces between them. */
  readonly seeds: string;
  readonly maxTokens: number;
  /** Null: the model that is chosen in the header. */
  readonly modelIds: readonly ModelId[] | null;
};

export const emptyDraft: GridDraft = {
  prompts: '',
  otherLanguage: '',
  edits: [],
  kind: 'target',
  reading: 'raw',
  target: '',
  settings: ['greedy'],
  temperature: 0.8,
  topP: 0.95,
  seeds: '1, 2, 3',
  maxTokens: 64,
  modelIds: null,
};

const mostSeeds = 20;
const highestSeed = 0xffff_ffff;

/** Each prompt that is typed, then its variants, then the one in the other language. */
export function promptsOf({ prompts, otherLanguage, edits }: GridDraft): GridPrompt[] {
  const others = otherLanguage.split('\n');
  const wanted = new Set(edits);
  const rows: GridPrompt[] = [];
  for (const [line, text] of prompts.split('\n').entries()) {
    if (text.trim() === '') continue;
    const variantOf = rows.length;
    rows.push({ text, edit: null, variantOf: null });
    for (const variant of editPrompt(text, wanted)) rows.push({ ...variant, variantOf });
    const other = others[line] ?? '';
    if (other.trim() !== '') rows.push({ text: other, edit: 'otherLanguage', variantOf });
  }
  return rows;
}

/** Without repetition; what is no seed is left out. */
export function seedsOf(typed: string): number[] {
  const seeds = typed
    .split(/[\s,;]+/u)
    .filter((part) => /^\d+$/.test(part))
    .map(Number)
    .filter((seed) => seed <= highestSeed);
  return [...new Set(seeds)].slice(0, mostSeeds);
}

function settingOf(name: SettingName, { temperature, topP }: GridDraft): GridSetting {
  const settings: GenerationSettings =
    name === 'own' ? { ...samplerPresets.neutral, temperature, topP } : samplerPresets[name];
  const { seed: _seed, maxTokens: _maxTokens, stopStrings: _stopStrings, ...sampler } = settings;
  return { name, sampler };
}

function taskOf(draft: GridDraft): GridTask {
  const { kind, reading, target, maxTokens } = draft;
  if (kind === 'bitsPerByte') return { kind };
  if (kind === 'target') return { kind, reading, target: target.trim() };
  const settings = draft.settings.map((name) => settingOf(name, draft));
  return { kind, reading, settings, seeds: seedsOf(draft.seeds), maxTokens };
}

/** What keeps a grid from being started; null: nothing. */
export type Missing = 'models' | 'prompts' | 'target' | 'settings' | 'tooMany';

export function missingIn({ prompts, modelIds, task }: GridRequest): Missing | null {
  if (modelIds.length === 0) return 'models';
  if (prompts.length === 0) return 'prompts';
  if (task.kind === 'target' && task.target === '') return 'target';
  if (task.kind === 'reply' && (task.settings.length === 0 || task.seeds.length === 0)) return 'settings';
  const isTooLarge = gridCells(gridSize({ prompts, modelIds, task })) > mostGridCells;
  return prompts.length > mostGridPrompts || isTooLarge ? 'tooMany' : null;
}

export const requestOf = (draft: GridDraft, modelIds: readonly ModelId[]): GridRequest => ({
  prompts: promptsOf(draft),
  modelIds: [...modelIds],
  task: taskOf(draft),
});

/** The fields as they were for this grid: it can be made again, or changed. */
export function draftOf({ prompts, modelIds, task }: GridRequest, before: GridDraft): GridDraft {
  const typed = [...prompts.entries()].filter(([, { variantOf }]) => variantOf === null);
  const otherOf = (place: number): string =>
    prompts.find(({ edit, variantOf }) => edit === 'otherLanguage' && variantOf === place)?.text ?? '';
  const edits = prompts.flatMap(({ edit }) => (edit === null || edit === 'otherLanguage' ? [] : [edit]));
  return {
    ...before,
    prompts: typed.map(([, { text }]) => text).join('\n'),
    otherLanguage: typed
      .map(([place]) => otherOf(place))
      .join('\n')
      .trimEnd(),
    edits: [...new Set(edits)],
    modelIds,
    ...taskFields(task),
  };
}

function taskFields(task: GridTask): Partial<GridDraft> {
  if (task.kind === 'bitsPerByte') return { kind: task.kind };
  if (task.kind === 'target') return task;
  const { kind, reading, maxTokens, settings, seeds } = task;
  const own = settings.find(({ name }) => name === 'own')?.sampler;
  return {
    kind,
    reading,
    maxTokens,
    settings: settings.map(({ name }) => name),
    seeds: seeds.join(', '),
    ...(own ? { temperature: own.temperature, topP: own.topP } : {}),
  };
}
