import { describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { parseQuery } from './parse-query.ts';

const matchOf = (query: string): string | null => parseQuery(query).match;

function refusal(query: string): unknown {
  try {
    return parseQuery(query);
  } catch (error) {
    return error instanceof PrismeError ? error.toRecord() : error;
  }
}

describe('words', () => {
  it('all have to be there, the one that is being typed also as a beginning', () => {
    expect(matchOf('lumière pris')).toBe('"lumière" AND "pris"*');
  });
  it('are whole words once something stands behind them', () => {
    expect(matchOf('pris ')).toBe('"pris"');
  });
  it('of one letter are never beginnings, because half of all words begin with it', () => {
    expect(matchOf('a')).toBe('"a"');
  });
  it('in quotes are a phrase, whether the quote is closed or not', () => {
    expect(matchOf('"la lumière blanche" prisme ')).toBe('"la lumière blanche" AND "prisme"');
    expect(matchOf('"la lumière')).toBe('"la lumière"');
  });
  it('with a minus are left out', () => {
    expect(matchOf('prisme -verre -"arc en ciel"')).toBe('("prisme") NOT ("verre" OR "arc en ciel")');
  });
  it('lose the article that is tied to them', () => {
    expect(matchOf("l'amour qu’elle ")).toBe('"amour" AND "elle"');
    expect(matchOf('"l’amour"')).toBe('"l’amour"');
  });
  it('are looked for in both spellings of œ and æ', () => {
    expect(matchOf('cœur ')).toBe('("cœur" OR "coeur")');
    expect(matchOf('oeuvre ')).toBe('("oeuvre" OR "œuvre")');
  });
  it('without a letter or a digit are passed over', () => {
    expect(matchOf('… ? *')).toBe(null);
  });
  it('cannot speak the language of the index', () => {
    expect(matchOf('NEAR(a b) text:x ')).toBe('"NEAR(a" AND "b)" AND "text:x"');
    expect(matchOf('a"" OR ')).toBe('"a" AND "OR"');
  });
});

describe('conditions', () => {
  it('name a model, also with spaces in quotes', () => {
    expect(parseQuery('model:smol prisme ')).toMatchObject({ model: 'smol', match: '"prisme"' });
    expect(parseQuery('model:"Llama 3"')).toMatchObject({ model: 'Llama 3', match: null });
  });
  it('name a year, a month or a day, which begins at midnight', () => {
    expect(parseQuery('before:2026-03').toMs).toBe(new Date(2026, 2, 1).getTime());
    expect(parseQuery('after:2026').fromMs).toBe(new Date(2026, 0, 1).getTime());
    expect(parseQuery('before:2026-02-28').toMs).toBe(new Date(2026, 1, 28).getTime());
  });
  it('with a date that does not exist are refused with the part that is wrong', () => {
    for (const part of ['before:2026-02-30', 'after:soon', 'before:'])
      expect(refusal(part)).toEqual({ code: 'search.badQuery', details: { part, reason: 'badDate' } });
  });
});

it('only leaving something out is no search', () => {
  expect(refusal('-verre')).toMatchObject({
    code: 'search.badQuery',
    details: { part: '-verre', reason: 'onlyExcluded' },
  });
});
