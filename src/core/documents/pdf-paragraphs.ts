/**
 * The text of pages from their lines: an empty line where a paragraph ends, and words that a line's end cut in two in one
 * piece again. Pure.
 */
import type { PdfLine } from './pdf-lines.ts';

/** A gap that is this many times the usual one of its page ends a paragraph. */
const wideGap = 1.4;
/** Letters that differ more than this in height belong to a heading and its text, say. */
const otherHeight = 1.2;
/** An indented first line begins this far to the right of its neighbours, in heights of its letters. */
const leastIndent = 0.8;
const mostIndent = 4;

/** What an indented line must follow: without a sentence it is code, or a list. */
const sentenceEnd = /[.!?…»”"’]$/;

const cutWord = /(\p{L}+)([-\u2010\u00AD])$/u;
const longestWord = 100;
const continuedWord = /^\p{Ll}[\p{L}\p{M}]*/u;

/** A text for each page. */
export function joinPages(pages: readonly (readonly PdfLine[])[]): readonly string[] {
  const known = wordsOf(pages);
  return pages.map((lines) => joinLines(lines, known));
}

function joinLines(lines: readonly PdfLine[], known: KnownWords): string {
  const usualGap = usualGapOf(lines);
  // What was joined so far, in pieces: only the last one is looked at again.
  const pieces: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before === undefined) pieces.push(line.text);
    else if (endsParagraph(before, line, lines[index + 1], usualGap)) pieces.push('\n\n', line.text);
    else pieces.push(...joinLine(pieces.pop() ?? '', line.text, known));
  }
  // Those that were at the end of a line and stayed there.
  return pieces.join('').replaceAll('\u00AD', '');
}

/** The end of the text so far, and what comes behind it. */
function joinLine(end: string, next: string, known: KnownWords): readonly string[] {
  const cut = cutWord.exec(end.slice(-longestWord));
  const rest = continuedWord.exec(next);
  if (cut === null || rest === null) return [end, '\n', next];
  const [, beginning = '', hyphen] = cut;
  if (hyphen !== '\u00AD' && known.isCompound(beginning, rest[0])) return [end, next];
  return [end.slice(0, -1), next];
}

function endsParagraph(
  before: PdfLine,
  line: PdfLine,
  after: PdfLine | undefined,
  usualGap: number,
): boolean {
  const gap = gapBetween(before, line);
  // Upwards: another column, or a box that stands elsewhere.
  if (gap < 0 || gap > wideGap * usualGap) return true;
  if (isOtherHeight(before, line)) return true;
  return after !== undefined && sentenceEnd.test(before.text) && isIndented(before, line, after);
}

function isIndented(before: PdfLine, line: PdfLine, after: PdfLine): boolean {
  const indent = (line.x - Math.max(before.x, after.x)) / line.height;
  return indent > leastIndent && indent < mostIndent;
}

const isOtherHeight = (before: PdfLine, line: PdfLine): boolean =>
  Math.max(before.height, line.height) > otherHeight * Math.min(before.height, line.height);

/** From one baseline down to the next, in heights of the letters. */
const gapBetween = (before: PdfLine, line: PdfLine): number =>
  (before.y - line.y) / (Math.max(before.height, line.height) || 1);

/** The middle one of a page, so that a text with wide spacing is no row of paragraphs. */
function usualGapOf(lines: readonly PdfLine[]): number {
  const gaps: number[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before === undefined || isOtherHeight(before, line)) continue;
    const gap = gapBetween(before, line);
    if (gap > 0) gaps.push(gap);
  }
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor((gaps.length - 1) / 2)] ?? 1;
}

/** Whether the document itself writes these two with a hyphen, and never in one. */
type KnownWords = { isCompound(beginning: string, rest: string): boolean };

function wordsOf(pages: readonly (readonly PdfLine[])[]): KnownWords {
  const words = new Set<string>();
  for (const lines of pages)
    for (const { text } of lines)
      for (const [word] of text.toLowerCase().matchAll(/\p{L}+(?:[-\u2010]\p{L}+)*/gu))
        words.add(word.replaceAll('\u2010', '-'));
  return {
    isCompound: (beginning, rest) => {
      const [first, second] = [beginning.toLowerCase(), rest.toLowerCase()];
      return words.has(`${first}-${second}`) && !words.has(`${first}${second}`);
    },
  };
}
