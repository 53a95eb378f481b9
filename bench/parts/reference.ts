/**
 * Perplexity and KL divergence of one text against llama.cpp's own tools: quantisations of SmolLM2, made by its quantiser,
 * are read by its perplexity tool and by a cross-reading. The core lives in this process, its engines in their own.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrossReadingEvent } from '#contract/cross-reading.ts';
import type { ModelId } from '#contract/ids.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { openRealComparisons, type RealComparisons } from '#core/comparisons/testing/real-comparisons.ts';
import { meanOf } from '#probability/comparison/statistics.ts';
import { type BenchRow, summarise } from '../ratio.ts';

/** The first is the reference. The starter model is a Q4_1, so none is better than that. */
const quantisations = ['F16', 'Q8_0', 'Q5_0', 'Q4_0', 'Q3_K_S'] as const;
const mostTokens = 1_000;
const contextTokens = 1_024;
const noiseTokens = 128;
const textFile = join(import.meta.dirname, '..', '..', 'docs', 'architecture.md');

/** What both say of one quantisation: over the second half of the text, as llama.cpp's tool does. */
type Figures = {
  readonly modelId: ModelId;
  readonly perplexity: number;
  /** Nats a token; NaN for the reference. */
  readonly kld: number;
  readonly sameTop: number;
};

/** What another shape of batches alone changes of a model, in nats a token. */
type Noise = { readonly logprob: number; readonly kld: number };

/**
 * Two rows for each quantisation: ours / the tool's.
 * @param tools the folder of `llama-quantize` and `llama-perplexity` (see docs/performance.md); without one nothing is
 * compared
 */
export async function* benchReference(
  modelPath: string,
  tools: string | undefined,
): AsyncGenerator<BenchRow> {
  if (tools === undefined || !existsSync(join(tools, 'llama-perplexity'))) {
    process.stderr.write('reference: left out, PRISME_LLAMA_TOOLS names no folder of these tools\n');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'prisme-reference-'));
  const models = join(folder, 'models');
  mkdirSync(models);
  const fileOf = (name: string): string => join(models, `SmolLM2-135M.${name}.gguf`);
  for (const name of quantisations)
    runTool(join(tools, 'llama-quantize'), ['--allow-requantize', modelPath, fileOf(name), name]);
  const machine = { availableBytes: () => 8e9, mostThreads: 1 };
  const core = await openRealComparisons(join(folder, 'data'), [models], machine);
  try {
    const modelIds: ModelId[] = [];
    for (const name of quantisations) modelIds.push(await configure(core, fileOf(name)));
    const { text, tokens } = await passage(core, readFileSync(textFile, 'utf8'));
    const passageFile = join(folder, 'text.txt');
    // The tool wants two windows and reads the first; what stands behind it is read by nobody.
    writeFileSync(passageFile, `${text}${' again'.repeat(tokens + 8)}`);
    const ours = await readByPrisme(core, modelIds, text, tokens);
    const base = join(folder, 'base.kld');
    for (const [place, figures] of ours.entries()) {
      const name = quantisations[place] ?? '';
      const theirs = readByTool(tools, { model: fileOf(name), text: passageFile, tokens, base }, place === 0);
      yield* rowsOf(name, tokens, figures, theirs, await noiseOf(core, figures.modelId, text));
    }
  } finally {
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function* rowsOf(
  name: string,
  tokens: number,
  ours: Figures,
  theirs: Printed,
  noise: Noise,
): Generator<BenchRow> {
  const scored = `SmolLM2-135M ${name}, the second half of ${tokens} tokens`;
  const { perplexity, kld, sameTop } = theirs;
  yield {
    what: `perplexity / that of llama-perplexity, ${scored}`,
    ratio: summarise([ours.perplexity / perplexity.value]),
    sides: `${ours.perplexity.toFixed(4)} / ${perplexity.value.toFixed(4)} ± ${perplexity.error.toFixed(4)}; noise |Δ ln p| ${noise.logprob.toFixed(4)} nats a token`,
    aim: null,
  };
  if (kld === null || sameTop === null) return;
  yield {
    what: `mean KLD against F16 / that of llama-perplexity, ${scored}`,
    ratio: summarise([ours.kld / kld.value]),
    sides: `${ours.kld.toFixed(6)} / ${kld.value.toFixed(6)} ± ${kld.error.toFixed(6)} nats; noise ${noise.kld.toFixed(6)} nats; same top ${(ours.sameTop * 100).toFixed(2)} / ${sameTop.value.toFixed(2)} %`,
    aim: null,
  };
}

async function configure({ client, findModel }: RealComparisons, path: string): Promise<ModelId> {
  const modelId = await findModel(path);
  await client.models.configure({ modelId, loadSettings: { contextTokens, threads: null, gpu: 'off' } });
  return modelId;
}

/** The beginning of a text whose tokens are the same when it is cut alone. */
async function passage({ client }: RealComparisons, whole: string) {
  // All of them have one vocabulary.
  const [model] = (await client.models.list({})).models;
  if (model === undefined) throw new Error('the models are in their folder');
  const table = vocabularyTable(await client.models.vocabulary({ hash: model.vocabularyHash }));
  const { tokenIds } = await client.tokenizer.cut({ modelId: model.id, text: whole });
  for (let tokens = mostTokens; tokens > 2; tokens -= 2) {
    const bytes = tokenIds.slice(0, tokens).flatMap((id) => [...table.piece(id).bytes]);
    const text = new TextDecoder().decode(Uint8Array.from(bytes));
    const alone = await client.tokenizer.cut({ modelId: model.id, text });
    if (alone.tokenIds.join() === tokenIds.slice(0, tokens).join()) return { text, tokens };
  }
  throw new Error('no beginning of the text has the same tokens');
}

/** In the order of the models. */
async function readByPrisme(
  core: RealComparisons,
  modelIds: readonly ModelId[],
  text: string,
  tokens: number,
): Promise<readonly Figures[]> {
  const events = await crossRead(core, modelIds, text, tokens);
  return modelIds.map((modelId) => {
    const reading = events.find((event) => event.kind === 'reading' && event.modelId === modelId);
    if (reading?.kind !== 'reading') throw new Error('a model did not read');
    const logprobs = new Float64Array(reading.logprobs.slice().buffer);
    const found = events.find((event) => event.kind === 'divergences' && event.modelId === modelId);
    // The tool counts the tokens behind the middle, each expected by the one before.
    const from = Math.floor(tokens / 2) + 1;
    const behind = (values: ArrayLike<number>, first: number): Float64Array =>
      Float64Array.from(values).slice(from - first);
    const divergences =
      found?.kind === 'divergences'
        ? {
            kld: meanOf(behind(new Float32Array(found.kldNats.slice().buffer), found.firstToken)),
            sameTop: meanOf(behind(found.topSame, found.firstToken)),
          }
        : { kld: Number.NaN, sameTop: 1 };
    return { modelId, perplexity: Math.exp(-meanOf(behind(logprobs, 0))), ...divergences };
  });
}

/** Of the first 128 tokens. */
async function noiseOf(core: RealComparisons, modelId: ModelId, text: string): Promise<Noise> {
  const end = (await crossRead(core, [modelId], text, noiseTokens)).at(-1);
  const floor = end?.kind === 'end' ? end.comparisons[0]?.noise : null;
  return {
    logprob: floor?.logprobNats.mean ?? Number.NaN,
    kld: floor?.divergence?.kldNats.mean ?? Number.NaN,
  };
}

async function crossRead(
  { client }: RealComparisons,
  modelIds: readonly ModelId[],
  text: string,
  distributionTokens: number,
): Promise<readonly CrossReadingEvent[]> {
  const request = { texts: [{ label: '', text }], distributionTokens, startsWithBos: true };
  const { jobId } = await client.crossReading.start({ ...request, modelIds: [...modelIds] });
  const events: CrossReadingEvent[] = [];
  for await (const event of await client.crossReading.attach({ jobId })) events.push(event);
  return events;
}

type Value = { readonly value: number; readonly error: number };
type Printed = { readonly perplexity: Value; readonly kld: Value | null; readonly sameTop: Value | null };

type ToolRun = {
  readonly model: string;
  readonly text: string;
  readonly tokens: number;
  readonly base: string;
};

function readByTool(tools: string, { model, text, tokens, base }: ToolRun, isReference: boolean): Printed {
  const window = ['-c', String(tokens), '-b', String(tokens), '--chunks', '1', '-t', '1'];
  const args = ['-m', model, '-f', text, ...window, '--kl-divergence-base', base];
  const said = runTool(join(tools, 'llama-perplexity'), isReference ? args : [...args, '--kl-divergence']);
  if (isReference)
    return { perplexity: valueIn(said, /Final estimate: PPL = (\S+) \+\/- (\S+)/), kld: null, sameTop: null };
  return {
    perplexity: valueIn(said, /Mean PPL\(Q\)\s*:\s*(\S+) ± +(\S+)/),
    kld: valueIn(said, /Mean {4}KLD:\s*(\S+) ± +(\S+)/),
    sameTop: valueIn(said, /Same top p:\s*(\S+) ± +(\S+)/),
  };
}

function valueIn(said: string, pattern: RegExp): Value {
  const [, value, error] = pattern.exec(said) ?? [];
  if (value === undefined) throw new Error(`the tool did not say ${pattern.source}:\n${said.slice(-2_000)}`);
  return { value: Number(value), error: Number(error) };
}

/** What it printed, on both streams. */
function runTool(program: string, args: readonly string[]): string {
  const shell = '"$0" "$@" 2>&1';
  return execFileSync('sh', ['-c', shell, program, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
}
