/**
 * Scored texts of real engines against an independent forward pass on tiny F32 models, with a tokeniser that keeps a text
 * as it is and one that puts a space in front.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoringPlan } from '#contract/scoring.ts';
import { llamaForward, logSoftmax } from '#probability/llama-forward.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { weightsOf } from '../../../fixtures/tiny-llama-weights.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { openRealCore, type RealCore } from '../generation/testing/real-core.ts';

describe.each([
  ['bpe', 0],
  ['spm', 1],
] as const)('a text scored by a tiny F32 model (%s)', (tokenizer, addedBytes) => {
  const tiny = writeTinyLlama({ seed: 5, tokenizer });
  let core: RealCore;
  beforeAll(async () => {
    core = await openRealCore(tiny.path);
  });
  afterAll(async () => {
    await core.close();
    rmSync(tiny.folder, { recursive: true });
  });

  async function score(text: string) {
    const [model] = (await core.client.models.list({})).models;
    if (model === undefined) throw new Error('the model is in the folder');
    const request = { modelId: model.id, text, contextBefore: '', startsWithBos: true };
    const { jobId } = await core.client.scoring.start(request);
    const scored: { tokenId: number; logprob: number }[] = [];
    let plan: ScoringPlan | null = null;
    for await (const event of await core.client.scoring.attach({ jobId, fromToken: 0 })) {
      if (event.kind === 'end') ({ plan } = event);
      if (event.kind !== 'tokens') continue;
      for (const step of decodeSteps(event.steps))
        scored.push({ tokenId: step.tokenId, logprob: tokenLogprob(step) ?? Number.NaN });
    }
    return { scored, plan };
  }

  it.each(['the inner rest', ' the rest', 'é…', '\n\tthe'])(
    'has the log-probabilities of an independent forward pass: %j',
    async (text) => {
      const { scored, plan } = await score(text);
      expect(plan).toMatchObject({ addedBytes, tokens: scored.length });
      const tokenIds = [tiny.vocabulary.bosTokenId, ...scored.map(({ tokenId }) => tokenId)];
      const rows = llamaForward(weightsOf(tiny), tokenIds).logits.map(logSoftmax);
      for (const [index, { tokenId, logprob }] of scored.entries())
        expect(Math.abs(logprob - (rows[index]?.[tokenId] ?? Number.NaN))).toBeLessThan(3e-3);
    },
  );
});
