/**
 * What the terminal commands understand, as data. Runs in the terminal shell. Checks every value with the bounds of
 * the contract and opens nothing.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PrismeError } from '#contract/errors.ts';
import { repositorySchema } from '#contract/hub.ts';
import { type GenerationSettings, generationSettingsSchema, samplerPresets } from '#contract/sampler.ts';

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
  readonly text: string;
  /** True: no chat template, the model goes on with the text itself. */
  readonly isRaw: boolean;
  readonly system: string | null;
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
/** A model of the hub; `wanted`: a quantisation or a file, null: the usual one. */
export type GetCommand = {
  readonly kind: 'get';
  readonly repository: string;
  readonly wanted: string | null;
  readonly places: Pick<Places, 'dataDir' | 'modelDirs'>;
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
export type Command = ModelCommand | CompareCommand | InspectCommand | GetCommand | DataCommand;

const defaultTokens = 256;
const mostModels = 8;
const mostDistributionTokens = 20_000;
const defaultTop = 10;
const defaultDistributionTokens = 512;

const shared = {
  model: { type: 'string' },
  top: { type: 'string' },
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
  models: { type: 'string', multiple: true },
} as const;

const askOnly = {
  raw: { type: 'boolean', default: false },
  system: { type: 'string' },
  tokens: { type: 'string' },
  seed: { type: 'string' },
  temperature: { type: 'string' },
  'top-k': { type: 'string' },
  'top-p': { type: 'string' },
  'min-p': { type: 'string' },
} as const;

const compareOptions = {
  model: { type: 'string', multiple: true },
  distributions: { type: 'string' },
  json: shared.json,
  data: shared.data,
  models: shared.models,
} as const;

const json = { json: shared.json } as const;
const dataKinds = ['verify', 'backup', 'restore', 'salvage'] as const;

/**
 * Reads `ask "text" …`, `score FILE …`, `compare FILE …`, `models inspect FILE …`, `models get NAME`, or a command about the data folder.
 * @throws app.invalidInput `{ option, reason }`
 */
export function readArguments(args: readonly string[]): Command {
  const [command, ...rest] = args;
  if (command === 'ask') return readAsk(rest);
  if (command === 'score') return readScore(rest);
  if (command === 'compare') return readCompare(rest);
  if (command === 'models') return readModels(rest);
  const dataKind = dataKinds.find((kind) => kind === command);
  if (dataKind !== undefined) return readDataCommand(dataKind, rest);
  throw invalid(
    command ?? '(nothing)',
    `the commands are ask, score, compare, models inspect, models get, ${dataKinds.join(', ')}`,
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
  const text = only(positionals, 'ask', 'one text in quotes');
  if (values.raw && values.system !== undefined) throw invalid('--system', 'a raw text has no system prompt');
  const settings = checked(generationSettingsSchema, {
    ...samplerPresets.balanced,
    maxTokens: number(values.tokens, '--tokens') ?? defaultTokens,
    seed: number(values.seed, '--seed'),
    temperature: number(values.temperature, '--temperature') ?? samplerPresets.balanced.temperature,
    topK: number(values['top-k'], '--top-k') ?? samplerPresets.balanced.topK,
    topP: number(values['top-p'], '--top-p') ?? samplerPresets.balanced.topP,
    minP: number(values['min-p'], '--min-p') ?? samplerPresets.balanced.minP,
  });
  return {
    kind: 'ask',
    text,
    isRaw: values.raw,
    system: values.system ?? null,
    settings,
    ...placesAndOutput(values),
  };
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

function readModels(args: readonly string[]): Command {
  return args[0] === 'get' ? readGet(args.slice(1)) : readInspect(args);
}

function readInspect(args: readonly string[]): InspectCommand {
  const { values, positionals } = parse(args, json);
  const [action, ...files] = positionals;
  if (action !== 'inspect') throw invalid('models', 'wants "inspect FILE" or "get NAME"');
  return { kind: 'inspect', file: only(files, 'models inspect', 'one file'), isJson: values.json };
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

function only(positionals: readonly string[], command: string, wanted: string): string {
  const [value] = positionals;
  if (value === undefined || positionals.length > 1) throw invalid(command, `wants ${wanted}`);
  return value;
}

function number(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw invalid(option, `"${text}" is not a number`);
  return value;
}

/** The names of the flags, where they differ from those of the settings. */
const flags: Readonly<Record<string, string>> = {
  maxTokens: '--tokens',
  topK: '--top-k',
  topP: '--top-p',
  minP: '--min-p',
};

function checked(schema: typeof generationSettingsSchema, value: unknown): GenerationSettings {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = String(issue?.path[0] ?? '');
  throw invalid(
    flags[field] ?? `--${field}`,
    issue === undefined ? '' : z.prettifyError({ issues: [{ ...issue, path: [] }] }).replace(/^✖ /, ''),
  );
}

function invalid(option: string, reason: string): PrismeError {
  return new PrismeError('app.invalidInput', { option, reason });
}
