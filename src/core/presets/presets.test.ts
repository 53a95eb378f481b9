/**
 * Presets in a real database: what a new conversation takes of one, what deleting and a missing model leave alone, and order.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversationBinDays } from '#contract/conversations.ts';
import { modelIdSchema, presetIdSchema } from '#contract/ids.ts';
import { mostPresets, type NewPreset } from '#contract/presets.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { createConversationBin } from '../conversations/conversation-bin.ts';
import { findChangedRows } from '../db/row-checksum.ts';
import { findUnreadable } from '../db/unreadable.ts';
import { createFolders } from '../folders/folders.ts';
import { codeOf, type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { scriptedModelId } from '../generation/testing/scripted-library.ts';
import { createPresets, type PresetsService } from './presets.ts';

let bench: GenerationBench;
let presets: PresetsService;
let clockMs = 1_000;
const now = (): number => clockMs;
beforeEach(() => {
  bench = openBench();
  clockMs = 1_000;
  presets = createPresets({ store: bench.store, notices: bench.notices, now, newId: randomUUID });
});
afterEach(async () => await bench.close());

const given: NewPreset = {
  name: 'Reviewer',
  model: { id: scriptedModelId, name: 'Scripted' },
  systemPrompt: 'Be brief.',
  settings: { ...samplerPresets.precise, maxTokens: 9, seed: 4 },
  template: 'none',
  contextStrategy: 'dropOldest',
};
const gone = { id: modelIdSchema.parse('9'.repeat(64)), name: 'Gone' };

function make(...of: Partial<NewPreset>[]) {
  return presets.create(of.map((change) => ({ ...given, ...change })));
}
const names = (): string[] => presets.list().map(({ name }) => name);

it('a new conversation takes every value of its preset but a seed, and says where they are from', () => {
  const [preset] = make({});
  if (preset === undefined) throw new Error('it was made');
  const conversation = bench.conversations.create({ presetId: preset.id, modelId: null });
  expect(conversation).toMatchObject({
    ...{ presetId: preset.id, modelId: scriptedModelId, systemPrompt: 'Be brief.', template: 'none' },
    ...{ contextStrategy: 'dropOldest', settings: { ...samplerPresets.precise, maxTokens: 9, seed: null } },
  });
  expect(bench.conversations.create({}).presetId).toBeNull();
});

it('a preset whose model is gone gives the rest, and leaves the model that there would be without it', () => {
  const [preset] = make({ model: gone });
  const begin = { presetId: preset?.id ?? null, modelId: scriptedModelId };
  expect(bench.conversations.create(begin)).toMatchObject({
    ...{ modelId: scriptedModelId, systemPrompt: 'Be brief.', template: 'none' },
  });
  expect(presets.list()[0]?.model).toEqual(gone);
});

it('the preset of all new conversations stands behind what a folder has of its own, and none can be asked for', () => {
  const [usual] = make({ name: 'Usual' });
  bench.settings.update({ defaultPresetId: usual?.id ?? null });
  expect(bench.conversations.create({})).toMatchObject({ presetId: usual?.id, systemPrompt: 'Be brief.' });
  const folders = createFolders({ store: bench.store, notices: bench.notices, now, newId: randomUUID });
  const folder = folders.create('Work');
  folders.update(folder.id, { systemPrompt: 'Be formal.' });
  const inFolder = bench.conversations.create({ folderId: folder.id });
  expect(inFolder).toMatchObject({ systemPrompt: 'Be formal.', template: 'none', presetId: usual?.id });
  const [asked] = make({ name: 'Asked', systemPrompt: '' });
  const both = bench.conversations.create({ folderId: folder.id, presetId: asked?.id ?? null });
  expect(both).toMatchObject({ systemPrompt: '', presetId: asked?.id });
  expect(bench.conversations.create({ presetId: null })).toMatchObject({ presetId: null, systemPrompt: '' });
});

it('deleting a preset changes no conversation, can be undone, and is for good after the days of the bin', async () => {
  const [preset] = make({});
  const id = preset?.id ?? presetIdSchema.parse(randomUUID());
  const conversation = bench.conversations.create({ presetId: id });
  bench.settings.update({ defaultPresetId: id });
  presets.delete(id);
  expect(presets.list()).toEqual([]);
  expect(bench.conversations.get(conversation.id)).toMatchObject({
    presetId: null,
    systemPrompt: 'Be brief.',
  });
  expect(bench.conversations.create({})).toMatchObject({ presetId: null, systemPrompt: '' });
  expect(await codeOf(() => bench.conversations.create({ presetId: id }))).toBe('preset.notFound');
  const apply = () => bench.conversations.update(conversation.id, { presetId: id });
  expect(await codeOf(apply)).toBe('preset.notFound');
  expect(await codeOf(() => presets.update(id, { name: 'x' }))).toBe('preset.notFound');
  presets.restore(id);
  expect(bench.conversations.get(conversation.id).presetId).toBe(id);
  presets.delete(id);
  clockMs += conversationBinDays * 24 * 60 * 60_000 + 1;
  const { store, notices, generation } = bench;
  await createConversationBin({ store, notices, generation, log: silentLog, now }).tidy();
  expect(await codeOf(() => presets.restore(id))).toBe('preset.notFound');
  expect(bench.conversations.get(conversation.id)).toMatchObject({ presetId: null, template: 'none' });
});

it('new ones stand in front in their order, and move past each other', () => {
  make({ name: 'a' }, { name: 'b' });
  make({ name: 'c' });
  expect(names()).toEqual(['c', 'a', 'b']);
  const [first, , last] = presets.list();
  if (first === undefined || last === undefined) throw new Error('three');
  presets.move(last.id, 'up');
  presets.move(first.id, 'up');
  expect(names()).toEqual(['c', 'b', 'a']);
  presets.move(first.id, 'down');
  expect(names()).toEqual(['b', 'c', 'a']);
});

it('a rename is no change of the values; a change of the values is, and is written with its checksum', () => {
  const [preset] = make({});
  const id = preset?.id ?? presetIdSchema.parse(randomUUID());
  clockMs = 2_000;
  expect(presets.update(id, { name: 'Critic' })).toMatchObject({ name: 'Critic', updatedAtMs: 1_000 });
  const settings = { ...samplerPresets.greedy, seed: 3 };
  expect(presets.update(id, { settings, model: null })).toMatchObject({
    ...{ settings: { ...samplerPresets.greedy, seed: null }, model: null, updatedAtMs: 2_000 },
  });
  expect(findChangedRows(bench.folder.database)).toEqual([]);
  bench.folder.database.exec("UPDATE presets SET system_prompt = 'Be rude.'");
  expect(findChangedRows(bench.folder.database)).toEqual([`preset ${id}`]);
  bench.folder.database.exec("UPDATE presets SET settings_json = '{'");
  expect(findUnreadable(bench.folder.database)).toContain(`preset ${id}`);
});

it('there is an end to how many: all of a list come, or none', async () => {
  make(...Array.from({ length: mostPresets - 1 }, (_, index) => ({ name: `${index}` })));
  expect(await codeOf(() => make({}, {}))).toBe('preset.tooMany');
  expect(presets.list()).toHaveLength(mostPresets - 1);
  make({});
  expect(await codeOf(() => make({}))).toBe('preset.tooMany');
});
