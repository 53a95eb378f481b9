/** What a new conversation begins with. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { samplerPresets } from '#contract/sampler.ts';
import { type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { scriptedModelId } from '../generation/testing/scripted-library.ts';
import { createConversations } from './conversations.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

it('a new conversation begins with what was chosen for its model, unless it is given settings of its own', () => {
  const model = bench.library.get(scriptedModelId);
  const chosen = { ...model, loadSettings: { ...model.loadSettings, sampler: samplerPresets.precise } };
  const conversations = createConversations({
    ...bench,
    library: { list: () => ({ models: [chosen], rejected: [] }) },
    now: Date.now,
    newId: () => crypto.randomUUID(),
  });
  const modelId = scriptedModelId;
  expect(conversations.create({ modelId }).settings).toEqual(samplerPresets.precise);
  expect(conversations.create({ modelId, settings: samplerPresets.greedy }).settings).toEqual(
    samplerPresets.greedy,
  );
  expect(conversations.create({ modelId: null }).settings).toEqual(samplerPresets.balanced);
});
