import { expect, test } from 'vitest';
import { linesOf, type PdfLine, type PdfText } from './pdf-lines.ts';
import { joinPages } from './pdf-paragraphs.ts';

/** Lines of a page that are 14 points apart, from `x`; an empty text leaves a line out. */
const column = (texts: readonly string[], x = 72, top = 700): readonly PdfLine[] =>
  texts
    .map((text, index) => ({ text, x, y: top - 14 * index, height: 12 }))
    .filter(({ text }) => text !== '');

const textOf = (lines: readonly PdfLine[]): string => joinPages([lines])[0] ?? '';

test('lines stay lines, and a wider gap is a paragraph', () => {
  expect(textOf(column(['one', 'two', '', 'three', 'four']))).toBe('one\ntwo\n\nthree\nfour');
});

test('a text with wide spacing is no row of paragraphs', () => {
  const lines = ['one', 'two', 'three'].map((text, index) => ({
    text,
    x: 72,
    y: 700 - 30 * index,
    height: 12,
  }));
  expect(textOf(lines)).toBe('one\ntwo\nthree');
});

test('an indented first line begins a paragraph behind a sentence, and not in code', () => {
  const indented = (texts: readonly string[]): readonly PdfLine[] =>
    column(texts).map((line, index) => ({ ...line, x: index === 1 ? 92 : 72 }));
  expect(textOf(indented(['The end.', 'The next', 'goes on']))).toBe('The end.\n\nThe next\ngoes on');
  expect(textOf(indented(['def f(x):', 'return x', 'f(1)']))).toBe('def f(x):\nreturn x\nf(1)');
});

test('a heading stands apart from what follows at once', () => {
  const [heading, ...rest] = column(['Heading', 'text', 'more']);
  if (heading === undefined) throw new Error('there is a heading');
  expect(textOf([{ ...heading, height: 20 }, ...rest])).toBe('Heading\n\ntext\nmore');
});

test('a second column is read after the first', () => {
  expect(textOf([...column(['left', 'below']), ...column(['right', 'under'], 300)])).toBe(
    'left\nbelow\n\nright\nunder',
  );
});

test('a word that a line cut in two is one word again', () => {
  expect(textOf(column(['the disper-', 'sion of light']))).toBe('the dispersion of light');
  expect(textOf(column(['the disper\u00AD', 'sion of light']))).toBe('the dispersion of light');
  expect(textOf(column(['the disper\u2010', 'sion of light']))).toBe('the dispersion of light');
});

test('a compound that the document writes with a hyphen elsewhere keeps it', () => {
  expect(textOf(column(['peut-être bien, ou peut-', 'être pas']))).toBe('peut-être bien, ou peut-être pas');
});

test('a dash, a number and a name behind a hyphen are left as they are', () => {
  expect(textOf(column(['from 1990-', '2000 and -', 'then Jean-', 'Paul']))).toBe(
    'from 1990-\n2000 and -\nthen Jean-\nPaul',
  );
});

const piece = (str: string, x: number, y: number, hasEOL = false): PdfText => ({
  str,
  transform: [12, 0, 0, 12, x, y],
  width: 6 * str.length,
  height: str.trim() === '' ? 0 : 12,
  hasEOL,
});

test('pieces become lines, with one space between words, letters for ligatures and no soft hyphens inside', () => {
  const lines = linesOf([
    piece('of\uFB01ce', 72, 700),
    piece('   ', 110, 700),
    piece('pho\u00ADton\u0007', 120, 700, true),
    piece('', 72, 686, true),
    piece('next', 72, 686),
  ]);
  expect(lines).toEqual([
    { text: 'office photon', x: 72, y: 700, height: 12 },
    { text: 'next', x: 72, y: 686, height: 12 },
  ]);
});
