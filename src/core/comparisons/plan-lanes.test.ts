/**
 * Which lanes run together, and which after, for lanes whose models are known by a letter.
 */
import { describe, expect, it } from 'vitest';
import { conversationIdSchema, type ModelId, modelIdSchema } from '#contract/ids.ts';
import { type LaneNeeds, planLanes } from './plan-lanes.ts';

const model = (letter: string): ModelId => modelIdSchema.parse(letter.repeat(64));
const lanesOf = (letters: string) =>
  letters.split('').map((letter, index) => ({
    conversationId: conversationIdSchema.parse(`00000000-0000-4000-8000-00000000000${index}`),
    modelId: model(letter),
  }));
const needs = (bytes: Readonly<Record<string, number>>, alone = ''): LaneNeeds => ({
  bytesOf: (modelId) => bytes[modelId[0] ?? ''] ?? 0,
  alone: new Set(alone.split('').map(model)),
});

/** As in "ab: 0 1 2=turn", the models that run now and what each lane waits for. */
function describePlan(letters: string, given: LaneNeeds, bytes: number, threads: number): string {
  const lanes = lanesOf(letters);
  const plan = planLanes(lanes, given, { bytes, threads });
  const now = plan.now.map(({ modelId }) => modelId[0]).join('');
  const reasons = lanes.map(({ conversationId }) => plan.waiting.get(conversationId) ?? 'now');
  return `${now}: ${reasons.join(' ')}`;
}

describe('a plan of lanes', () => {
  const small = needs({ a: 10, b: 10, c: 10 });

  it('lets models run together that fit into memory and have a thread each', () => {
    expect(describePlan('abc', small, 30, 3)).toBe('abc: now now now');
  });

  it('lets a model wait that does not fit beside the others, by a single byte', () => {
    expect(describePlan('abc', small, 29, 3)).toBe('ab: now now memory');
  });

  it('lets a model that fits go before one that does not', () => {
    expect(describePlan('abc', needs({ a: 10, b: 50, c: 10 }), 30, 3)).toBe('ac: now memory now');
  });

  it('lets models run one after another where one thread is left for all', () => {
    expect(describePlan('abc', small, 1_000, 1)).toBe('a: now cores cores');
  });

  it('counts a model once and lets its lanes take turns', () => {
    expect(describePlan('aaba', small, 20, 2)).toBe('ab: now turn now turn');
  });

  it('runs the first model even if nothing is left for it', () => {
    expect(describePlan('ab', small, 0, 4)).toBe('a: now memory');
  });

  it('says the same reason for every lane of a model that waits', () => {
    expect(describePlan('abb', small, 10, 4)).toBe('a: now memory memory');
  });

  it('never puts a model beside others that did not fit beside them before', () => {
    expect(describePlan('ab', needs({ a: 1, b: 1 }, 'b'), 100, 4)).toBe('a: now memory');
    expect(describePlan('ab', needs({ a: 1, b: 1 }, 'a'), 100, 4)).toBe('a: now memory');
  });

  it('plans nothing for no lanes', () => {
    expect(describePlan('', small, 100, 4)).toBe(': ');
  });
});
