import { describe, expect, it } from 'vitest';
import { TokenCells } from '../../state/traces/token-cells.ts';
import { blocksOf, isWholeLines, unitsOf } from './units.ts';

function cellsOf(...pieces: readonly string[]): TokenCells {
  const cells = new TokenCells();
  for (const piece of pieces) cells.append({ bytes: new TextEncoder().encode(piece), type: 'normal' });
  return cells;
}

function textsOf(cells: TokenCells, unit: 'word' | 'sentence', language: string): readonly string[] {
  return blocksOf(cells).flatMap((block) =>
    unitsOf(cells, block, unit, language).map(({ first, end }) =>
      cells.text.slice(cells.start(first), cells.start(end)),
    ),
  );
}

describe('units', () => {
  it('put the tokens of a word together, with the space before it', () => {
    expect(textsOf(cellsOf('The', ' cap', 'ital', ' of', ' France', '.'), 'word', 'en')).toEqual([
      'The',
      ' capital',
      ' of',
      ' France',
      '.',
    ]);
  });

  it('split French elisions', () => {
    expect(textsOf(cellsOf('Il', ' l’', 'aime', ' qu', '’', 'on', " d'", 'or'), 'word', 'fr')).toEqual([
      'Il',
      ' l’',
      'aime',
      ' qu’',
      'on',
      " d'",
      'or',
    ]);
  });

  it('end a sentence at its mark', () => {
    expect(textsOf(cellsOf('One', ' ends', '.', ' Two', ' begins', '.'), 'sentence', 'en')).toEqual([
      'One ends.',
      ' Two begins.',
    ]);
  });

  it('cover a long text in blocks without gap or repetition, cut at ends of lines', () => {
    const pieces = Array.from({ length: 3_000 }, (_, index) => (index % 40 === 39 ? '.\n' : ` word${index}`));
    const cells = cellsOf(...pieces);
    const blocks = blocksOf(cells);
    expect(blocks.length).toBeGreaterThan(10);
    expect(blocks[0]?.first).toBe(0);
    expect(blocks.at(-1)?.end).toBe(cells.count);
    for (const [index, { first }] of blocks.entries())
      if (index > 0) {
        expect(first).toBe(blocks[index - 1]?.end);
        expect(cells.textOf(first - 1)).toBe('.\n');
      }
    expect(blocks.slice(0, -1).every((block) => isWholeLines(cells, block))).toBe(true);
  });

  it('of a line that is longer than a block are no whole lines: nothing may break it', () => {
    const cells = cellsOf('Title\n', ...Array.from({ length: 500 }, () => ' word'), '\n', 'End');
    const wholes = blocksOf(cells).map((block) => isWholeLines(cells, block));
    expect(wholes.length).toBeGreaterThan(2);
    expect(wholes).toEqual([true, ...wholes.slice(1).map(() => false)]);
  });
});
