/**
 * `models inspect`: what a model file says about itself, or why it is no sound model: the same as the page of a model.
 * Runs in the terminal shell, with the core's bounded reader only: no engine, no data folder, nothing stored. A file that
 * takes too long to read as a whole is described without its hash: the answer comes within ten seconds.
 */
import { errorCatalogue, PrismeError } from '#contract/errors.ts';
import type { ModelFacts, ModelPart } from '#contract/model-facts.ts';
import { hashModel } from '#core/models/hash-file.ts';
import { type DescribedModel, describeFile, isSameStamp, stampOf } from '#core/models/identify-file.ts';
import { contextTokensFor, estimateMemoryBytes } from '#core/models/memory-estimate.ts';
import { modelFactsOf } from '#core/models/model-facts.ts';
import { modelPaths } from '#core/models/split-model.ts';
import { describeError } from '#core/shells/describe-error.ts';
import { printable } from '#core/shells/printable.ts';
import type { InspectCommand } from './cli-arguments.ts';
import type { Terminal } from './terminal.ts';

/** For the hash of the whole file; the header has its own limit. */
const hashWithinMs = 7_000;

/** Exit code 0: the file was read; 1: a typed error. */
export async function inspectModel(
  { file, isJson }: InspectCommand,
  terminal: Terminal,
  hashLimit = AbortSignal.timeout(hashWithinMs),
): Promise<0 | 1> {
  try {
    const described = await describeFile(file);
    const facts = factsOf(file, described, await hashOf(file, described, hashLimit));
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

/** Null: there was not enough time. @throws model.unreadable */
async function hashOf(file: string, { stamp }: DescribedModel, limit: AbortSignal): Promise<string | null> {
  try {
    const hash = await hashModel(modelPaths(file), limit);
    // Still being written: what was read is a mixture.
    if (!isSameStamp(stamp, await stampOf(file)))
      throw new PrismeError('model.unreadable', { reason: 'changed' });
    return hash;
  } catch (error) {
    if (limit.aborted && !(error instanceof PrismeError)) return null;
    throw error;
  }
}

/** The JSON object. Null: the file does not say. */
type Facts = ModelFacts & {
  readonly file: string;
  /** An upper bound for loading it with the context that it would get where memory is no question. */
  readonly memory: { readonly bytes: number; readonly contextTokens: number };
};

function factsOf(file: string, described: DescribedModel, sha256: string | null): Facts {
  const { stamp, summary, vocabulary } = described;
  const weights = { summary, sizeBytes: stamp.sizeBytes };
  const contextTokens = contextTokensFor(weights, null, Infinity);
  const source = { ...described, sha256, sizeBytes: stamp.sizeBytes, vocabularyHash: vocabulary.hash };
  return {
    file,
    ...modelFactsOf(source),
    memory: { bytes: estimateMemoryBytes(weights, contextTokens), contextTokens },
    chatTemplate: described.header.chatTemplate && {
      ...described.header.chatTemplate,
      beginning: described.header.chatTemplate.beginning.slice(0, shownCharacters),
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

const count = (value: number): string => value.toLocaleString('en');

function linesOf(facts: Facts): string[] {
  const { chatTemplate } = facts;
  return [
    ...[...fileRows(facts), ...networkRows(facts), ...tokenRows(facts)].map(row),
    ...facts.tensorTypes.map(({ type, tensors, bytes }, index) =>
      row([
        index === 0 ? 'Tensor types' : '',
        `${type}: ${shareOf(bytes, facts)} in ${count(tensors)} tensors`,
      ]),
    ),
    ...facts.parts.map(({ part, bytes }, index) =>
      row([index === 0 ? 'On disk' : '', `${partNames[part]}: ${shareOf(bytes, facts)}`]),
    ),
    row(['Chat template', chatTemplate === null ? 'none' : `${count(chatTemplate.bytes)} bytes`]),
    ...(chatTemplate === null ? [] : firstLines(chatTemplate.beginning)),
  ];
}

type Row = readonly [label: string, value: string];

function row([label, value]: Row): string {
  return `${label.padEnd(labelWidth)}${printable(value)}`;
}

function fileRows(facts: Facts): Row[] {
  const files = facts.fileCount > 1 ? ` in ${count(facts.fileCount)} files` : '';
  return [
    ['File', facts.file],
    ['Size', `${count(facts.sizeBytes)} bytes${files}`],
    [
      'SHA-256',
      facts.sha256 ?? `not computed: reading the whole file takes longer than ${hashWithinMs / 1_000} s`,
    ],
    ['Format', `GGUF version ${facts.ggufVersion}`],
    ['Name', facts.name ?? notStated],
    ['Author', facts.author ?? notStated],
    ['Licence', facts.licence ?? notStated],
  ];
}

function networkRows(facts: Facts): Row[] {
  const { memory, trainedContextTokens } = facts;
  return [
    ['Architecture', facts.architecture],
    ['Parameters', count(facts.parameterCount)],
    ['Layers', count(facts.blockCount)],
    ['Embedding', `${count(facts.embeddingLength)} numbers a token`],
    ['Heads', facts.headCount === 0 ? 'none' : count(facts.headCount)],
    ['Quantisation', facts.quantisation ?? notStated],
    ['Tensors', count(facts.tensorCount)],
    ['Output layer', facts.hasOutputMatrix ? 'a matrix of its own' : 'the token embeddings, used again'],
    [
      'Context',
      trainedContextTokens === null ? notStated : `${count(trainedContextTokens)} tokens, as trained`,
    ],
    [
      'Memory',
      `at most ${count(Math.ceil(memory.bytes / 1e6))} MB with a context of ${count(memory.contextTokens)} tokens`,
    ],
  ];
}

function tokenRows({ tokeniser, vocabularySize, vocabularyHash }: Facts): Row[] {
  const pre = tokeniser.pre === null ? '' : `, splits words like ${tokeniser.pre}`;
  return [
    ['Vocabulary', `${count(vocabularySize)} tokens`],
    ['Tokeniser', `${tokeniser.model ?? notStated}${pre}`],
    ['Tokeniser hash', vocabularyHash],
  ];
}

const partNames: Readonly<Record<ModelPart, string>> = {
  embeddings: 'token embeddings',
  attention: 'attention',
  feedForward: 'feed-forward',
  output: 'output layer',
  other: 'other tensors',
  header: 'header and vocabulary',
};

function shareOf(bytes: number, { sizeBytes }: Facts): string {
  return `${count(bytes)} bytes (${((100 * bytes) / sizeBytes).toFixed(1)}%)`;
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
