/**
 * What the terminal commands understand, as data. Runs in the terminal shell. Checks every value with the bounds of
 * the contract and opens nothing.
 */
import { parseArgs } from 'node:util';
import { mostDocuments } from '#contract/documents.ts';
import { PrismeError } from '#contract/errors.ts';
import { repositorySchema } from '#contract/hub.ts';
import { type MoveFormat, moveFormatSchema, mostMoveFiles } from '#contract/move.ts';
import { type GenerationSettings, generationSettingsSchema, samplerPresets } from '#contract/sampler.ts';
import { longestQuery } from '#contract/search.ts';
import { checked, invalid, number, only } from './argument-values.ts';
import { askOnly, compareOptions, modelsOptions, shared } from './cli-options.ts';
import { type PromptWish, readPromptWish } from './prompt-wish.ts';

/** Where things are; null: the default place. Paths are as they were typed. */
export type Places = {
  readonly dataDir: string | null;
  readonly modelDirs: readonly string[];
  readonly modelFile: string | null;
};

export type Output = {
  /** How many of the most probable tokens each JSON line lists. */
  readonly top: number;
  readonly isJson: boolean;
};

export type AskCommand = {
  readonly kind: 'ask';
  /** Empty where a prompt of the library is asked. */
  readonly text: string;
  readonly prompt: PromptWish | null;
  /** True: no chat template, the model goes on with the text itself. */
  readonly isRaw: boolean;
  readonly system: string | null;
  /** Documents that stand before the text. */
  readonly attached: readonly string[];
  readonly settings: GenerationSettings;
};
/** `file` "-" is the standard input. */
export type ScoreCommand = { readonly kind: 'score'; readonly file: string };
/** The first model file is the reference. `distributionTokens`: how many tokens are compared by whole distributions. */
export type CompareCommand = {
  readonly kind: 'compare';
  readonly file: string;
  readonly modelFiles: readonly string[];
  readonly distributionTokens: number;
  readonly isJson: boolean;
  readonly places: Pick<Places, 'dataDir' | 'modelDirs'>;
};
/** Needs neither a data folder nor an engine. */
export type InspectCommand = { readonly kind: 'inspect'; readonly file: string; readonly isJson: boolean };
type Folders = Pick<Places, 'dataDir' | 'modelDirs'>;
export type ListModelsCommand = {
  readonly kind: 'listModels';
  readonly isJson: boolean;
  readonly places: Folders;
};
/** `name`: the beginning of an id, or a whole name. `withFile`: its files go to the bin. */
export type RemoveModelCommand = {
  readonly kind: 'removeModel';
  readonly name: string;
  readonly withFile: boolean;
  readonly places: Folders;
};
/** A model of the hub; `wanted`: a quantisation or a file, null: the usual one. */
export type GetCommand = {
  readonly kind: 'get';
  readonly repository: string;
  readonly wanted: string | null;
  readonly places: Folders;
};
/** What is asked of a loaded model. */
export type ModelCommand = (AskCommand | ScoreCommand) & {
  readonly places: Places;
  readonly output: Output;
};
/** Commands about the data folder; `name` null: list what can be restored. */
export type DataCommand = { readonly dataDir: string | null } & (
  | { readonly kind: 'verify' | 'backup' | 'salvage' }
  | { readonly kind: 'restore'; readonly name: string | null }
);
/** At most `limit` messages. */
export type SearchCommand = {
  readonly kind: 'search';
  readonly query: string;
  readonly limit: number;
  readonly isJson: boolean;
  readonly dataDir: string | null;
};
/** `ids`: beginnings of ids, none: all; `file` null: the standard output. */
export type ExportCommand = Pick<DataCommand, 'dataDir'> & {
  readonly kind: 'export';
  readonly ids: readonly string[];
  readonly format: MoveFormat;
  readonly file: string | null;
};
/** The files of one import, such as the two of a thread of Jan. */
export type ImportCommand = Pick<DataCommand, 'dataDir'> & {
  readonly kind: 'import';
  readonly files: readonly string[];
};
export type Command =
  | SearchCommand
  | ExportCommand
  | ImportCommand
  | ModelCommand
  | CompareCommand
  | InspectCommand
  | ListModelsCommand
  | RemoveModelCommand
  | GetCommand
  | DataCommand;

const defaultTokens = 256;
const mostModels = 8;
const mostDistributionTokens = 20_000;
const defaultTop = 10;
const defaultHits = 50;
const defaultDistributionTokens = 512;

const dataKinds = ['verify', 'backup', 'restore', 'salvage'] as const;

/**
 * Reads `ask "text" …`, `score FILE …`, `compare FILE …`, `models …`, or a command about the data folder.
 * @throws app.invalidInput `{ option, reason }`
 */
export function readArguments(args: readonly string[]): Command {
  const [command, ...rest] = args;
  if (command === 'ask') return readAsk(rest);
  if (command === 'score') return readScore(rest);
  if (command === 'compare') return readCompare(rest);
  if (command === 'models') return readModels(rest);
  if (command === 'search') return readSearch(rest);
  if (command === 'export') return readExport(rest);
  if (command === 'import') return readImport(rest);
  const dataKind = dataKinds.find((kind) => kind === command);
  if (dataKind !== undefined) return readDataCommand(dataKind, rest);
  throw invalid(
    command ?? '(nothing)',
    `the commands are ask, score, compare, models, search, export, import, ${dataKinds.join(', ')}`,
  );
}

function readDataCommand(kind: DataCommand['kind'], args: readonly string[]): DataCommand {
  const { values, positionals } = parse(args, { data: { type: 'string' } });
  const dataDir = values.data ?? null;
  const [name = null] = positionals;
  if (positionals.length > (kind === 'restore' ? 1 : 0))
    throw invalid(kind, kind === 'restore' ? 'wants one name' : 'wants nothing but --data');
  return kind === 'restore' ? { kind, name, dataDir } : { kind, dataDir };
}

function readAsk(args: readonly string[]): ModelCommand {
  const { values, positionals } = parse(args, { ...shared, ...askOnly });
  const prompt = readPromptWish(values.prompt, values.var);
  if (prompt && positionals.length > 0) throw invalid('ask', 'wants no text beside --prompt');
  const text = prompt ? '' : only(positionals, 'ask', 'one text in quotes');
  if (values.raw && values.system !== undefined) throw invalid('--system', 'a raw text has no system prompt');
  const attached = values.attach ?? [];
  if (attached.length > mostDocuments) throw invalid('--attach', `at most ${mostDocuments} documents`);
  return {
    kind: 'ask',
    text,
    prompt,
    isRaw: values.raw,
    system: values.system ?? null,
    attached,
    settings: askSettings(values),
    ...placesAndOutput(values),
  };
}

type AskValues = ReturnType<typeof parse<typeof shared & typeof askOnly>>['values'];

function askSettings(values: AskValues): GenerationSettings {
  return checked(generationSettingsSchema, {
    ...samplerPresets.balanced,
    maxTokens: number(values.tokens, '--tokens') ?? defaultTokens,
    seed: number(values.seed, '--seed'),
    temperature: number(values.temperature, '--temperature') ?? samplerPresets.balanced.temperature,
    topK: number(values['top-k'], '--top-k') ?? samplerPresets.balanced.topK,
    topP: number(values['top-p'], '--top-p') ?? samplerPresets.balanced.topP,
    minP: number(values['min-p'], '--min-p') ?? samplerPresets.balanced.minP,
  });
}

function readScore(args: readonly string[]): ModelCommand {
  const { values, positionals } = parse(args, shared);
  return {
    kind: 'score',
    file: only(positionals, 'score', 'one file, or "-" for the standard input'),
    ...placesAndOutput(values),
  };
}

function readCompare(args: readonly string[]): CompareCommand {
  const { values, positionals } = parse(args, compareOptions);
  const modelFiles = values.model ?? [];
  if (modelFiles.length < 2 || modelFiles.length > mostModels)
    throw invalid('--model', `from 2 to ${mostModels} model files, the reference first`);
  const tokens = number(values.distributions, '--distributions') ?? defaultDistributionTokens;
  if (!Number.isInteger(tokens) || tokens < 0 || tokens > mostDistributionTokens)
    throw invalid('--distributions', `a whole number from 0 to ${mostDistributionTokens}`);
  return {
    kind: 'compare',
    file: only(positionals, 'compare', 'one file, or "-" for the standard input'),
    modelFiles,
    distributionTokens: tokens,
    isJson: values.json,
    places: { dataDir: values.data ?? null, modelDirs: values.models ?? [] },
  };
}

function readSearch(args: readonly string[]): SearchCommand {
  const { values, positionals } = parse(args, { json: shared.json, data: shared.data, top: shared.top });
  const limit = number(values.top, '--top') ?? defaultHits;
  if (!Number.isInteger(limit) || limit < 1) throw invalid('--top', 'a whole number from 1');
  const query = only(positionals, 'search', 'one query in quotes');
  if (query.length > longestQuery) throw invalid('search', `at most ${longestQuery} characters`);
  return { kind: 'search', query, limit, isJson: values.json, dataDir: values.data ?? null };
}

function readExport(args: readonly string[]): ExportCommand {
  const options = { data: shared.data, format: { type: 'string' }, out: { type: 'string' } } as const;
  const { values, positionals: ids } = parse(args, options);
  const format = moveFormatSchema.safeParse(values.format ?? 'json');
  if (!format.success) throw invalid('--format', `one of ${moveFormatSchema.options.join(', ')}`);
  return { kind: 'export', ids, format: format.data, file: values.out ?? null, dataDir: values.data ?? null };
}

function readImport(args: readonly string[]): ImportCommand {
  const { values, positionals: files } = parse(args, { data: shared.data });
  if (files.length === 0 || files.length > mostMoveFiles)
    throw invalid('import', `wants from 1 to ${mostMoveFiles} files`);
  return { kind: 'import', files, dataDir: values.data ?? null };
}

function readModels(args: readonly string[]): Command {
  if (args[0] === 'get') return readGet(args.slice(1));
  const { values, positionals } = parse(args, modelsOptions);
  const [action, ...rest] = positionals;
  const places = { dataDir: values.data ?? null, modelDirs: values.models ?? [] };
  if (values.file && action !== 'rm') throw invalid('--file', 'belongs to "models rm"');
  if (action === undefined) return { kind: 'listModels', isJson: values.json, places };
  if (action === 'inspect')
    return { kind: 'inspect', file: only(rest, 'models inspect', 'one file'), isJson: values.json };
  if (action !== 'rm') throw invalid('models', 'wants nothing, "inspect FILE", "get NAME" or "rm ID"');
  if (values.json) throw invalid('--json', '"models rm" answers in words');
  const name = only(rest, 'models rm', 'the id of a model, or its beginning');
  return { kind: 'removeModel', name, withFile: values.file, places };
}

function readGet(args: readonly string[]): GetCommand {
  const { values, positionals } = parse(args, { data: shared.data, models: shared.models });
  const name = only(positionals, 'models get', 'one name, as in owner/repository:Q4_K_M');
  const [repository = '', ...wanted] = name.split(':');
  if (!repositorySchema.safeParse(repository).success)
    throw invalid('models get', `"${repository}" is not a name like owner/repository`);
  return {
    kind: 'get',
    repository,
    wanted: wanted.length === 0 ? null : wanted.join(':'),
    places: { dataDir: values.data ?? null, modelDirs: values.models ?? [] },
  };
}

type SharedValues = {
  model?: string | undefined;
  top?: string | undefined;
  json?: boolean | undefined;
  data?: string | undefined;
  models?: string[] | undefined;
};

function placesAndOutput(values: SharedValues): { places: Places; output: Output } {
  const top = number(values.top, '--top') ?? defaultTop;
  if (!Number.isInteger(top) || top < 0 || top > 1_024)
    throw invalid('--top', 'a whole number from 0 to 1024');
  return {
    places: { dataDir: values.data ?? null, modelDirs: values.models ?? [], modelFile: values.model ?? null },
    output: { top, isJson: values.json === true },
  };
}

function parse<Options extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : '';
    throw new PrismeError('app.invalidInput', { reason }, { cause });
  }
}
