/** Where tokenised texts part. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedStart, type TokenisedText } from './shared-start.ts';

/** A token for each piece: the same piece is the same token. */
function cut(...pieces: readonly string[]): TokenisedText {
  const idOf = (piece: string): number =>
    Array.from(piece).reduce((id, sign) => id * 31 + sign.charCodeAt(0), 7);
  return { tokenIds: pieces.map(idOf), byteLengths: pieces.map(({ length }) => length) };
}

describe('the shared start of answers', () => {
  it('ends at the join where a token ends there in every text', () => {
    const texts = [cut('The', ' capital', ' is', ' Paris'), cut('The', ' capital', ' is', ' Ly', 'on')];
    expect(sharedStart(texts, 14)).toEqual({ tokens: 3, spannedBytes: 0 });
  });

  it('ends earlier, for all of them, where a token of one spans the join', () => {
    const texts = [cut('a', 'b', 'c', 'd'), cut('a', 'b', 'ce')];
    expect(sharedStart(texts, 3)).toEqual({ tokens: 2, spannedBytes: 1 });
  });

  it('ends earlier where the answers make the prompt’s own tokens differ', () => {
    const texts = [cut('a', 'bc', 'd'), cut('a', 'b', 'c', 'e')];
    expect(sharedStart(texts, 3)).toEqual({ tokens: 1, spannedBytes: 2 });
  });

  it('never reaches into the answers, even where they begin alike', () => {
    expect(sharedStart([cut('a', 'x', 'y'), cut('a', 'x', 'z')], 1)).toEqual({ tokens: 1, spannedBytes: 0 });
  });

  it('counts a start mark, which stands for no byte', () => {
    const text = { tokenIds: [1, 20, 30], byteLengths: [0, 2, 3] };
    expect(sharedStart([text], 2)).toEqual({ tokens: 2, spannedBytes: 0 });
    expect(sharedStart([text], 1)).toEqual({ tokens: 1, spannedBytes: 1 });
    expect(sharedStart([text], 0)).toEqual({ tokens: 1, spannedBytes: 0 });
  });

  it('is the longest one that all texts have, up to the join', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'ab', 'ba'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), fc.nat({ max: 12 }), (all, joinByte) => {
        const texts = all.map((pieces) => cut(...pieces));
        const { tokens, spannedBytes } = sharedStart(texts, joinByte);
        const bytes = (all[0] ?? []).slice(0, tokens).join('').length;
        expect(bytes + spannedBytes).toBe(joinByte);
        expect(spannedBytes).toBeGreaterThanOrEqual(0);
        const starts = new Set(texts.map(({ tokenIds }) => tokenIds.slice(0, tokens).join()));
        expect(starts.size).toBe(1);
        const next = new Set(texts.map(({ tokenIds }) => tokenIds[tokens]));
        const reach = bytes + (texts[0]?.byteLengths[tokens] ?? Infinity);
        expect(next.size > 1 || reach > joinByte).toBe(true);
      }),
    );
  });
});
