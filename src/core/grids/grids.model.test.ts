/**
 * That the numbers of a grid are the models': against an independent forward pass with tiny models, and that replies are
 * those of a chat with the same settings.
 */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GridRequest, GridResult } from '#contract/grids.ts';
import type { ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { llamaForward, logSoftmax } from '#probability/llama-forward.ts';
import { weightsOf } from '../../../fixtures/tiny-llama-weights.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { openRealCore, type RealCore } from '../generation/testing/real-core.ts';

async function fill({ client }: RealCore, request: GridRequest): Promise<readonly GridResult[]> {
  const { gridId } = await client.grids.create(request);
  const results = new Map<number, GridResult | null>();
  for await (const event of await client.grids.attach({ gridId })) {
    if (event.kind === 'cells') for (const { cell, result } of event.cells) results.set(cell, result);
    else if (event.state === 'complete') return filled(results);
  }
  throw new Error('the grid is filled before the core closes');
}

const filled = (results: ReadonlyMap<number, GridResult | null>): GridResult[] =>
  [...results].toSorted(([a], [b]) => a - b).flatMap(([, result]) => (result === null ? [] : [result]));

async function idOf({ client }: RealCore, fileName: string): Promise<ModelId> {
  const model = (await client.models.list({})).models.find((each) => each.fileName === fileName);
  if (model === undefined) throw new Error(`${fileName} is in the model folder`);
  return model.id;
}

const promptsOf = (texts: readonly string[]): GridRequest['prompts'] =>
  texts.map((text) => ({ text, edit: null, variantOf: null }));

describe.each(['bpe', 'spm'] as const)('the cells of tiny F32 models (%s)', (tokenizer) => {
  const tiny = writeTinyLlama({ seed: 5, tokenizer });
  const other = writeTinyLlama({ seed: 6, tokenizer });
  const weights = [weightsOf(tiny), weightsOf(other)];
  const texts = ['the inner rest', 'the rest in ', 'inner'];
  let core: RealCore;
  let modelIds: ModelId[];
  beforeAll(async () => {
    copyFileSync(other.path, join(tiny.folder, 'other.gguf'));
    core = await openRealCore(tiny.path);
    modelIds = await Promise.all(['tiny-llama.gguf', 'other.gguf'].map((file) => idOf(core, file)));
  });
  afterAll(async () => {
    await core.close();
    for (const { folder } of [tiny, other]) rmSync(folder, { recursive: true });
  });

  /** ln p of each token of a text as an independent forward pass has it, and the token before. */
  async function logprobsOf(model: number, text: string): Promise<number[]> {
    const modelId = modelIds[model];
    const weight = weights[model];
    if (modelId === undefined || weight === undefined) throw new Error('there are two models');
    const { tokenIds } = await core.client.tokenizer.render({ modelId, reading: { kind: 'raw', text } });
    const rows = llamaForward(weight, tokenIds).logits.map(logSoftmax);
    return tokenIds.map((tokenId, at) => rows[at - 1]?.[tokenId] ?? Number.NaN);
  }

  it('have the target’s probability within 1e-3 nat a token of an independent forward pass', async () => {
    const task = { kind: 'target', reading: 'raw', target: 'the rest' } as const;
    const results = await fill(core, { prompts: promptsOf(texts), modelIds, task });
    expect(results).toHaveLength(6);
    for (const [cell, result] of results.entries()) {
      if (result.kind !== 'target') throw new Error(`cell ${cell} has a target`);
      const text = `${(texts[cell % 3] ?? '').trimEnd()} ${task.target}`;
      const all = await logprobsOf(Math.floor(cell / 3), text);
      const sum = all.slice(-result.tokens).reduce((total, logprob) => total + logprob, 0);
      expect(Math.abs(result.logprob - sum)).toBeLessThan(1e-3 * result.tokens);
      expect(result.promptTokens + result.tokens).toBe(all.length);
    }
  });

  it('have the bits per byte of an independent forward pass', async () => {
    const prompts = promptsOf(texts.slice(0, 2));
    const results = await fill(core, { prompts, modelIds, task: { kind: 'bitsPerByte' } });
    expect(results).toHaveLength(4);
    for (const [cell, result] of results.entries()) {
      if (result.kind !== 'bitsPerByte') throw new Error(`cell ${cell} has bits per byte`);
      const all = await logprobsOf(Math.floor(cell / 2), texts[cell % 2] ?? '');
      const scored = all.slice(-result.scoredTokens);
      const bits = scored.reduce((total, logprob) => total - logprob / Math.LN2, 0);
      expect(all.length - result.scoredTokens).toBe(1);
      expect(result.scoredBytes).toBe(new TextEncoder().encode(texts[cell % 2]).length);
      const difference = Math.abs((result.bitsPerByte ?? Number.NaN) - bits / result.scoredBytes);
      expect(difference).toBeLessThan(2e-3);
    }
  });

  it('have the same replies whatever was filled before, and other ones for another seed', async () => {
    const { seed: _seed, maxTokens: _most, stopStrings: _stops, ...sampler } = samplerPresets.neutral;
    const request = (which: readonly string[], seeds: number[]): GridRequest => ({
      prompts: promptsOf(which),
      modelIds: modelIds.slice(0, 1),
      task: { kind: 'reply', reading: 'raw', settings: [{ name: 'neutral', sampler }], seeds, maxTokens: 12 },
    });
    const together = await fill(core, request(texts, [3, 4]));
    const alone = await fill(core, request(texts.slice(2), [4]));
    expect(together).toHaveLength(6);
    expect(alone[0]).toEqual(together[5]);
    expect(together[2]).not.toEqual(together[5]);
  });
});
