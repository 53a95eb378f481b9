/**
 * The lanes that a new comparison begins with.
 */
import { expect, it } from 'vitest';
import { modelIdSchema } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { firstDrafts, limited, withoutKey } from './lane-drafts.ts';

/** Only what the drafts look at. */
const model = (letter: string, given: Partial<Model> = {}): Model =>
  ({
    id: modelIdSchema.parse(letter.repeat(64)),
    isPresent: true,
    chat: { kind: 'file' },
    ...given,
  }) as Model;
const letters = (models: readonly Model[]): string =>
  firstDrafts(models)
    .map(({ modelId }) => modelId[0])
    .join('');

it('are the first two models that are there', () => {
  expect(letters([model('a'), model('b', { isPresent: false }), model('c'), model('d')])).toBe('ac');
});

it('are one model with two ways of choosing where there is only one, and none without', () => {
  const [left, right] = firstDrafts([model('a')]);
  expect(left?.modelId).toBe(right?.modelId);
  expect(left?.settings.temperature).not.toBe(right?.settings.temperature);
  expect(letters([])).toBe('');
});

it('let a model without a template go on with the text', () => {
  const drafts = firstDrafts([model('a'), model('b', { chat: { kind: 'completion' } })]);
  expect(drafts.map(({ template }) => template)).toEqual(['model', 'none']);
  expect(drafts.map((draft) => 'key' in withoutKey(draft))).toEqual([false, false]);
});

it('have one longest reply together, which can be taken away again', () => {
  const drafts = firstDrafts([model('a'), model('b')]);
  const most = (lanes: typeof drafts): unknown => lanes.map(({ settings }) => settings.maxTokens);
  expect(most(limited(drafts, 40))).toEqual([40, 40]);
  expect(most(limited(limited(drafts, 40), null))).toEqual([null, null]);
});
