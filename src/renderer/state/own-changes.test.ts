/** A person's choice stays on screen while answers of the core that are older than it arrive. */
import { beforeEach, expect, test, vi } from 'vitest';
import { modelIdSchema } from '#contract/ids.ts';
import { type LoadSettings, loadSettingsSchema, type Model } from '#contract/models.ts';
import { defaultSettings, type Settings } from '#contract/settings.ts';
import type { ModelList } from './queries.ts';

/** Requests in the order in which they were made; a test answers them. */
const asked: { readonly input: Record<string, unknown>; readonly answer: PromiseWithResolvers<unknown> }[] =
  [];
const ask = (input: Record<string, unknown>): Promise<unknown> => {
  const answer = Promise.withResolvers<unknown>();
  asked.push({ input, answer });
  return answer.promise;
};
vi.mock('../client.ts', () => ({
  core: { models: { configure: ask }, settings: { update: ask } },
}));
const { configureModel, putModel, updateSettings } = await import('./actions.ts');
const { applyNotice } = await import('./notices.ts');
const { queryClient, queryKeys } = await import('./queries.ts');

const id = modelIdSchema.parse('a'.repeat(64));
const loadSettings = loadSettingsSchema.parse({ contextTokens: null, threads: null, gpu: 'auto' });
// Only what the functions under test read.
const model = { id, name: 'one', loadSettings } as Model;
const modelWith = (settings: Partial<LoadSettings>): Model => ({
  ...model,
  loadSettings: { ...loadSettings, ...settings },
});
const shown = (): LoadSettings | undefined =>
  queryClient.getQueryData<ModelList>(queryKeys.models)?.models[0]?.loadSettings;

beforeEach(() => {
  asked.length = 0;
  queryClient.setQueryData<ModelList>(queryKeys.models, { models: [model], rejected: [] });
  queryClient.setQueryData(queryKeys.settings, defaultSettings);
});

test('the answer to an earlier choice does not undo a later one', async () => {
  const first = configureModel(model, { contextTokens: 256 });
  const second = configureModel(model, { kvCacheType: 'q8_0' });
  const both = { contextTokens: 256, kvCacheType: 'q8_0' };
  expect(asked[1]?.input).toMatchObject({ loadSettings: both });
  asked[0]?.answer.resolve(modelWith({ contextTokens: 256 }));
  await first;
  expect(shown()).toMatchObject(both);
  asked[1]?.answer.resolve(modelWith({ contextTokens: 256, kvCacheType: 'q8_0' }));
  await second;
  expect(shown()).toMatchObject(both);
});

test('news of a model, or a list that was read before, does not undo a choice that is on its way', async () => {
  const change = configureModel(model, { threads: 3 });
  putModel({ ...model, name: 'another name' });
  expect(shown()).toMatchObject({ threads: 3 });
  expect(queryClient.getQueryData<ModelList>(queryKeys.models)?.models[0]?.name).toBe('another name');
  asked[0]?.answer.resolve(modelWith({ threads: 3 }));
  await change;
  // Once it was answered, the core has the last word.
  putModel(modelWith({ threads: 2 }));
  expect(shown()).toMatchObject({ threads: 2 });
});

test('an answer that comes late, after that of a later choice, is not shown', async () => {
  const first = configureModel(model, { threads: 1 });
  const second = configureModel(model, { threads: 2 });
  asked[1]?.answer.resolve(modelWith({ threads: 2 }));
  await second;
  asked[0]?.answer.resolve(modelWith({ threads: 1 }));
  await first;
  expect(shown()).toMatchObject({ threads: 2 });
});

test('a setting of the app that is on its way is not undone by news of an earlier one', async () => {
  const settings = (): Settings | undefined => queryClient.getQueryData<Settings>(queryKeys.settings);
  updateSettings({ unloadAfterMinutes: 5 });
  updateSettings({ modelMemoryPercent: 50 });
  applyNotice({ kind: 'settingsChanged', settings: { ...defaultSettings, unloadAfterMinutes: 5 } });
  expect(settings()).toMatchObject({ unloadAfterMinutes: 5, modelMemoryPercent: 50 });
  for (const { answer } of asked) answer.resolve(defaultSettings);
  await Promise.all(asked.map(({ answer }) => answer.promise));
  applyNotice({ kind: 'settingsChanged', settings: defaultSettings });
  expect(settings()).toMatchObject({ modelMemoryPercent: null });
});
