import { describe, expect, it } from 'vitest';
import { hubContract, hubRepositorySchema } from '#contract/hub.ts';
import { outputOf } from '#contract/testing/expect-bounds.ts';
import { smolLm3Repository } from '../../../fixtures/hub/answers.ts';
import { readCatalogue } from './catalogue.ts';
import { createHub } from './hub.ts';
import { readRepository } from './hub-answers.ts';
import type { HubClient } from './hub-client.ts';
import { quantisationGroup, quantisationIn } from './quantisations.ts';

const notAsked = (): never => {
  throw new Error('nobody is to be asked');
};

function hubWith(freeBytes: number, client: Partial<HubClient> = {}) {
  return createHub({
    client: { search: notAsked, repository: notAsked, files: notAsked, header: notAsked, ...client },
    hubUrl: () => new URL('https://huggingface.co'),
    library: {
      list: () => ({ models: [], rejected: [] }),
      capacity: () => ({ bytes: 0, freeBytes, heldBytes: 0, threads: 1 }),
    },
  });
}

describe('the list that comes with Prisme', () => {
  it('can be read without asking anybody, with what fits', () => {
    const { host, models } = hubWith(8e9).catalogue();
    expect(host).toBe('huggingface.co');
    expect(outputOf(hubContract.catalogue).safeParse({ host, models }).success).toBe(true);
    const verdicts = models.flatMap(({ quantisations }) => quantisations.map(({ fit }) => fit.verdict));
    expect(new Set(verdicts)).toEqual(new Set(['fits', 'doesNotFit']));
  });

  it('has each family, chat, reasoning and embeddings, and models for French', () => {
    const entries = readCatalogue();
    const names = entries.map(({ name }) => name).join();
    for (const family of ['Llama', 'Mistral', 'Qwen', 'Gemma', 'SmolLM2', 'SmolLM3', 'Phi', 'DeepSeek'])
      expect(names).toContain(family);
    expect(new Set(entries.map(({ use }) => use))).toEqual(new Set(['chat', 'reasoning', 'embedding']));
    expect(entries.filter(({ isGoodInFrench }) => isGoodInFrench).length).toBeGreaterThan(5);
    expect(new Set(entries.map(({ repository }) => repository)).size).toBe(entries.length);
  });

  it('agrees with itself: French where French is said, groups as their names have it, sizes that their bits explain', () => {
    for (const { name, isGoodInFrench, languages, quantisations, parameterCount } of readCatalogue()) {
      if (isGoodInFrench) expect(languages, name).toContain('fr');
      expect(quantisations.map(({ aboutBytes }) => aboutBytes)).toEqual(
        quantisations.map(({ aboutBytes }) => aboutBytes).toSorted((a, b) => a - b),
      );
      for (const { name: quantisation, group, aboutBytes } of quantisations) {
        expect([name, quantisationIn(`x-${quantisation}.gguf`)]).toEqual([name, quantisation]);
        expect([name, quantisationGroup(quantisation, null)]).toEqual([name, group]);
        const bits = (aboutBytes * 8) / parameterCount;
        expect(bits, `${name} ${quantisation}`).toBeGreaterThan(3.5);
        expect(bits, `${name} ${quantisation}`).toBeLessThan(9.2);
      }
    }
  });
});

describe('a repository', () => {
  const answer = readRepository(smolLm3Repository);

  it('has its models by size, each with the sum on this machine', async () => {
    const hub = hubWith(4e9, { repository: () => Promise.resolve(answer) });
    const repository = await hub.repository('ggml-org/SmolLM3-3B-GGUF');
    expect(hubRepositorySchema.safeParse(repository).success).toBe(true);
    expect(repository).toMatchObject({ isKnownArchitecture: true, leftOut: 1 });
    expect(
      repository.variants.map(({ quantisation, group, files, fit }) => [
        quantisation,
        group,
        files.length,
        fit.verdict,
      ]),
    ).toEqual([
      ['Q4_K_M', 'balanced', 1, 'fits'],
      ['Q8_0', 'large', 1, 'doesNotFit'],
      ['F16', 'large', 2, 'doesNotFit'],
    ]);
    expect(repository.variants[0]?.fit).toMatchObject({ freeBytes: 4e9, freedBytes: 0, weightsBytes: 1_915_305_312 });
  }); // prettier-ignore

  it('of an architecture that the engine does not know says so', async () => {
    const model = { ...answer.model, architecture: 'bert' };
    const hub = hubWith(4e9, { repository: () => Promise.resolve({ ...answer, model }) });
    expect((await hub.repository(model.repository)).isKnownArchitecture).toBe(false);
  });
});
