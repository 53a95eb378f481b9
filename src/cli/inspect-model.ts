/**
 * `models inspect`: what a model file says about itself, or why it is no sound model. Runs in the terminal shell, with
 * the core's bounded reader only: no engine, no data folder, nothing stored.
 */
import { errorCatalogue, PrismeError } from '#contract/errors.ts';
import { type IdentifiedModel, identifyFile } from '#core/models/identify-file.ts';
import { contextTokensFor, estimateMemoryBytes } from '#core/models/memory-estimate.ts';
import { describeError } from '#core/shells/describe-error.ts';
import { printable } from '#core/shells/printable.ts';
import type { InspectCommand } from './cli-arguments.ts';
import type { Terminal } from './terminal.ts';

/** Exit code 0: the file was read; 1: a typed error. */
export async function inspectModel({ file, isJson }: InspectCommand, terminal: Terminal): Promise<0 | 1> {
  try {
    const facts = factsOf(file, await identifyFile(file));
    if (isJson) terminal.line(JSON.stringify(facts));
    else for (const line of linesOf(facts)) terminal.line(line);
    return 0;
  } catch (error) {
    if (!(error instanceof PrismeError)) throw error;
    const { code, details } = error;
    if (isJson) terminal.line(JSON.stringify({ file, error: { code, ...errorCatalogue[code], details } }));
    else terminal.note(`prisme: ${code}: ${describeError(error)}`);
    return 1;
  }
}

/** The JSON object. Null: the file does not say. */
type Facts = {
  readonly file: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly ggufVersion: number;
  readonly name: string | null;
  readonly architecture: string;
  readonly parameterCount: number;
  readonly quantisation: string | null;
  readonly tensorCount: number;
  readonly trainedContextTokens: number | null;
  readonly vocabularySize: number;
  readonly tokeniser: { readonly model: string | null; readonly pre: string | null };
  readonly licence: string | null;
  /** An upper bound for loading it with the context that it would get where memory is no question. */
  readonly memory: { readonly bytes: number; readonly contextTokens: number };
  /** `beginning` is the whole template where it is not longer than a few thousand bytes. */
  readonly chatTemplate: { readonly bytes: number; readonly beginning: string } | null;
};

function factsOf(file: string, { id, stamp, header, summary }: IdentifiedModel): Facts {
  const weights = { summary, sizeBytes: stamp.sizeBytes };
  const contextTokens = contextTokensFor(weights, null, Infinity);
  const text = (key: string): string | null => {
    const value = header.metadata.get(key);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    file,
    sizeBytes: stamp.sizeBytes,
    sha256: id,
    ggufVersion: header.version,
    name: summary.name,
    architecture: summary.architecture,
    parameterCount: summary.parameterCount,
    quantisation: summary.quantisation,
    tensorCount: header.tensorCount,
    trainedContextTokens: summary.trainedContextTokens,
    vocabularySize: summary.vocabularySize,
    tokeniser: { model: text('tokenizer.ggml.model'), pre: text('tokenizer.ggml.pre') },
    licence: summary.licence,
    memory: { bytes: estimateMemoryBytes(weights, contextTokens), contextTokens },
    chatTemplate: header.chatTemplate && {
      ...header.chatTemplate,
      beginning: header.chatTemplate.beginning.slice(0, shownCharacters),
    },
  };
}

const labelWidth = 16;
/** What the JSON holds of a template at most. */
const shownCharacters = 4_096;
/** Lines of the template that a person is shown, and characters of each. */
const templateLines = 5;
const templateColumns = 94;
const notStated = 'not stated';

function linesOf(facts: Facts): string[] {
  const { tokeniser, memory, chatTemplate } = facts;
  const count = (value: number): string => value.toLocaleString('en');
  const pre = tokeniser.pre === null ? '' : `, splits words like ${tokeniser.pre}`;
  const rows: readonly (readonly [string, string])[] = [
    ['File', facts.file],
    ['Size', `${count(facts.sizeBytes)} bytes`],
    ['SHA-256', facts.sha256],
    ['Format', `GGUF version ${facts.ggufVersion}`],
    ['Name', facts.name ?? notStated],
    ['Architecture', facts.architecture],
    ['Parameters', count(facts.parameterCount)],
    ['Quantisation', facts.quantisation ?? notStated],
    ['Tensors', count(facts.tensorCount)],
    [
      'Context',
      facts.trainedContextTokens === null
        ? notStated
        : `${count(facts.trainedContextTokens)} tokens, as trained`,
    ],
    ['Vocabulary', `${count(facts.vocabularySize)} tokens`],
    ['Tokeniser', `${tokeniser.model ?? notStated}${pre}`],
    ['Licence', facts.licence ?? notStated],
    [
      'Memory',
      `at most ${count(Math.ceil(memory.bytes / 1e6))} MB with a context of ${count(memory.contextTokens)} tokens`,
    ],
    ['Chat template', chatTemplate === null ? 'none' : `${count(chatTemplate.bytes)} bytes`],
  ];
  return [
    ...rows.map(([label, value]) => `${label.padEnd(labelWidth)}${printable(value)}`),
    ...(chatTemplate === null ? [] : firstLines(chatTemplate.beginning)),
  ];
}

/** The template's first lines, each cut to a terminal's width. */
function firstLines(template: string): string[] {
  const lines = template.split('\n');
  const shown = lines.slice(0, templateLines).map((line) => {
    const characters = Array.from(printable(line));
    return characters.length > templateColumns
      ? `${characters.slice(0, templateColumns).join('')}…`
      : characters.join('');
  });
  if (lines.length > templateLines) shown.push('…');
  return shown.map((line) => `  ${line}`);
}
