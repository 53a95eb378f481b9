import { describe, expect, it } from 'vitest';
import { resolveDryBreakers } from './dry-breakers.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const vocabulary = ['a', 'b', '\n', 'x\n', 'x', '. Y', 'Y:', 'You', 'ou', 'o', 'u', ':'];
const tokenBytes = vocabulary.map(encode);

/** One character a token, by the vocabulary above. */
const tokenize = (bytes: Uint8Array) =>
  decode(bytes)
    .split('')
    .map((character) => vocabulary.indexOf(character));

describe('resolveDryBreakers', () => {
  it('takes every token that contains the breaker as a breaker by itself', () => {
    expect(resolveDryBreakers(['\n'], tokenBytes, tokenize)).toEqual(
      new Map([
        [2, [[]]],
        [3, [[]]],
      ]),
    );
  });

  it('takes a token that ends inside the breaker together with the rest of it', () => {
    const breakers = resolveDryBreakers(['Yo:'], tokenBytes, tokenize);
    expect(breakers.get(5)).toEqual([[9, 11]]);
    expect(breakers.has(6)).toBe(false);
    expect(breakers.has(7)).toBe(false);
  });

  it('joins the sequences of several breakers and keeps each once', () => {
    const breakers = resolveDryBreakers(['xo', 'xu', 'xo', ''], tokenBytes, tokenize);
    expect(breakers.get(4)).toEqual([[9], [10]]);
  });

  it('reads 40 bytes of a breaker and 20 tokens of a rest at most', () => {
    const breakers = resolveDryBreakers(['x' + 'a'.repeat(100)], tokenBytes, tokenize);
    expect(breakers.get(4)?.[0]).toHaveLength(20);
    const long = resolveDryBreakers(['a'.repeat(100)], [encode('a'.repeat(40))], tokenize);
    expect(long.get(0)).toEqual([[]]);
  });

  it('works on bytes: half a character can begin a breaker', () => {
    const half = encode('é').slice(0, 1);
    const rests: number[][] = [];
    const breakers = resolveDryBreakers(['é'], [half], (bytes) => {
      rests.push([...bytes]);
      return [77];
    });
    expect(breakers.get(0)).toEqual([[77]]);
    expect(rests).toEqual([[0xa9]]);
  });
});
