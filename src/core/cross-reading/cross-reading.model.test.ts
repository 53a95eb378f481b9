/**
 * Cross-readings of real engines: every number against an independent forward pass on tiny F32 models, and what happens to
 * a model that fails, a reading that is given up, and real models with different tokenisers.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CrossReadingEvent, CrossReadingRequest } from '#contract/cross-reading.ts';
import { type ModelId, modelIdSchema } from '#contract/ids.ts';
import { createCore, type Core } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import { commonStart } from '#probability/comparison/common-start.ts';
import { topIdsOf } from '#probability/comparison/divergence.ts';
import { llamaForward, logSoftmax } from '#probability/llama-forward.ts';
import { realModelPath } from '../../../fixtures/real-models.ts';
import { weightsOf } from '../../../fixtures/tiny-llama-weights.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { coreOptions } from '../testing/core-options.ts';
import { continuationTokens } from './continue-text.ts';

const text = 'the inner rest. then the other rest in the end. The tenth inn.';

/** Two models of one vocabulary, of which the second is a little different; one of another vocabulary, one that puts a space in front of a text. */
const reference = writeTinyLlama({ seed: 5, sharpness: 3 });
const near = writeTinyLlama({ seed: 5, sharpness: 3.3 });
const other = writeTinyLlama({ seed: 6, sharpness: 3, extraPieces: ['inner', 'tenth'] });
const spaced = writeTinyLlama({ seed: 7, sharpness: 3, tokenizer: 'spm' });

let folder: string;
let core: Core;
let client: ReturnType<typeof clientOf>;
const ids: Record<string, ModelId> = {};
const clientOf = (opened: Core) => createRouterClient(opened.router);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-cross-'));
  for (const [name, { path }] of Object.entries({ reference, near, other, spaced }))
    copyFileSync(path, join(folder, `${name}.gguf`));
  for (const model of ['smolLm2', 'gemma3'] as const)
    symlinkSync(realModelPath(model), join(folder, basename(realModelPath(model))));
  core = await createCore({
    ...coreOptions(join(folder, 'data')),
    modelDirs: [folder],
    shell: 'cli',
    launchEngine: forkEngine({
      entry: join(import.meta.dirname, '../../engine/engine.ts'),
      execArgv: ['--no-warnings'],
    }),
  });
  client = clientOf(core);
  await client.models.rescan({});
  for (const { id, fileName } of (await client.models.list({})).models) {
    ids[fileName.split(/[-.]/)[0] ?? ''] = id;
    await client.models.configure({
      modelId: id,
      loadSettings: { contextTokens: 256, threads: 1, gpu: 'off' },
    });
  }
});

afterAll(async () => {
  await core.close();
  for (const path of [folder, ...[reference, near, other, spaced].map((model) => model.folder)])
    rmSync(path, { recursive: true });
});

const idOf = (name: string): ModelId => {
  const id = ids[name];
  if (id === undefined) throw new Error(`no model is called ${name}`);
  return id;
};

async function read(names: readonly string[], changes: Partial<CrossReadingRequest> = {}) {
  const events: CrossReadingEvent[] = [];
  const { jobId } = await client.crossReading.start({
    texts: [{ label: 'text', text }],
    modelIds: names.map(idOf),
    distributionTokens: 1_000,
    startsWithBos: true,
    ...changes,
  });
  for await (const event of await client.crossReading.attach({ jobId })) events.push(event);
  const end = events.at(-1);
  if (end?.kind !== 'end') throw new Error('the last event is the end');
  const readings = events
    .filter((event) => event.kind === 'reading')
    .map(({ tokenIds, logprobs }) => ({
      tokenIds: [...new Uint32Array(tokenIds.slice().buffer)],
      logprobs: [...new Float64Array(logprobs.slice().buffer)],
    }));
  const divergences = events.filter((event) => event.kind === 'divergences');
  return {
    events,
    readings,
    divergences,
    klds: divergences.flatMap(({ kldNats }) => [...new Float32Array(kldNats.slice().buffer)]),
    end,
    comparison: there(end.comparisons[0]),
  };
}

/** What must be there for the test to say anything. */
function there<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('it is missing');
  return value;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const bitsOf = ({ logprobs }: { readonly logprobs: readonly number[] }): number => -sum(logprobs) / Math.LN2;

/** KL of two rows of log-probabilities, in nats. */
const kldOf = (p: Float64Array, q: Float64Array): number =>
  sum([...p].map((logP, id) => Math.exp(logP) * (logP - (q[id] ?? Number.NaN))));

/** ln p of the whole vocabulary before each token of the text. */
function exactRows(model: typeof reference, tokenIds: readonly number[]): readonly Float64Array[] {
  const all = [model.vocabulary.bosTokenId, ...tokenIds];
  return llamaForward(weightsOf(model), all).logits.slice(0, tokenIds.length).map(logSoftmax);
}

describe('two models of one tokeniser', () => {
  /** Of both, without distributions. */
  let surprises: Awaited<ReturnType<typeof read>>;
  beforeAll(async () => {
    surprises = await read(['reference', 'near'], { distributionTokens: 0 });
  });

  it('have the surprise that an independent forward pass computes', () => {
    const { readings } = surprises;
    for (const [place, model] of [reference, near].entries()) {
      const { tokenIds, logprobs } = there(readings[place]);
      expect(tokenIds.length).toBeGreaterThan(20);
      const exact = exactRows(model, tokenIds).map((row, index) => row[tokenIds[index] ?? -1]);
      for (const [index, logprob] of logprobs.entries())
        expect(Math.abs(logprob - there(exact[index]))).toBeLessThan(3e-3);
    }
  });

  it('diverge by what an independent forward pass computes, on average and token by token', async () => {
    const { readings, comparison, klds, divergences } = await read(['reference', 'near']);
    const { tokenIds } = there(readings[0]);
    const [rows, nearRows] = [exactRows(reference, tokenIds), exactRows(near, tokenIds)];
    const exact = rows.map((row, index) => kldOf(row, there(nearRows[index])));
    const pair = there(comparison.pairs[0]);
    expect(pair).toMatchObject({ isTokeniserSame: true, nextByteBits: null });
    const { positions, kldNats } = there(pair.divergence);
    expect(positions).toBe(tokenIds.length);
    const mean = sum(exact) / exact.length;
    expect(mean).toBeGreaterThan(1e-3);
    expect(there(kldNats.mean) / mean).toBeCloseTo(1, 1);
    const worst = there(divergences[0]?.worst);
    expect(worst).toHaveLength(12);
    expect(worst[0]?.token).toBe(exact.indexOf(Math.max(...exact)));
    for (const { token, reference: expected } of worst)
      for (const { tokenId, logprob } of expected)
        expect(Math.abs(logprob - there(rows[token]?.[tokenId]))).toBeLessThan(3e-3);
    for (const [index, kld] of klds.entries())
      expect(Math.abs(kld - there(exact[index]))).toBeLessThan(1e-3 + 0.05 * there(exact[index]));
  });

  it('have a ratio of perplexities that is the quotient of both', () => {
    const { comparison } = surprises;
    const pair = there(comparison.pairs[0]);
    const [first, second] = comparison.models.map(({ perplexity }) => there(perplexity));
    expect(there(pair.perplexityRatio).ratio.mean).toBeCloseTo(there(second) / there(first), 9);
    expect(pair.divergence).toBeNull();
    expect(there(comparison.noise).divergence).toBeNull();
  });
});

describe('what models write behind a text', () => {
  /** The most probable token after `tokenIds`, again and again, until one ends the text. */
  function greedy(model: typeof reference, tokenIds: readonly number[]): readonly number[] {
    const written: number[] = [];
    while (written.length < continuationTokens) {
      const all = [model.vocabulary.bosTokenId, ...tokenIds, ...written];
      const next = topIdsOf(
        Float32Array.from(there(llamaForward(weightsOf(model), all).logits.at(-1))),
        1,
      )[0];
      if (next === undefined || next === model.vocabulary.eosTokenId) break;
      written.push(next);
    }
    return written;
  }

  it('is what an independent forward pass finds most probable, and is the same up to the first difference', async () => {
    const begin = 'the inner';
    const { comparison, readings } = await read(['reference', 'near'], {
      texts: [{ label: 'beginning', text: begin }],
      distributionTokens: 4,
    });
    const { tokenIds } = there(readings[0]);
    const paths = [reference, near].map((model) => greedy(model, tokenIds));
    expect(comparison.models.map(({ continuation }) => continuation?.tokens)).toEqual(
      paths.map(({ length }) => length),
    );
    const same = commonStart(there(paths[0]), there(paths[1]));
    expect(there(comparison.pairs[0]).sameContinuation).toMatchObject({
      tokens: same,
      isWhole: same === paths[0]?.length && same === paths[1]?.length,
    });
  });

  it('is not asked for where no whole distributions are', async () => {
    const { comparison } = await read(['reference'], { distributionTokens: 0 });
    expect(there(comparison.models[0]).continuation).toBeNull();
  });
});

describe('the noise of computing', () => {
  it('is what one model differs from itself when its tokens are read one by one', async () => {
    const { comparison } = await read(['reference']);
    expect(comparison.pairs).toEqual([]);
    expect(there(comparison.noise).profile.batchTokens).toBe(1);
    expect(there(comparison.noise).divergence?.topSame.mean).toBe(1);
    expect(there(comparison.noise).logprobNats.mean).toBeLessThan(3e-3);
  });
});

describe('models of different tokenisers', () => {
  it('are compared by byte only, at the boundaries that both share', async () => {
    const { comparison, readings } = await read(['reference', 'other']);
    const pair = there(comparison.pairs[0]);
    expect(pair).toMatchObject({ isTokeniserSame: false, perplexityRatio: null, divergence: null });
    const { positions, bits } = there(pair.nextByteBits);
    expect(positions).toBeGreaterThan(10);
    expect(bits.mean).toBeGreaterThan(0);
    // Both begin with a start token: every byte is scored by both.
    expect(comparison.scored).toEqual({ start: 0, end: text.length });
    for (const [place, model] of comparison.models.entries()) {
      const all = bitsOf(there(readings[place]));
      expect(model.bits).toBeCloseTo(all, 6);
      expect(there(model.bitsPerByte).value).toBeCloseTo(all / text.length, 6);
    }
  });

  it('count only bytes of the text where one of them puts a space in front', async () => {
    const { comparison, readings, events } = await read(['spaced', 'reference']);
    const added = events.flatMap((event) => (event.kind === 'reading' ? [event.addedBytes] : []));
    expect(added).toEqual([1, 0]);
    const { tokenIds, logprobs } = there(readings[0]);
    const exact = exactRows(spaced, tokenIds).map((row, index) => row[tokenIds[index] ?? -1]);
    for (const [index, logprob] of logprobs.entries())
      expect(Math.abs(logprob - there(exact[index]))).toBeLessThan(3e-3);
    expect(comparison.scored).toEqual({ start: 0, end: text.length });
    for (const [place, model] of comparison.models.entries())
      expect(there(model.bitsPerByte).value).toBeCloseTo(bitsOf(there(readings[place])) / text.length, 6);
  });

  it('leave the bytes that one of them cannot score out of both sums', async () => {
    const french = 'La capitale de la France est Paris. Elle est traversée par la Seine.';
    const texts = [{ label: 'français', text: french }];
    const { comparison } = await read(['SmolLM2', 'gemma'], { texts, distributionTokens: 12 });
    // SmolLM2 has no start token: its first token, “La”, has nothing before it.
    expect(comparison.scored.start).toBe(2);
    const bytes = comparison.scored.end - 2;
    const [smol, gemma] = comparison.models.map((model) => {
      const { value } = there(model.bitsPerByte);
      expect(value).toBeCloseTo(model.bits / bytes, 9);
      return value;
    });
    expect(there(gemma)).toBeLessThan(there(smol));
    expect(there(there(comparison.pairs[0]).nextByteBits).bits.mean).toBeGreaterThan(0.01);
    expect(there(comparison.noise).logprobNats.mean).toBeGreaterThan(0);
  });
});

describe('a cross-reading', () => {
  it('of several texts fills a matrix: every model reads every text', async () => {
    const texts = ['the inner rest', 'in the end'].map((each) => ({ label: each, text: each }));
    const { end, readings } = await read(['reference', 'near', 'other'], { texts, distributionTokens: 0 });
    expect(readings).toHaveLength(6);
    expect(end.comparisons.map(({ models }) => models.length)).toEqual([3, 3]);
  });

  it('leaves a model out that cannot read, names it, and goes on with the others', async () => {
    const gone = join(folder, 'gone.gguf');
    const short = writeTinyLlama({ seed: 9 });
    copyFileSync(short.path, gone);
    await client.models.rescan({});
    const model = (await client.models.list({})).models.find(({ fileName }) => fileName === 'gone.gguf');
    if (model === undefined) throw new Error('the file was found');
    ids['gone'] = model.id;
    rmSync(gone);
    const { events, comparison } = await read(['gone', 'reference', 'near'], { distributionTokens: 5 });
    expect(events.filter(({ kind }) => kind === 'failed')).toMatchObject([{ modelId: model.id }]);
    expect(comparison.models.map(({ modelId }) => modelId)).toEqual([idOf('reference'), idOf('near')]);
    expect(comparison.pairs).toHaveLength(1);
    rmSync(short.folder, { recursive: true });
  });

  it('that is cancelled ends, keeps what was read, and leaves no file behind', async () => {
    const { jobId } = await client.crossReading.start({
      texts: [{ label: 'long', text: 'the rest in the inn. '.repeat(400) }],
      modelIds: [idOf('reference'), idOf('near')],
      distributionTokens: 20_000,
      startsWithBos: true,
    });
    const seen: CrossReadingEvent[] = [];
    for await (const event of await client.crossReading.attach({ jobId })) {
      seen.push(event);
      if (event.kind === 'state' && event.stage === 'distributions' && event.done > 3)
        await client.crossReading.cancel({ jobId });
    }
    expect(seen.at(-1)).toMatchObject({ kind: 'end', reason: 'cancelled' });
    expect(readdirSync(join(folder, 'data')).filter((name) => name.endsWith('.rows'))).toEqual([]);
    expect((await client.crossReading.latest({}))?.jobId).toBe(jobId);
  });

  it('leaves the model loaded that a person had loaded', async () => {
    // One at a time: each takes the place of the one before, the person's too.
    await client.settings.update({ modelMemoryPercent: 0 });
    onTestFinished(async () => void (await client.settings.update({ modelMemoryPercent: null })));
    for (const name of ['reference', 'near']) await client.models.unload({ modelId: idOf(name) });
    await client.models.load({ modelId: idOf('other') });
    await read(['reference', 'near'], { distributionTokens: 5 });
    const stateOf = async (name: string) =>
      (await client.models.list({})).models.find(({ id }) => id === idOf(name))?.state.kind;
    await expect.poll(() => stateOf('other'), { timeout: 30_000 }).toBe('loaded');
    expect(await stateOf('near')).toBe('unloaded');
  });

  it('refuses a model that is there twice, one that nobody knows, and a job that nobody knows', async () => {
    const request = { texts: [{ label: '', text }], distributionTokens: 0, startsWithBos: true };
    const twice = [idOf('reference'), idOf('reference')];
    await expect(client.crossReading.start({ ...request, modelIds: twice })).rejects.toMatchObject({
      code: 'app.invalidInput',
    });
    const unknown = [modelIdSchema.parse('f'.repeat(64))];
    await expect(client.crossReading.start({ ...request, modelIds: unknown })).rejects.toMatchObject({
      code: 'model.notFound',
    });
    const jobId = randomUUID();
    const attach = async (): Promise<void> => {
      for await (const event of await client.crossReading.attach({ jobId })) expect(event).toBeNull();
    };
    await expect(attach()).rejects.toMatchObject({ code: 'crossReading.notFound' });
  });
});
