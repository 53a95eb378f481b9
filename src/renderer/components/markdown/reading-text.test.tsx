import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { TokenCells } from '../../state/traces/token-cells.ts';
import { cutRun, type RunPiece } from './cut-run.ts';
import type { TextRun } from './rehype-text-runs.ts';
import { collectBlockRuns, renderBlock } from './render-block.tsx';
import { splitBlocks } from './split-blocks.ts';

const encoder = new TextEncoder();

/** Cells of a text that is cut into tokens after the given numbers of bytes, over and over. */
function cellsOf(text: string, lengths: readonly number[]): TokenCells {
  const bytes = encoder.encode(text);
  const cells = new TokenCells();
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const end = Math.min(bytes.length, at + (lengths[turn % lengths.length] ?? 1));
    cells.append({ bytes: bytes.subarray(at, end), type: 'normal' });
    at = end;
  }
  return cells;
}

function piecesOf(
  text: string,
  cells: TokenCells,
): readonly { readonly run: TextRun; readonly pieces: readonly RunPiece[] }[] {
  return splitBlocks(text).flatMap((block) =>
    collectBlockRuns(block.text).map((run) => ({ run, pieces: cutRun(run, block.start, cells) })),
  );
}

const fragments = fc.constantFrom(
  'plain words ',
  '**bold**',
  '*it*',
  '`code`',
  '``a`b``',
  '[link](https://example.org/x)',
  '![alt](https://example.org/i.png)',
  '# Title\n',
  '\n\n',
  '\n',
  '- item\n',
  '  - inner\n',
  '1. one\n',
  '> quote\n',
  '```ts\nconst a = 1;\n```\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '---\n',
  '&amp; ',
  '&eacute;',
  '\\*',
  'é',
  '😊',
  '👩‍👩‍👧',
  'e\u0301',
  '日本',
  '<b>x</b>',
  'https://example.com/a?b=c ',
  '[^1]: note\n',
  '[ref]: https://example.org\n',
  '~~gone~~',
  '- [x] done\n',
  '    indented\n',
  '\t',
  '  ',
  'العربية ',
  '$x^2$ ',
  'www.example.com ',
  '~~~\ntilde\n~~~\n',
  '***',
  '_',
  '|',
  '\u200b',
);
const markdown = fc.array(fragments, { minLength: 1, maxLength: 24 }).map((parts) => parts.join(''));
const tokenLengths = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 });

describe('tokens over Markdown', () => {
  test('the blocks of a text follow each other without a gap', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        expect(
          splitBlocks(text)
            .map((block) => block.text)
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test('the runs of a block share its source out without a gap', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        for (const block of splitBlocks(text)) {
          const runs = collectBlockRuns(block.text);
          expect(runs[0]?.from).toBe(0);
          expect(runs.at(-1)?.to).toBe(block.text.length);
          for (const [index, run] of runs.entries())
            expect(run.to).toBe(runs[index + 1]?.from ?? block.text.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the visible pieces of a run are its rendered text', () => {
    fc.assert(
      fc.property(markdown, tokenLengths, (text, lengths) => {
        for (const { run, pieces } of piecesOf(text, cellsOf(text, lengths)))
          expect(pieces.map((piece) => piece.text).join('')).toBe(run.value);
      }),
      { numRuns: 300 },
    );
  });

  test('every token has a place: visible, or marked where it would stand', () => {
    fc.assert(
      fc.property(markdown, tokenLengths, (text, lengths) => {
        const cells = cellsOf(text, lengths);
        const placed = new Set(
          piecesOf(text, cells).flatMap(({ pieces }) => pieces.map((piece) => piece.cell)),
        );
        for (let cell = 0; cell < cells.count; cell++) expect(placed).toContain(cell);
      }),
      { numRuns: 300 },
    );
  });

  test('a rendered character stands at the same character of the source', () => {
    const text =
      'The **bold** and `code` with [a link](https://example.org) in it, 1 \\* 2.\n\n```ts\nconst ts = 1;\n```\n';
    const placed = splitBlocks(text).flatMap((block) =>
      collectBlockRuns(block.text).flatMap((run) =>
        Array.from(run.value, (rendered, index) => ({
          rendered,
          source: block.text[run.offsets[index] ?? -1],
        })),
      ),
    );
    // The line break that ends a code block stands where the fence closes.
    const elsewhere = placed.filter(({ rendered, source }) => rendered !== source);
    expect(elsewhere).toEqual([]);
    expect(placed.map(({ rendered }) => rendered).join('')).toBe(
      'The bold and code with a link in it, 1 * 2.const ts = 1;\n',
    );
  });

  test('the language of a fence is not taken for the code below it', () => {
    const [run] = collectBlockRuns('```js\njs();\n```\n');
    expect(run?.value).toBe('js();\n');
    expect(run?.offsets[0]).toBe(6);
  });

  test('a text without a trace keeps all of its characters', () => {
    const cells = new TokenCells();
    expect(piecesOf('one two', cells).flatMap(({ pieces }) => pieces)).toEqual([
      { kind: 'visible', cell: -1, text: 'one two' },
    ]);
  });

  test('while the trace is behind the text, the rest of the text is still there', () => {
    const pieces = piecesOf('one two three', cellsOf('one two', [4, 3])).flatMap((each) => each.pieces);
    expect(pieces.map(({ cell, text }) => [cell, text])).toEqual([
      [0, 'one '],
      [1, 'two'],
      [-1, ' three'],
    ]);
  });

  test('hidden marks become markers between the visible tokens', () => {
    const pieces = piecesOf('**Can**', cellsOf('**Can**', [2, 3, 2])).flatMap((each) => each.pieces);
    expect(pieces).toEqual([
      { kind: 'hidden', cell: 0, text: '' },
      { kind: 'visible', cell: 1, text: 'Can' },
      { kind: 'hidden', cell: 2, text: '' },
    ]);
  });
});

describe('what a reply may not do', () => {
  const html = (source: string): string => renderToStaticMarkup(<>{renderBlock(source)}</>);

  test('HTML in a reply is text', () => {
    const markup = html('<img src=x onerror=alert(1)> <script>alert(1)</script>');
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('<script');
    expect(markup).toContain('&lt;script&gt;');
  });

  test('an image is its description and address, and nothing that loads', () => {
    const markup = html('![a cat](https://example.org/cat.png)');
    expect(markup).not.toContain('<img');
    expect(markup).not.toContain('src=');
    expect(markup).toContain('a cat https://example.org/cat.png');
  });

  test('a link has no address to follow', () => {
    expect(html('[here](https://example.org)')).not.toContain('href');
    expect(html('[here](javascript:alert(1))')).not.toContain('javascript');
  });
});
