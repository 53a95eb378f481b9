/** The prompt library against real SQLite: names and commands, deleting and taking back, files. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { PromptId } from '#contract/ids.ts';
import { writePromptFile } from '#contract/prompt-file.ts';
import { mostPrompts, type PromptFields } from '#contract/prompts.ts';
import { type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { createPrompts, type PromptsService } from './prompts.ts';

let bench: GenerationBench;
let prompts: PromptsService;
let nowMs = 1_000;
beforeEach(() => {
  bench = openBench();
  nowMs = 1_000;
  prompts = createPrompts({ ...bench, now: () => nowMs, newId: randomUUID });
});
afterEach(async () => {
  await bench.close();
});

const prompt = (name: string, more: Partial<PromptFields> = {}): PromptFields => ({
  name,
  command: name.toLowerCase().replaceAll(' ', '-'),
  description: '',
  text: `${name}: {{text}}`,
  ...more,
});
/** The error that a call ends in. */
const failure = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (cause) {
    return cause;
  }
};
const codeOf = (call: () => unknown): unknown => {
  const cause = failure(call);
  return cause instanceof PrismeError ? cause.code : cause;
};
const names = (): string[] => prompts.list().map(({ name }) => name);

it('prompts are listed by name, with what was written, and change on request', () => {
  prompts.create(prompt('Zwei'));
  const { id } = prompts.create(prompt('Été', { description: 'Summer' }));
  expect(names()).toEqual(['Été', 'Zwei']);
  nowMs = 2_000;
  prompts.update(id, { text: 'Other' });
  expect(prompts.list()[0]).toEqual({
    ...prompt('Été', { description: 'Summer', text: 'Other' }),
    id,
    timesUsed: 0,
    createdAtMs: 1_000,
    updatedAtMs: 2_000,
  });
});

it('a name and a command belong to one prompt, case and accents aside', () => {
  const { id } = prompts.create(prompt('Résumé'));
  expect(codeOf(() => prompts.create(prompt('RESUME', { command: 'x' })))).toBe('prompt.nameTaken');
  expect(codeOf(() => prompts.create(prompt('Other', { command: 'Resume' })))).toBe('prompt.commandTaken');
  const other = prompts.create(prompt('Other'));
  expect(codeOf(() => prompts.update(other.id, { name: 'resumé' }))).toBe('prompt.nameTaken');
  expect(prompts.update(id, { name: 'RÉSUMÉ' }).name).toBe('RÉSUMÉ');
});

it('a deleted prompt comes back as it was, unless another has its name by now', () => {
  const { id } = prompts.create(prompt('Summary'));
  prompts.countUse(id);
  prompts.delete(id);
  expect(names()).toEqual([]);
  expect(codeOf(() => prompts.update(id, { text: 'x' }))).toBe('prompt.notFound');
  expect(codeOf(() => prompts.delete(id))).toBe('prompt.notFound');
  expect(prompts.restore(id)).toMatchObject({ name: 'Summary', timesUsed: 1 });
  prompts.delete(id);
  const second = prompts.create(prompt('Summary'));
  expect(codeOf(() => prompts.restore(id))).toBe('prompt.nameTaken');
  prompts.delete(second.id);
  expect(prompts.restore(id).id).toBe(id);
  bench.store.prompts.removeDeletedBefore(nowMs + 1);
  expect(codeOf(() => prompts.restore(second.id))).toBe('prompt.notFound');
});

it('a prompt that is not there is no prompt', () => {
  const id = randomUUID() as PromptId;
  expect(codeOf(() => prompts.restore(id))).toBe('prompt.notFound');
  expect(codeOf(() => prompts.countUse(id))).toBe('prompt.notFound');
});

it('there is an end to how many there can be, and to how much text', () => {
  const fill = (count: number, text: string): void => {
    const many = Array.from({ length: count }, (_, index) => prompt(`${text.length} ${index}`, { text }));
    prompts.import(writePromptFile(many));
  };
  fill(20, 'x'.repeat(50_000));
  expect(codeOf(() => prompts.create(prompt('One more', { text: 'x' })))).toBe('prompt.tooMany');
  for (const { id } of prompts.list()) prompts.update(id, { text: 'x' });
  fill(mostPrompts - 20, 'y');
  expect(codeOf(() => prompts.create(prompt('One more', { text: 'x' })))).toBe('prompt.tooMany');
});

it('a file brings them to another library, once, and nothing of them changes', () => {
  const given = [prompt('Été', { description: 'L’été', text: 'a\n{{b|c}}\u0000' }), prompt('Two')];
  const file = writePromptFile(given);
  expect(prompts.import(file)).toMatchObject({ skipped: 0, renamed: 0 });
  expect(prompts.list()).toMatchObject(given);
  expect(writePromptFile(prompts.list())).toBe(file);
  expect(prompts.import(file)).toEqual({ addedIds: [], skipped: 2, renamed: 0 });
});

it('what comes from a file changes no prompt that is there: it gets another name', () => {
  prompts.create(prompt('Two', { text: 'My own' }));
  const { addedIds, renamed } = prompts.import(writePromptFile([prompt('Two'), prompt('Two 2')]));
  expect([addedIds.length, renamed]).toEqual([2, 2]);
  expect(prompts.list().map(({ name, command, text }) => [name, command, text])).toEqual([
    ['Two', 'two', 'My own'],
    ['Two 2', 'two-2', 'Two: {{text}}'],
    ['Two 2 2', 'two-2-2', 'Two 2: {{text}}'],
  ]);
});

it('a file that is not sound is refused whole, with the place named', () => {
  const refused = (text: string): unknown => failure(() => prompts.import(text));
  const file = (list: unknown[]) => JSON.stringify({ format: 'prisme-prompts', version: 1, prompts: list });
  const invalid = (place: string) => ({ code: 'prompt.invalidFile', details: { place } });
  expect(refused('{')).toMatchObject(invalid(''));
  expect(refused('{"format":"other"}')).toMatchObject(invalid('format'));
  expect(refused(file([prompt('A'), prompt('B', { text: '' })]))).toMatchObject(invalid('prompts.1.text'));
  expect(refused(file([prompt('Été'), prompt('ETE', { command: 'x' })]))).toMatchObject(
    invalid('prompts.1.name'),
  );
  expect(refused(file([prompt('A'), prompt('B', { command: 'a' })]))).toMatchObject(
    invalid('prompts.1.command'),
  );
  const long = 'x'.repeat(50_000);
  const many = Array.from({ length: 21 }, (_, index) => prompt(`N ${index}`, { text: long }));
  expect(refused(file(many))).toMatchObject({ code: 'prompt.tooMany' });
  expect(names()).toEqual([]);
});
