import { expect, it } from 'vitest';
import type { CatalogueModel } from '#contract/hub.ts';
import { catalogueMatching } from './catalogue-matching.ts';
import { noFilters } from './hub-store.ts';

const model = (name: string, more: Partial<CatalogueModel> = {}): CatalogueModel =>
  ({
    name,
    repository: `someone/${name.replaceAll(' ', '-')}-GGUF`,
    use: 'chat',
    goodFor: { en: 'Short questions.', fr: 'Résumés en français.' },
    licence: 'apache-2.0',
    parameterCount: 4e9,
    languages: ['en'],
    ...more,
  }) as CatalogueModel;

const models = [
  model('Alpha 4B', { languages: ['en', 'fr'] }),
  model('Beta 12B', { licence: 'mit', parameterCount: 12e9 }),
  model('Gamma', { use: 'embedding', parameterCount: 0.5e9 }),
];
const names = (query: string, filters = noFilters): string[] =>
  catalogueMatching(models, query, filters).map(({ name }) => name);

it('words are looked for in name, maker and purpose, in both languages, without accents', () => {
  expect(names('')).toHaveLength(3);
  expect(names(' ALPHA  short ')).toEqual(['Alpha 4B']);
  expect(names('resumes')).toHaveLength(3);
  expect(names('someone/beta')).toEqual(['Beta 12B']);
  expect(names('alpha beta')).toEqual([]);
});

it('filters narrow the list as they narrow a search', () => {
  expect(names('', { ...noFilters, language: 'fr' })).toEqual(['Alpha 4B']);
  expect(names('', { ...noFilters, licence: 'mit' })).toEqual(['Beta 12B']);
  expect(names('', { ...noFilters, task: 'feature-extraction' })).toEqual(['Gamma']);
  expect(names('', { ...noFilters, task: 'text-generation' })).toEqual(['Alpha 4B', 'Beta 12B']);
  expect(names('', { ...noFilters, size: 'tiny' })).toEqual(['Gamma']);
  expect(names('', { ...noFilters, size: 'medium' })).toEqual(['Alpha 4B']);
  expect(names('', { ...noFilters, size: 'large' })).toEqual(['Beta 12B']);
});
